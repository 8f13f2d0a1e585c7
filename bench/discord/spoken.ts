/** From the last word of a spoken answer to its card, with the models that are installed. */
import { loadavg } from 'node:os';
import { sampleRate } from '../../src/models/ports.ts';
import type { Discord } from '../../test/servers/discord/discord.ts';
import { frameMs } from '../../test/servers/discord/voice/ogg.ts';
import { type Clip, readClips } from '../hearing/clips.ts';
import { opusPackets } from './opus-packets.ts';
import { begin, end, names } from './program.ts';

const longSeconds = 120;
const longRounds = 2;
const shortSeconds = 15;
const shortRounds = 3;
const silentFrames = 5;

/** Answers of two minutes, shorter ones, and three people who end together, whose answers a Done ends. */
export async function measureSpoken(discord: Discord, folder: string, silenceMs: number): Promise<void> {
  const clips = await readClips([folder]);
  console.log(`load ${loadavg()[0]?.toFixed(1)}`);
  const long = opusPackets(sentencesOf(clips, longSeconds));
  const short = opusPackets(sentencesOf(clips, shortSeconds));
  const after: number[] = [];
  for (let round = 0; round < longRounds; round++) after.push((await answerMs(discord, long)) - silenceMs);
  print(
    `an answer of ${seconds(long)} s: from its last word to the card, beyond ${silenceMs} ms of silence`,
    after,
  );
  const shorter: number[] = [];
  for (let round = 0; round < shortRounds; round++)
    shorter.push((await answerMs(discord, short)) - silenceMs);
  print(`an answer of ${seconds(short)} s: the same`, shorter);
  for (let round = 1; round <= 2; round++)
    print(
      `three people who end together after ${seconds(short)} s, from Done to each card`,
      await togetherMs(discord, clips),
    );
}

async function answerMs(discord: Discord, packets: readonly Buffer[]): Promise<number> {
  const from = discord.world.sent.length;
  await begin(discord, 1);
  await discord.person('alice').speak(packets);
  const spokenAt = Date.now() - silentFrames * frameMs;
  const [card] = await cards(discord, from, 1);
  await end(discord);
  return (card ?? Number.NaN) - spokenAt;
}

async function togetherMs(discord: Discord, clips: readonly Clip[]): Promise<number[]> {
  const people = names.slice(0, 3);
  const voices = people.map((_, at) => opusPackets(sentencesOf(clips.slice(at * 2), shortSeconds)));
  const longest = Math.max(...voices.map(({ length }) => length));
  const from = discord.world.sent.length;
  await begin(discord, people.length);
  await Promise.all(
    people.map(async (name, at) => {
      const own = voices[at] ?? [];
      await new Promise((done) => setTimeout(done, (longest - own.length) * frameMs));
      await discord.person(name).speak(own);
    }),
  );
  const spokenAt = Date.now() - silentFrames * frameMs;
  for (const name of people) discord.person(name).click('Done');
  const shown = await cards(discord, from, people.length);
  await end(discord);
  return shown.map((at) => at - spokenAt);
}

/** When the first cards after `from` were posted. */
async function cards(discord: Discord, from: number, count: number): Promise<number[]> {
  const found = () =>
    discord.world.sent
      .slice(from)
      .filter(({ message }) => /\d+ of 100 ·/.test(JSON.stringify(message ?? '')));
  await discord.until('the cards', () => found().length >= count, 300_000);
  return found()
    .slice(0, count)
    .map(({ at }) => at);
}

/** Recordings one after the other, up to this length and to the end of a stretch of speech. */
function sentencesOf(clips: readonly Clip[], most: number): Float32Array {
  const parts: Float32Array[] = [];
  let left = most;
  for (const { pcm, speech } of clips) {
    const startMs = speech[0]?.startMs ?? 0;
    const fits = speech.findLast(({ endMs }) => (endMs - startMs) / 1000 <= left);
    if (!fits) break;
    const part = pcm.subarray((startMs / 1000) * sampleRate, (fits.endMs / 1000) * sampleRate);
    parts.push(part, new Float32Array(sampleRate / 2));
    left -= part.length / sampleRate + 0.5;
  }
  return Float32Array.from(parts.slice(0, -1).flatMap((part) => [...part]));
}

const seconds = (packets: readonly Buffer[]): string => ((packets.length * frameMs) / 1000).toFixed(0);

function print(what: string, times: readonly number[]): void {
  console.log(
    `${what}: ${times.map((ms) => Math.round(ms)).join(', ')} ms; load ${loadavg()[0]?.toFixed(1)}`,
  );
}
