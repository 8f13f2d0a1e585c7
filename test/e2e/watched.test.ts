import { readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openLog } from '../../src/log.ts';
import { openWatch } from '../../src/open-watch.ts';
import { startCollector } from '../servers/collector.ts';
import { type RunningSlackBot, runningSlackBot, type SlackBotOptions } from '../support/slack-bot.ts';
import { until } from '../support/temporary.ts';

const marked = 'The zebrafinch of Quellendorf keeps the pasta water at a rolling boil.';
const sound = readFileSync(new URL('../fixtures/audio/short.m4a', import.meta.url));

/** A bot in Slack whose owner watches it: with metrics, and with traces where a collector is given. */
async function watchedBot(environment: Record<string, string> = {}, options: SlackBotOptions = {}) {
  const lines: string[] = [];
  const bot = await runningSlackBot({
    hear: () => marked,
    ...options,
    log: openLog('info', { write: (line: string) => void lines.push(line) }),
    environment: { METRICS_PORT: '0', MODELS: 'none', ...environment },
  });
  const watch = await openWatch(bot.coach);
  onTestFinished(() => watch.close());
  const read = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${watch.port}${path}`);
    return { status: response.status, text: await response.text() };
  };
  return { bot, watch, lines, read };
}

/** A person speaks one answer, and types one, and is shown both cards. */
async function practise(bot: RunningSlackBot): Promise<string[]> {
  const alice = bot.slack.person('alice');
  await alice.message('dm', 'start cooking junior 2');
  await bot.shown(alice.directMessages, /Question 1 of 2/);
  await alice.file('dm', sound);
  await bot.shown(alice.directMessages, /Question 2 of 2/);
  await alice.message('dm', marked);
  await alice.message('dm', 'done');
  await bot.shown(alice.directMessages, /How it went/);
  const rows = await bot.coach.store.db.selectFrom('answers').select('id').orderBy('created_at').execute();
  return rows.map(({ id }) => id);
}

describe('who watches the program', () => {
  it('sees how answers fare, and nothing of anybody', async () => {
    const { bot, read } = await watchedBot();
    await bot.start();
    const [spoken = '', typed = ''] = await practise(bot);
    const text = await until(async () => {
      const metrics = (await read('/metrics')).text;
      return /answer_to_card_seconds_count{platform="slack"} 2/.test(metrics) ? metrics : null;
    });
    expect(text).toContain('greenroom_answers_total{state="submitted"} 2');
    expect(text).toContain('greenroom_answers_total{state="evaluated"} 2');
    expect(text).toMatch(/greenroom_stage_seconds_count{stage="transcribe",outcome="done"} 1/);
    expect(text).toMatch(/greenroom_stage_seconds_count{stage="judge",outcome="done"} 2/);
    expect(text).toMatch(/greenroom_stage_seconds_count{stage="deliver",outcome="done"} 2/);
    expect(text).toContain('greenroom_model_state{task="transcriber",state="ready"} 1');
    expect(text).toContain('greenroom_platform_connected{platform="slack"} 1');
    expect(text).toMatch(/greenroom_jobs{queue="[a-z:]+",state="later"} \d/);
    expect(text).toMatch(/nodejs_eventloop_lag_p99_seconds \d/);
    const { slack } = bot;
    const alice = slack.person('alice');
    const rows = await bot.coach.store.db.selectFrom('people').select('id').execute();
    const sessions = await bot.coach.store.db.selectFrom('sessions').select('id').execute();
    const traces = [
      ...[slack.team.id, alice.id, alice.directMessages, slack.team.channel('#general')?.id, spoken, typed],
      ...[...rows, ...sessions].map(({ id }) => id),
      ...['alice', 'zebrafinch', 'Quellendorf', 'pasta', 'cooking', slack.team.botToken],
    ];
    expect(traces.filter((trace) => trace === undefined || text.includes(trace))).toEqual([]);
  });

  it('finds every line of the log about an answer by one id, from hearing to its card', async () => {
    const { bot, lines } = await watchedBot();
    await bot.start();
    const [spoken = ''] = await practise(bot);
    const about = await until(() => {
      const found = lines.filter((line) => line.includes(spoken));
      return found.some((line) => line.includes('"The card of an answer was posted"')) ? found : null;
    });
    const entries = about.map((line) => JSON.parse(line));
    expect(entries.map(({ answerId }) => answerId)).toEqual(entries.map(() => spoken));
    expect(entries.flatMap(({ stage }) => stage ?? [])).toEqual(['transcribe', 'judge', 'deliver']);
    expect(lines.filter((line) => /zebrafinch|Quellendorf/.test(line))).toEqual([]);
  });

  it('gets one trace an answer, with its parts in it and without its words', async () => {
    const collector = await startCollector();
    const { bot, watch } = await watchedBot({
      OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.endpoint}/`,
      OTEL_EXPORTER_OTLP_HEADERS: 'Authorization=Bearer%20secret',
    });
    await bot.start();
    const [spoken = '', typed = ''] = await practise(bot);
    await bot.end();
    await watch.close();
    const spans = collector.spans();
    for (const [answerId, names] of [
      [spoken, ['answer', 'deliver', 'judge', 'transcribe']],
      [typed, ['answer', 'deliver', 'judge']],
    ] as const) {
      const own = spans.filter(({ traceId }) => traceId === answerId.replaceAll('-', ''));
      expect(own.map(({ name }) => name).toSorted()).toEqual(names);
      const whole = own.find(({ name }) => name === 'answer');
      expect(whole?.parentSpanId).toBeUndefined();
      for (const part of own.filter(({ name }) => name !== 'answer'))
        expect(part.parentSpanId).toBe(whole?.spanId);
      expect(own.every((span) => BigInt(span.endTimeUnixNano) >= BigInt(span.startTimeUnixNano))).toBe(true);
    }
    expect(spans).toHaveLength(7);
    expect(new Set(collector.authorisations)).toEqual(new Set(['Bearer secret']));
    expect(collector.bodies.join()).not.toMatch(/zebrafinch|Quellendorf|alice|cooking/);
    expect(collector.bodies.join()).not.toContain(bot.slack.team.id);
  });

  it('is told why it cannot serve people, and that a missing model is no reason', async () => {
    const { bot, read } = await watchedBot();
    bot.coach.context.connections.report('slack', 'connecting');
    const before = await read('/readyz');
    expect(before.status).toBe(503);
    expect(JSON.parse(before.text)).toMatchObject({ ready: false, reasons: ['slack: connecting'] });
    await bot.start();
    const ready = await until(async () => {
      const answer = await read('/readyz');
      return answer.status === 200 ? answer : null;
    });
    expect(JSON.parse(ready.text)).toMatchObject({
      ...{ ready: true, reasons: [], store: 'ready', platforms: { slack: 'connected' } },
      models: { transcriber: 'ready', embedder: 'absent', grader: 'absent' },
    });
    expect(await read('/healthz')).toEqual({ status: 200, text: '{"status":"ok"}' });
    await bot.halt();
    expect((await read('/readyz')).status).toBe(503);
    await bot.coach.store.close();
    const away = await read('/readyz');
    expect(away.status).toBe(503);
    expect(JSON.parse(away.text).reasons).toContainEqual(expect.stringMatching(/^store: /));
    expect((await read('/healthz')).status).toBe(200);
  });

  it('sees metrics at its own door only, which nobody else on the network can reach', async () => {
    const { bot, watch, read } = await watchedBot({}, { mode: 'http' });
    await bot.start();
    expect((await fetch(`${bot.url}/metrics`)).status).toBe(404);
    expect((await fetch(`${bot.url}/readyz`)).status).toBe(404);
    expect((await fetch(`${bot.url}/healthz`)).status).toBe(200);
    await bot.slack.hostile.wrongSecret();
    const { text } = await read('/metrics');
    expect(text).toContain('greenroom_http_refused_total{why="forged"} 1');
    expect(text).toMatch(/greenroom_http_requests_total{door="slack",status="4xx"} [3-9]/);
    const others = Object.values((await import('node:os')).networkInterfaces())
      .flat()
      .flatMap((one) => (one && !one.internal && one.family === 'IPv4' ? [one.address] : []));
    for (const address of others)
      await expect(fetch(`http://${address}:${watch.port}/metrics`)).rejects.toThrow();
  });
});
