import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createEventStream } from '../../../src/async/event-stream.ts';
import { silentLog } from '../../../src/log.ts';
import { awaitedSlot } from '../../../src/models/awaited-slot.ts';
import { loadInBackground } from '../../../src/models/load-in-background.ts';
import { createMemoryBudget } from '../../../src/models/memory-budget.ts';
import type { ModelEvent } from '../../../src/models/ports.ts';
import { failureOf } from '../../support/failure-of.ts';

/** A slot that looks each second of a clock that the test moves. */
function waiting() {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const disk = { files: '0', complete: false };
  let opened = 0;
  const slot = awaitedSlot('embedder', {
    absent: { state: 'absent', fault: 'fault.model-not-installed', values: { model: 'minilm' } },
    filesNow: () => disk.files,
    everyMs: 1_000,
    open: () => {
      opened++;
      if (!disk.complete) return undefined;
      const load = async () => ({ model: { close: async () => undefined }, device: 'cpu' as const });
      const whenItFails = { fault: 'fault.model-not-loaded', values: { model: 'minilm' } } as const;
      const loadables = [{ name: 'minilm', memoryMb: 1, whenItFails, load }];
      const parts = {
        log: silentLog(),
        events: createEventStream<ModelEvent>(),
        budget: createMemoryBudget(10),
      };
      return loadInBackground('embedder', loadables, parts);
    },
  });
  onTestFinished(() => slot.close());
  const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1_000);
  return { disk, slot, seconds, opened: () => opened };
}

describe('a slot whose model is absent', () => {
  it('leaves a file alone while it grows, and serves once it is whole', async () => {
    const { disk, slot, seconds, opened } = waiting();
    for (const files of ['10', '20', '30']) {
      disk.files = files;
      disk.complete = true;
      await seconds(1);
    }
    expect([slot.status().state, opened()]).toEqual(['absent', 0]);
    expect((await failureOf(slot.use(async () => 'never')))?.sentence).toContain(
      'Run: npm run --silent greenroom -- models pull minilm',
    );
    await seconds(1);
    expect(slot.status()).toEqual({ state: 'ready', model: 'minilm', device: 'cpu' });
    expect(await slot.use(async () => 'served')).toBe('served');
    await seconds(5);
    expect(opened()).toBe(1);
  });

  it('keeps looking when the files are not enough', async () => {
    const { disk, slot, seconds } = waiting();
    await seconds(3);
    expect(slot.status().state).toBe('absent');
    disk.complete = true;
    disk.files = '30';
    await seconds(2);
    expect(slot.status().state).toBe('ready');
  });

  it('stops looking once it is closed', async () => {
    const { disk, slot, seconds, opened } = waiting();
    await slot.close();
    disk.complete = true;
    await seconds(5);
    expect([slot.status().state, opened()]).toEqual(['absent', 0]);
  });
});
