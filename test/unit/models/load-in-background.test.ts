import { describe, expect, it, onTestFinished } from 'vitest';
import { createEventStream } from '../../../src/async/event-stream.ts';
import { CoachError } from '../../../src/errors.ts';
import { silentLog } from '../../../src/log.ts';
import { loadInBackground, type SlotOptions } from '../../../src/models/load-in-background.ts';
import { createMemoryBudget } from '../../../src/models/memory-budget.ts';
import type { ModelEvent } from '../../../src/models/ports.ts';
import type { LoadableModel } from '../../../src/models/slot-entry.ts';
import { stoppable } from '../../../src/models/stoppable.ts';
import { failureOf } from '../../support/failure-of.ts';
import { standingClock, until } from '../../support/temporary.ts';

type Scripted = { name: string; close(): Promise<void> };

/** A model that loads when it is told to, and remembers what happened to it. */
function scripted(name: string, memoryMb: number, more: Partial<LoadableModel<Scripted>> = {}) {
  const gates: PromiseWithResolvers<void>[] = [];
  const events: string[] = [];
  const model: Scripted = { name, close: async () => void events.push('closed') };
  const loadable: LoadableModel<Scripted> = {
    name,
    memoryMb,
    whenItFails: { fault: 'fault.model-not-loaded', values: { model: name } },
    async load() {
      events.push('loading');
      const gate = Promise.withResolvers<void>();
      gates.push(gate);
      await gate.promise;
      events.push('loaded');
      return { model, device: 'cpu' };
    },
    ...more,
  };
  const next = () => until(() => gates.shift());
  return {
    loadable,
    events,
    loaded: async () => (await next()).resolve(),
    failed: async (error = new Error('the file is cut short')) => (await next()).reject(error),
  };
}

function slotOf(loadables: LoadableModel<Scripted>[], more: Partial<SlotOptions> = {}) {
  const options = {
    log: silentLog(),
    events: createEventStream<ModelEvent>(),
    budget: createMemoryBudget(1000),
    ...more,
  };
  const slot = loadInBackground('embedder', loadables, options);
  onTestFinished(async () => {
    await slot.close();
  });
  return slot;
}

const nameOf = async (model: Scripted) => model.name;

describe('loading in the background', () => {
  it('returns a slot at once, and says when to come back', async () => {
    const small = scripted('small', 10);
    const slot = slotOf([small.loadable]);
    expect(slot.status()).toEqual({ state: 'loading', model: 'small', percent: null });
    expect(slot.current()).toBeNull();
    await expect(slot.use(nameOf)).rejects.toMatchObject({ code: 'model_unavailable', retryAfterMs: 2000 });
    await small.loaded();
    await slot.settled();
    expect(slot.status()).toEqual({ state: 'ready', model: 'small', device: 'cpu' });
    expect(await slot.use(nameOf)).toBe('small');
  });

  it('loads the smallest first and serves the best so far', async () => {
    const [small, large] = [scripted('small', 10), scripted('large', 100)];
    const slot = slotOf([small.loadable, large.loadable]);
    await small.loaded();
    await until(() => large.events.includes('loading'));
    expect(await slot.use(nameOf)).toBe('small');
    await large.loaded();
    await slot.settled();
    expect(await slot.use(nameOf)).toBe('large');
    expect(slot.current()?.name).toBe('large');
  });

  it('serves the smaller one when the better one does not load', async () => {
    const [small, large] = [scripted('small', 10), scripted('large', 100)];
    const slot = slotOf([small.loadable, large.loadable]);
    await small.loaded();
    await large.failed();
    await slot.settled();
    expect(slot.status()).toMatchObject({ state: 'ready', model: 'small' });
  });

  it('says what to do when nothing loads', async () => {
    const only = scripted('only', 10);
    const slot = slotOf([only.loadable]);
    await only.failed();
    await slot.settled();
    expect(slot.status()).toEqual({
      state: 'failed',
      model: 'only',
      fault: 'fault.model-not-loaded',
      values: { model: 'only' },
    });
    expect(await failureOf(slot.use(nameOf))).toEqual({
      code: 'model_unavailable',
      sentence: 'The model only could not be loaded. Run: npm run --silent greenroom -- models verify only',
      retryAfterMs: undefined,
    });
  });

  it('tries again a minute later what did not load', async () => {
    const clock = standingClock();
    const only = scripted('only', 10);
    const slot = slotOf([only.loadable], { now: () => clock.now().getTime() });
    await only.failed();
    await slot.settled();
    clock.advance(60_000);
    const answer = slot.use(nameOf);
    await only.loaded();
    expect(await answer).toBe('only');
  });

  it('tells every change of state', async () => {
    const events = createEventStream<ModelEvent>();
    const listening = new AbortController();
    const stream = events.listen(listening.signal);
    const [small, large] = [scripted('small', 10), scripted('large', 100)];
    const slot = slotOf([small.loadable, large.loadable], { events });
    await small.loaded();
    await large.loaded();
    await slot.settled();
    const seen: string[] = [];
    for await (const { status } of stream) {
      seen.push(`${status.state} ${'model' in status ? status.model : ''}`);
      if (seen.at(-1) === 'ready large') listening.abort();
    }
    expect(seen).toEqual(['loading small', 'ready small', 'ready large']);
  });
});

describe('a call that fails', () => {
  const ready = async (...names: string[]) => {
    const all = names.map((name, index) => scripted(name, index + 1));
    const slot = slotOf(all.map((each) => each.loadable));
    for (const each of all) await each.loaded();
    await slot.settled();
    return slot;
  };
  const failingOn = (name: string, error: unknown) => async (model: Scripted) => {
    if (model.name === name) throw error;
    return model.name;
  };

  it('is taken by the next smaller model, and the call after it starts with the best again', async () => {
    const slot = await ready('small', 'large');
    expect(await slot.use(failingOn('large', new Error('out of memory')))).toBe('small');
    expect(await slot.use(nameOf)).toBe('large');
  });

  it('asks to come back when no model is left', async () => {
    const slot = await ready('only');
    await expect(slot.use(failingOn('only', new Error('boom')))).rejects.toMatchObject({
      code: 'model_unavailable',
      retryAfterMs: 2000,
    });
  });

  it.each([
    ['an abort', new DOMException('left', 'AbortError')],
    ['a time-out of the caller', new DOMException('late', 'TimeoutError')],
    ['nothing said', new CoachError('no_speech', 'Nothing was said.')],
  ])('is not repeated for %s: a smaller model would not help', async (_, error) => {
    const slot = await ready('small', 'large');
    await expect(slot.use(failingOn('large', error))).rejects.toBe(error);
  });

  it('is not repeated once the caller has stopped it, whatever reason it gave', async () => {
    const slot = await ready('small', 'large');
    const stop = new AbortController();
    const reason = new Error('the person left');
    const asked: string[] = [];
    const call = slot.use((model) =>
      stoppable(stop.signal, async () => {
        asked.push(model.name);
        stop.abort(reason);
        throw new Error('interrupted');
      }),
    );
    await expect(call).rejects.toBe(reason);
    expect(asked).toEqual(['large']);
  });

  it('wakes one that stands by, which is not loaded before that', async () => {
    const [standby, best] = [scripted('standby', 10, { standby: true }), scripted('best', 10)];
    const slot = slotOf([standby.loadable, best.loadable]);
    await best.loaded();
    await slot.settled();
    expect(standby.events).toEqual([]);
    const answer = slot.use(failingOn('best', new Error('boom')));
    await standby.loaded();
    expect(await answer).toBe('standby');
  });

  it('one that stands by is loaded when nothing better does', async () => {
    const [standby, best] = [scripted('standby', 10, { standby: true }), scripted('best', 10)];
    const slot = slotOf([standby.loadable, best.loadable]);
    await best.failed();
    await standby.loaded();
    await slot.settled();
    expect(slot.status()).toMatchObject({ state: 'ready', model: 'standby' });
  });
});

describe('memory', () => {
  it('refuses a model that would not fit, and names the next smaller one', async () => {
    const [small, large] = [scripted('small', 60), scripted('large', 500)];
    const slot = slotOf([small.loadable, large.loadable], { budget: createMemoryBudget(50) });
    await slot.settled();
    expect(small.events.concat(large.events)).toEqual([]);
    expect(slot.status()).toMatchObject({
      state: 'failed',
      fault: 'fault.model-too-large-use-smaller',
      values: { model: 'large', neededMb: 500, freeMb: 50, smaller: 'small' },
    });
  });

  it('is given back by the smaller model once it is needed for the better one', async () => {
    const [small, large] = [scripted('small', 400), scripted('large', 700)];
    const [, other] = [scripted('x', 1), scripted('other', 250)];
    const budget = createMemoryBudget(1100);
    const slot = slotOf([small.loadable, large.loadable], { budget });
    await small.loaded();
    await large.loaded();
    await slot.settled();
    const second = slotOf([other.loadable], { budget });
    await other.loaded();
    await second.settled();
    expect(small.events).toContain('closed');
    expect(budget.usedMb()).toBe(950);
    expect(await slot.use(nameOf)).toBe('large');
  });

  it('is never taken from a model that works', async () => {
    const [busy, other] = [scripted('busy', 600), scripted('other', 600)];
    const budget = createMemoryBudget(1000);
    const clock = standingClock();
    const now = () => clock.now().getTime();
    const slot = slotOf([busy.loadable], { budget, now });
    await busy.loaded();
    await slot.settled();
    const gate = Promise.withResolvers<string>();
    const working = slot.use(() => gate.promise);
    clock.advance(600_000);
    const second = slotOf([other.loadable], { budget, now });
    await second.settled();
    expect(second.status().state).toBe('failed');
    gate.resolve('done');
    expect(await working).toBe('done');
  });

  it('is freed by a model that nobody uses, which the next call loads again', async () => {
    const clock = standingClock();
    const only = scripted('only', 10);
    const budget = createMemoryBudget(100);
    const slot = slotOf([only.loadable], { budget, idleMs: 20, now: () => clock.now().getTime() });
    await only.loaded();
    await slot.settled();
    clock.advance(30);
    await until(() => only.events.includes('closed'));
    expect(budget.usedMb()).toBe(0);
    const answer = slot.use(nameOf);
    await only.loaded();
    expect(await answer).toBe('only');
    expect(budget.usedMb()).toBe(10);
  });
});

it('closing closes what is loaded, and later calls say so', async () => {
  const only = scripted('only', 10);
  const slot = slotOf([only.loadable]);
  await only.loaded();
  await slot.settled();
  await slot.close();
  expect(only.events).toContain('closed');
  await expect(slot.use(nameOf)).rejects.toMatchObject({ code: 'model_unavailable' });
});
