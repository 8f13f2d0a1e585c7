import { describe, expect, it, onTestFinished } from 'vitest';
import { openLog, silentLog } from '../../../src/log.ts';
import { openModels } from '../../../src/models/open-models.ts';
import { openRemoteRecogniser } from '../../../src/models/remote/open-remote-recogniser.ts';
import { openServers } from '../../../src/models/remote/open-servers.ts';
import { fixtureSound } from '../../support/fixture-sound.ts';
import { tone } from '../../support/sounds.ts';
import { standingClock, temporaryFolder, until } from '../../support/temporary.ts';
import { chatStandIn } from './chat-stand-in.ts';
import { type StandIn, sendJson, startOpenAiStandIn } from './openai-stand-in.ts';
import { tinyConfig } from './tiny-models.ts';

type Answer = Parameters<typeof startOpenAiStandIn>[0];

const say =
  (text: string): Answer =>
  (_, response) =>
    sendJson(response, { text });

async function standIns(...answers: Answer[]): Promise<StandIn[]> {
  const servers = await Promise.all(answers.map(startOpenAiStandIn));
  onTestFinished(async () => void (await Promise.all(servers.map((server) => server.close()))));
  return servers;
}

function speechServers(urls: string[], more: Partial<Parameters<typeof openServers>[0]> = {}) {
  const servers = openServers({
    ...{ urls, server: 'speech', setting: 'TRANSCRIBER_URL', key: undefined, log: silentLog() },
    probing: { firstMs: 1, longestMs: 20 },
    ...more,
    open: (url, options) => openRemoteRecogniser({ name: 'speech', url, model: 'whisper-1', ...options }),
  });
  onTestFinished(() => servers.close());
  const hear = async () => {
    const options = { language: 'en', prompt: '' };
    const { heard } = await servers.use((one) => one.recognise(tone(0.2), options));
    return heard.map(({ text }) => text).join(' ');
  };
  return { servers, hear };
}

const isSound = ({ path }: { path: string }) => path.endsWith('/transcriptions');
const soundsSentTo = ({ requests }: StandIn) => requests.filter(isSound).length;
const urlsOf = (servers: StandIn[]) => servers.map(({ url }) => url);

/** What speaches answers, and other forms that are found in the wild. */
const forms: [string, object][] = [
  [
    'words and segments',
    {
      task: 'transcribe',
      language: 'en',
      duration: 0.2,
      text: 'I stir.',
      words: [
        { word: ' I', start: 0, end: 0.1, probability: 0.9 },
        { word: ' stir.', start: 0.1, end: 0.2, probability: 0.8 },
      ],
      segments: [
        { id: 0, seek: 0, start: 0, end: 0.2, text: ' I stir.', tokens: [1], avg_logprob: -0.1, words: null },
      ],
    },
  ],
  ['no words', { language: 'en', text: 'I stir.', segments: [{ start: 0, end: 0.2, text: ' I stir.' }] }],
  ['a text alone', { text: 'I stir.' }],
  ['odd times', { text: 'I stir.', segments: [{ start: null, end: 'late', text: 'I stir.' }], words: {} }],
];

describe('several speech servers', () => {
  it.each(forms)('are understood in any mixture, one of them with %s', async (_, form) => {
    const servers = await standIns((_received, response) => sendJson(response, form), say('I stir.'));
    const { hear } = speechServers(urlsOf(servers));
    expect(await Promise.all([hear(), hear(), hear(), hear()])).toEqual(Array(4).fill('I stir.'));
    expect(servers.map((server) => soundsSentTo(server) > 0)).toEqual([true, true]);
  });

  it('do without one that dies in the middle of a request', async () => {
    const servers = await standIns((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"text": "I st');
      response.destroy();
    }, say('I stir.'));
    const { hear } = speechServers(urlsOf(servers), { probing: { firstMs: 60_000, longestMs: 60_000 } });
    for (const _ of [1, 2, 3]) expect(await hear()).toBe('I stir.');
    expect(servers.map(soundsSentTo)).toEqual([1, 3]);
  });

  it.each<[string, Answer]>([
    ['a page', (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>')],
    ['JSON without a text', (_, response) => sendJson(response, { words: 7 })],
    ['a status that blames the key', (_, response) => sendJson(response, {}, 401)],
    ['a status that blames itself', (_, response) => sendJson(response, {}, 503)],
  ])(
    'put one aside that answers with %s, and name it once a minute, without its password',
    async (_, answer) => {
      const lines: Record<string, unknown>[] = [];
      const log = openLog('warn', { write: (line: string) => void lines.push(JSON.parse(line)) });
      const clock = standingClock();
      const [bad, good] = await standIns(
        (received, response) => (isSound(received) ? answer(received, response, 0) : response.end()),
        say('I stir.'),
      );
      if (!bad || !good) throw new Error('Two were started.');
      const withPassword = bad.url.replace('http://', 'http://somebody:secret@');
      const { hear, servers } = speechServers([withPassword, good.url], {
        log,
        now: () => clock.now().getTime(),
      });
      const hearUntilBadWasAsked = async (times: number) =>
        await until(async () => (await hear()) === 'I stir.' && soundsSentTo(bad) >= times);
      await hearUntilBadWasAsked(3);
      expect(lines).toMatchObject([{ position: 1, host: new URL(bad.url).host, setting: 'TRANSCRIBER_URL' }]);
      expect(JSON.stringify(lines)).not.toContain('secret');
      expect(bad.requests[0]?.authorization).toBe(
        `Basic ${Buffer.from('somebody:secret').toString('base64')}`,
      );
      clock.advance(61_000);
      await hearUntilBadWasAsked(soundsSentTo(bad) + 1);
      expect(lines).toHaveLength(2);
      expect(servers.states().map(({ host }) => host)).toEqual(
        [bad, good].map(({ url }) => new URL(url).host),
      );
    },
  );

  it('use one again that has come back', async () => {
    let isWell = false;
    const [lame, good] = await standIns((received, response) => {
      if (!isWell) return response.destroy();
      return isSound(received) ? sendJson(response, { text: 'I am back.' }) : sendJson(response, {}, 404);
    }, say('I stir.'));
    if (!lame || !good) throw new Error('Two were started.');
    const { hear, servers } = speechServers(urlsOf([lame, good]));
    expect(await hear()).toBe('I stir.');
    expect(servers.states()).toMatchObject([{ isInUse: false }, { isInUse: true }]);
    isWell = true;
    await until(() => servers.states()[0]?.isInUse);
    expect(await until(async () => (await hear()) === 'I am back.')).toBe(true);
  });

  it('send what one refuses to the next, and go on using both', async () => {
    const servers = await standIns((_, response) => sendJson(response, {}, 400), say('I stir.'));
    const { hear, servers: both } = speechServers(urlsOf(servers));
    expect(await hear()).toBe('I stir.');
    expect(both.states()).toMatchObject([{ isInUse: true }, { isInUse: true }]);
  });

  it('say which setting to check when none answers', async () => {
    const servers = await standIns(
      (_, response) => response.destroy(),
      (_, response) => response.destroy(),
    );
    const { hear } = speechServers(urlsOf(servers));
    await expect(hear()).rejects.toMatchObject({ code: 'network', fault: 'fault.server-unreachable' });
    await expect(hear()).rejects.toMatchObject({ code: 'network', values: { setting: 'TRANSCRIBER_URL' } });
  });
});

describe('an answer and several servers', () => {
  const open = async (environment: Record<string, string>) => {
    const models = openModels(
      tinyConfig({ EMBEDDER: 'none', GREENROOM_MODELS: temporaryFolder(), ...environment }),
      { log: silentLog() },
    );
    onTestFinished(() => models.close());
    await models.settled();
    return models;
  };

  it('is heard piece by piece at the same time, and reads in the order in which it was said', async () => {
    const answer = await fixtureSound('answer.ogg');
    const seconds = [4, 5, 6];
    const pause = new Float32Array(4 * 16_000);
    const parts = seconds.flatMap((length) => [answer.subarray(0, length * 16_000), pause]);
    const pcm = Float32Array.from(parts.flatMap((part) => [...part]));
    const held: (() => void)[] = [];
    // Nothing is answered before all three are there, and the first that came is answered last.
    const hear: Answer = ({ file }, response) => {
      const length = Math.floor((file?.length ?? 0) / 32_000);
      const text = `Piece ${length} is heard, and it has enough words for all of its speech.`;
      held.push(() => sendJson(response, { text }));
      if (held.length >= 3) for (const release of held.splice(0).toReversed()) release();
    };
    const servers = await standIns(hear, hear);
    const models = await open({ TRANSCRIBER_URL: urlsOf(servers).join(', '), SPEECH_LANGUAGE: 'en' });
    const speech = [0, 8_000, 17_000].map((startMs, at) => ({
      startMs,
      endMs: startMs + (seconds[at] ?? 0) * 1_000,
    }));
    const { segments } = await models.transcriber.use((one) => one.transcribe(pcm, { speech }));
    expect(segments.map(({ text }) => text.split(' ')[1])).toEqual(['4', '5', '6']);
    expect(models.transcriber.status()).toMatchObject({
      state: 'ready',
      servers: [{ isInUse: true }, { isInUse: true }],
    });
  });

  it('costs no attempt when one of the chat servers fails', async () => {
    const good = await chatStandIn();
    onTestFinished(() => good.close());
    const [bad] = await standIns((_, response) => sendJson(response, {}, 500));
    const models = await open({
      GENERATOR: 'openai',
      GENERATOR_URL: `${bad?.url},${good.url}`,
      GENERATOR_MODEL: 'qwen',
    });
    expect(await models.generator.use((one) => one.generate({ text: 'Ask.' }))).toHaveLength(1);
    expect(models.generator.status()).toMatchObject({
      state: 'ready',
      servers: [{ isInUse: false }, { isInUse: true }],
    });
  });

  it('gets its second opinion from the server that answers', async () => {
    const [bad, good] = await standIns(
      (_, response) => response.destroy(),
      (_, response) => sendJson(response, { choices: [{ message: { content: '{}' } }] }),
    );
    const models = await open({ ADVISER_URL: `${bad?.url},${good?.url}`, ADVISER_MODEL: 'large' });
    const request = { system: '', text: '', schema: {}, maxTokens: 10 };
    expect(await models.adviser.use((one) => one.advise(request))).toBe('{}');
  });
});
