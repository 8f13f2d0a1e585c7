import type { ServerResponse } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { createEventStream } from '../../../src/async/event-stream.ts';
import { openLog } from '../../../src/log.ts';
import { loadInBackground } from '../../../src/models/load-in-background.ts';
import { createMemoryBudget } from '../../../src/models/memory-budget.ts';
import type { ModelEvent } from '../../../src/models/ports.ts';
import { openRemoteRecogniser } from '../../../src/models/remote/open-remote-recogniser.ts';
import { failureOf } from '../../support/failure-of.ts';
import { tone } from '../../support/sounds.ts';
import { standingClock, until } from '../../support/temporary.ts';
import { sendJson, startOpenAiStandIn } from './openai-stand-in.ts';

const failing: [string, (response: ServerResponse) => unknown, object][] = [
  ['401', (response) => sendJson(response, {}, 401), { fault: 'fault.server-rejects-key', status: 401 }],
  ['404', (response) => sendJson(response, {}, 404), { fault: 'fault.server-knows-not', status: 404 }],
  ['413', (response) => sendJson(response, {}, 413), { fault: 'fault.server-status', status: 413 }],
  ['500', (response) => sendJson(response, {}, 500), { fault: 'fault.server-status', status: 500 }],
  [
    'a page',
    (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Log in</html>'),
    { fault: 'fault.server-unreachable' },
  ],
  ['garbage', (response) => sendJson(response, { words: 7 }), { fault: 'fault.server-unreachable' }],
];

it.each(failing)(
  'a speech server that answers %s is named in the log once a minute, is no model in sight, and is one again as soon as it answers',
  async (_, answer, expected) => {
    const lines: Record<string, unknown>[] = [];
    const log = openLog('warn', { write: (line: string) => void lines.push(JSON.parse(line)) });
    let isWell = false;
    const server = await startOpenAiStandIn((_received, response) =>
      isWell ? sendJson(response, { text: 'I stir.' }) : answer(response),
    );
    const clock = standingClock();
    const slot = loadInBackground(
      'transcriber',
      [
        {
          name: 'speech server',
          memoryMb: 0,
          whenItFails: {
            fault: 'fault.server-not-usable',
            values: { server: 'speech', setting: 'TRANSCRIBER_URL' },
          },
          load: async () => ({
            model: openRemoteRecogniser({ name: 'speech server', url: server.url, model: 'whisper-1' }),
            device: 'cpu' as const,
          }),
        },
      ],
      {
        log,
        events: createEventStream<ModelEvent>(),
        budget: createMemoryBudget(1_000),
        now: () => clock.now().getTime(),
      },
    );
    onTestFinished(async () => {
      await slot.close();
      await server.close();
    });
    await until(() => slot.status().state === 'ready');
    const ask = () =>
      slot.use((recogniser) => recogniser.recognise(tone(0.2), { language: 'en', prompt: '' }));
    const failure = await failureOf(ask());
    // After more failures that may pass the server would be left alone for half a minute.
    if ('status' in expected && Number(expected.status) < 500) await failureOf(ask());
    expect(failure?.code).toBe('model_unavailable');
    expect(failure?.sentence).toContain('TRANSCRIBER_URL');
    expect(slot.status()).toMatchObject({ state: 'failed', fault: Object.values(expected)[0] });
    expect(lines).toMatchObject([{ setting: 'TRANSCRIBER_URL', ...expected }]);
    isWell = true;
    expect((await ask()).heard[0]?.text).toBe('I stir.');
    expect(slot.status().state).toBe('ready');
  },
);
