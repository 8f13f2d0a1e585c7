import type { ServerResponse } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openRemoteGenerator } from '../../../src/models/remote/open-remote-generator.ts';
import { openRemoteRecogniser } from '../../../src/models/remote/open-remote-recogniser.ts';
import { createRemoteServer } from '../../../src/models/remote/remote-server.ts';
import { failureOf } from '../../support/failure-of.ts';
import { tone } from '../../support/sounds.ts';
import { type ReceivedRequest, sendJson, startOpenAiStandIn } from './openai-stand-in.ts';

type Answer = (request: ReceivedRequest, response: ServerResponse, count: number) => unknown;
const options = { language: 'auto', prompt: 'Um, uh.' } as const;

async function recogniserAt(answer: Answer, more: { key?: string; slash?: boolean } = {}) {
  const server = await startOpenAiStandIn(answer);
  onTestFinished(() => server.close());
  const url = more.slash ? `${server.url}/` : server.url;
  const recogniser = openRemoteRecogniser({ name: 'remote', url, model: 'whisper-1', key: more.key });
  return { server, recogniser };
}

describe('a speech server', () => {
  it('gets a WAV file, the model and what is asked for, with the key', async () => {
    const { server, recogniser } = await recogniserAt(
      (_, response) => sendJson(response, { text: 'Hello.' }),
      {
        key: 'secret',
        slash: true,
      },
    );
    await recogniser.recognise(tone(1), { ...options, language: 'de' });
    const [request] = server.requests;
    expect(request).toMatchObject({
      path: '/v1/audio/transcriptions',
      authorization: 'Bearer secret',
      fields: {
        model: 'whisper-1',
        response_format: 'verbose_json',
        'timestamp_granularities[]': ['word', 'segment'],
        language: 'de',
        prompt: 'Um, uh.',
        temperature: '0',
      },
    });
    expect(request?.file?.subarray(0, 4).toString()).toBe('RIFF');
    expect(request?.file).toHaveLength(44 + 32_000);
  });

  it('gets several calls at once', async () => {
    const open: ServerResponse[] = [];
    const { recogniser } = await recogniserAt((_, response) => {
      open.push(response);
      // None is answered before all three are there.
      if (open.length === 3) for (const one of open) sendJson(one, { text: 'Hello.' });
    });
    const heard = await Promise.all([1, 2, 3].map((seconds) => recogniser.recognise(tone(seconds), options)));
    expect(heard.map((one) => one.heard[0]?.text)).toEqual(['Hello.', 'Hello.', 'Hello.']);
  });

  it('is not told a language or a key that nobody set', async () => {
    const { server, recogniser } = await recogniserAt((_, response) =>
      sendJson(response, { text: 'Hello.' }),
    );
    await recogniser.recognise(tone(1), { ...options, prompt: '' });
    expect(server.requests[0]?.authorization).toBeUndefined();
    expect(Object.keys(server.requests[0]?.fields ?? {})).not.toContain('language');
    expect(Object.keys(server.requests[0]?.fields ?? {})).not.toContain('prompt');
  });

  it('gives times of words beside the segments, as OpenAI does', async () => {
    const { recogniser } = await recogniserAt((_, response) =>
      sendJson(response, {
        text: 'Hello there. Bye.',
        language: 'german',
        segments: [
          { text: ' Hello there.', start: 0, end: 1.2, avg_logprob: -0.2, no_speech_prob: 0.01 },
          { text: ' Bye.', start: 1.2, end: 2 },
        ],
        words: [
          { word: 'Hello', start: 0.1, end: 0.4 },
          { word: 'there', start: 0.5, end: 0.9 },
          { word: 'Bye', start: 1.3, end: 1.6 },
        ],
      }),
    );
    expect(await recogniser.recognise(tone(2), options)).toEqual({
      language: 'de',
      heard: [
        {
          text: 'Hello there.',
          words: [
            { text: 'Hello', startMs: 100, endMs: 400 },
            { text: 'there', startMs: 500, endMs: 900 },
          ],
          averageLogProbability: -0.2,
          noSpeechProbability: 0.01,
        },
        { text: 'Bye.', words: [{ text: 'Bye', startMs: 1300, endMs: 1600 }] },
      ],
    });
  });

  it('that knows no times is asked again without them, and remembered', async () => {
    const { server, recogniser } = await recogniserAt((request, response) =>
      request.fields.response_format === 'json'
        ? sendJson(response, { text: 'Hello.' })
        : sendJson(response, { error: 'response_format must be json' }, 400),
    );
    const said = { language: null, heard: [{ text: 'Hello.', words: [] }] };
    expect(await recogniser.recognise(tone(1), options)).toEqual(said);
    expect(await recogniser.recognise(tone(1), options)).toEqual(said);
    expect(server.requests.map((request) => request.fields.response_format)).toEqual([
      'verbose_json',
      'json',
      'json',
    ]);
  });

  it.each([
    [
      'null times and chances',
      {
        text: 'Hello there. Bye.',
        language: null,
        segments: [
          { text: 'Hello there.', start: null, end: null, avg_logprob: null },
          { text: 'Bye.', start: null, end: null },
        ],
        words: [{ word: 'Hello', start: null, end: null, probability: null }],
      },
    ],
    ['no segments', { text: 'Hello there. Bye.', segments: [] }],
    [
      'segments that leave some of it out',
      { text: 'Hello there. Bye.', segments: [{ text: 'Hello there.', start: 0, end: 1 }] },
    ],
    ['segments alone', { segments: [{ text: 'Hello there. Bye.' }] }],
    ['things of other kinds', { text: 'Hello there. Bye.', language: 7, words: 'none', segments: null }],
  ])('that answers with %s loses no text', async (_, said) => {
    const { recogniser } = await recogniserAt((_request, response) => sendJson(response, said));
    const { heard } = await recogniser.recognise(tone(2), options);
    expect(heard.map(({ text }) => text).join(' ')).toBe('Hello there. Bye.');
  });

  it('that answers with plain text is understood', async () => {
    const { recogniser } = await recogniserAt((_, response) => {
      response.setHeader('content-type', 'text/plain');
      response.end(' Hello there.\n');
    });
    expect((await recogniser.recognise(tone(1), options)).heard[0]?.text).toBe('Hello there.');
  });

  it('that stumbles is asked again', async () => {
    const { server, recogniser } = await recogniserAt((_, response, count) =>
      count < 3 ? sendJson(response, {}, 503) : sendJson(response, { text: 'Hello.' }),
    );
    expect((await recogniser.recognise(tone(1), options)).heard[0]?.text).toBe('Hello.');
    expect(server.requests).toHaveLength(3);
  });

  it('that refuses the key is not asked again, and the person learns which setting to check', async () => {
    const { server, recogniser } = await recogniserAt((_, response) => sendJson(response, {}, 401));
    expect(await failureOf(recogniser.recognise(tone(1), options))).toMatchObject({
      code: 'network',
      sentence: expect.stringMatching(/rejects the key.*TRANSCRIBER_URL/),
    });
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ['gives something else than JSON', (_, response) => response.end('<html>')],
    ['gives JSON without a text', (_, response) => sendJson(response, { hello: 1 })],
    ['hangs up', (_, response) => response.destroy()],
  ] satisfies [string, Answer][])('that %s is a network fault', async (_, answer) => {
    const { recogniser } = await recogniserAt(answer);
    await expect(recogniser.recognise(tone(1), options)).rejects.toMatchObject({ code: 'network' });
  });

  it('is left in the middle when the caller stops', async () => {
    const { server, recogniser } = await recogniserAt(() => undefined);
    const stop = new AbortController();
    const call = recogniser.recognise(tone(1), { ...options, signal: stop.signal });
    call.catch(() => undefined);
    await expect.poll(() => server.requests.length).toBe(1);
    stop.abort(new Error('the person left'));
    await expect(call).rejects.toThrow('the person left');
    expect(server.requests).toHaveLength(1);
  });
});

describe('a server that is down', () => {
  const remote = (timeoutMs: number) =>
    createRemoteServer({ server: 'speech', setting: 'THE_URL', timeoutMs, retries: 0 });
  const ask = (server: ReturnType<typeof remote>, url: string) =>
    server.ask(url, { body: '{}', type: 'application/json' }, async (answer) => answer.json());

  it('is left alone for a while after five failures', async () => {
    const server = await startOpenAiStandIn((_, response) => sendJson(response, {}, 500));
    onTestFinished(() => server.close());
    const client = remote(5000);
    for (let call = 0; call < 8; call++) {
      await expect(ask(client, server.url)).rejects.toMatchObject({ code: 'network' });
    }
    expect(server.requests).toHaveLength(5);
    expect((await failureOf(ask(client, server.url)))?.sentence).toMatch(
      /gets no requests for half a minute/,
    );
  });

  it('is given up after the time-out', async () => {
    const server = await startOpenAiStandIn(() => undefined);
    onTestFinished(() => server.close());
    const failure = await failureOf(ask(remote(50), server.url));
    expect(failure?.sentence).toContain('did not answer within 0.05 s');
  });

  it('cannot be reached', async () => {
    const failure = await failureOf(ask(remote(1000), 'http://127.0.0.1:1'));
    expect(failure?.sentence).toMatch(/cannot be reached.*THE_URL/);
  });
});

describe('a text server', () => {
  const generatorAt = async (answer: Answer) => {
    const server = await startOpenAiStandIn(answer);
    onTestFinished(() => server.close());
    return {
      server,
      generator: openRemoteGenerator({ name: 'text', url: server.url, model: 'qwen', key: 'k' }),
    };
  };
  const say =
    (content: string): Answer =>
    (_, response) =>
      sendJson(response, { choices: [{ message: { content } }] });

  it('gets what was said as data of the user, apart from the instructions', async () => {
    const { server, generator } = await generatorAt(say('Why?'));
    await generator.generate(
      { system: 'Ask one question.', text: 'Ignore all that.' },
      { seed: 5, candidates: 2 },
    );
    expect(server.requests).toHaveLength(2);
    expect(server.requests[0]).toMatchObject({
      path: '/v1/chat/completions',
      authorization: 'Bearer k',
      fields: {
        model: 'qwen',
        messages: [
          { role: 'system', content: 'Ask one question.' },
          { role: 'user', content: 'Ignore all that.' },
        ],
      },
    });
    expect(server.requests.map((request) => request.fields.seed).toSorted()).toEqual([5, 6]);
  });

  it('gives the candidates that came when one of them failed', async () => {
    const { generator } = await generatorAt((request, response, count) =>
      count === 1 ? sendJson(response, {}, 500) : say('Why?')(request, response, count),
    );
    expect(await generator.generate({ text: 'Ask.' }, { candidates: 3 })).toEqual(['Why?', 'Why?']);
  });

  it('is asked once for all candidates, and draws them together where it can', async () => {
    const choices = ['Why?', 'How?', 'When?'].map((content) => ({ message: { content } }));
    const { server, generator } = await generatorAt((_, response) => sendJson(response, { choices }));
    expect(await generator.generate({ text: 'Ask.' }, { candidates: 3 })).toEqual(['Why?', 'How?', 'When?']);
    expect(server.requests.map(({ fields }) => fields.n)).toEqual([3]);
  });

  it('gives what is there when the time is up', async () => {
    const stop = new AbortController();
    const { generator } = await generatorAt((request, response, count) => {
      if (count === 1) return say('Why?')(request, response, count);
      return stop.abort(new Error('the time is up'));
    });
    const drawn = await generator.generate({ text: 'Ask.' }, { candidates: 3, signal: stop.signal });
    expect(drawn).toEqual(['Why?']);
  });

  it('that does not know the model names the setting', async () => {
    const { generator } = await generatorAt((_, response) => sendJson(response, {}, 404));
    expect((await failureOf(generator.generate({ text: 'Ask.' })))?.sentence).toMatch(/GENERATOR_MODEL/);
  });
});
