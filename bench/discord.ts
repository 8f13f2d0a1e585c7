/**
 * What the Discord bot costs: CPU time per speaker, time until a card is posted, memory after many sessions.
 */
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { usualVoiceTimings } from '../src/bots/discord/voice/timings.ts';
import type { Discord } from '../test/servers/discord/discord.ts';
import { readOpusFile } from '../test/servers/discord/voice/ogg.ts';
import { sayDelay } from '../test/support/watch-loop.ts';
import { begin, end, names, type Program, shown, withProgram } from './discord/program.ts';
import { measureSpoken } from './discord/spoken.ts';

/**
 * `npm run bench -- discord [sessions] [--models FOLDER] [--speech DATA-FOLDER]`: first with scripted models, so that nothing
 * but the bot costs time, then as it is, with the models of FOLDER (default: GREENROOM_MODELS). With `--speech` only answers
 * made of the recordings in that folder (see `bench/hearing.ts`) are timed: long ones, and three that end together.
 */
export async function bench(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { models: { type: 'string' }, speech: { type: 'string' } },
  });
  const { models, speech } = values;
  const own = { PARTS: 'own', ...(models !== undefined && { GREENROOM_MODELS: resolve(models) }) };
  if (speech !== undefined)
    return await withProgram({ ...own, SILENCE_MS: String(silenceMs) }, (discord) =>
      measureSpoken(discord, resolve(speech), silenceMs),
    );
  const sessions = Number(positionals[0] ?? 100);
  if (sessions > 0)
    await withProgram({}, async (discord, bot) => {
      await measureSpeakers(discord, bot, names.length);
      await measureSpeakers(discord, bot, 1);
      await measureDelay(discord, bot);
      await measureMemory(discord, bot, sessions);
    });
  await withProgram(own, measureWhole);
}

/** As in a usual interview. */
const { silenceMs } = usualVoiceTimings;

/** CPU time while people talk, minus what the bot takes while they are silent. */
async function measureSpeakers(discord: Discord, bot: Program, count: number): Promise<void> {
  await begin(discord, count);
  const speech = ['alice', 'bob', 'alice'].flatMap((name) =>
    readOpusFile(`test/fixtures/audio/discord-${name}.ogg`),
  );
  const seconds = speech.length * 0.02;
  await sleep(1000);
  const silent = await costs(bot, () => sleep(seconds * 1000));
  let lost = 0;
  let sent = 0;
  const talking = await costs(bot, async () => {
    const results = await Promise.all(
      names.slice(0, count).map((name) => discord.person(name).speak(speech)),
    );
    for (const result of results) {
      sent += result.sent;
      lost += result.undelivered;
    }
    await sleep(1000);
  });
  const { shares } = await bot.usage();
  const received = shares.length === 0 ? 0 : shares.reduce((sum, share) => sum + share, 0) / shares.length;
  const each = (talking.cpuMs - silent.cpuMs) / count / (seconds * 10);
  console.log(
    `${count} speaking at once for ${seconds.toFixed(0)} s: ${each.toFixed(2)} % of a core each (silent bot: ${(silent.cpuMs / (seconds * 10)).toFixed(2)} %), ${(100 * received).toFixed(2)} % of packets received, ${sent} sent, ${lost} undelivered`,
  );
  await end(discord);
}

async function costs(bot: Program, work: () => Promise<unknown>): Promise<{ cpuMs: number }> {
  const before = await bot.usage();
  await work();
  return { cpuMs: (await bot.usage()).cpuMs - before.cpuMs };
}

/** From the transcript, and from Done, to the card; the models take no time here. */
async function measureDelay(discord: Discord, bot: Program): Promise<void> {
  const fromDone: number[] = [];
  const fromTranscript: number[] = [];
  const speech = readOpusFile('test/fixtures/audio/discord-short.ogg');
  for (let round = 0; round < 7; round++) {
    await begin(discord, 1);
    await discord.person('alice').speak(speech);
    const from = discord.world.sent.length;
    const done = Date.now();
    discord.person('alice').click('Done');
    const { at } = await shown(discord, '64 of 100', from);
    fromDone.push(at - done);
    fromTranscript.push(at - (bot.heardAt.at(-1) ?? at));
    await shown(discord, 'How it went', from);
    discord.person('alice').leave();
    await discord.until('the bot to leave', () => !discord.world.guild().voice.has(discord.world.bot.id));
  }
  console.log(
    `from the end of speech (Done) to the card: median ${median(fromDone)} ms; from the transcript to the card: median ${median(fromTranscript)} ms`,
  );
}

const median = (values: number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function measureMemory(discord: Discord, bot: Program, sessions: number): Promise<void> {
  const alice = discord.person('alice');
  const mebibytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
  for (let count = 1; count <= sessions; count++) {
    const from = discord.world.sent.length;
    if (count % 5 === 0) {
      await begin(discord, 1);
      await end(discord);
    } else {
      await alice
        .slash('interview start', { domain: 'backend', level: 'junior', questions: 1, private: false })
        .reply();
      await shown(discord, 'Question 1 of 1', from);
      const press = alice.click('Answer');
      await press.modalShown();
      await alice.submitModal(press, { answer: 'I would measure first.' }).reply();
      await shown(discord, 'How it went', from);
    }
    if (count === Math.round(sessions / 4) || count === Math.round(sessions / 2) || count === sessions) {
      await sleep(500);
      const resident = bot.memory.nowMb().toFixed(0);
      const { heapBytes, loop } = await bot.usage('memory');
      console.log(
        `after ${count} sessions: ${mebibytes(heapBytes)} in use, ${resident} MB resident, event loop late p99/max ${sayDelay(loop)} ms`,
      );
    }
  }
}

/** Everybody speaks, is transcribed and judged, twice. */
async function measureWhole(discord: Discord, bot: Program): Promise<void> {
  const speech = ['alice', 'bob'].flatMap((name) => readOpusFile(`test/fixtures/audio/discord-${name}.ogg`));
  // A start is slow once, and is not what is measured here.
  await bot.usage('settled');
  for (const round of [1, 2]) {
    bot.memory.mostMb();
    await bot.usage('memory');
    const from = discord.world.sent.length;
    await begin(discord, names.length);
    await Promise.all(names.map((name) => discord.person(name).speak(speech)));
    discord.person('alice').click('Done');
    const cards = () =>
      discord.world.sent
        .slice(from)
        .filter(({ message }) => /\d+ of 100 ·/.test(JSON.stringify(message ?? '')));
    await discord.until('the cards', () => cards().length >= names.length, 300_000).catch(() => undefined);
    const { loop } = await bot.usage('time');
    console.log(
      `${names.length} speakers, with its own models and judge, round ${round}: ${bot.memory.mostMb().toFixed(0)} MB resident at most, ${bot.memory.nowMb().toFixed(0)} MB after it, event loop late p99/max ${sayDelay(loop)} ms; ${cards().length} cards`,
    );
    await end(discord);
  }
}
