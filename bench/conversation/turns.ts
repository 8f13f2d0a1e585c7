/**
 * Recorded answers with pauses put into them are heard stretch by stretch by the real recogniser, on a simulated clock. How
 * often is somebody cut off, and how long do they wait after a finished answer?
 */
import { type AnswerSoFar, judgeEndpoint } from '../../src/bots/discord/capture/endpointing.ts';
import { type Cadence, cadenceOf } from '../../src/bots/discord/capture/prosody.ts';
import { createSegments, pauseMs, type Segment } from '../../src/bots/discord/capture/segments.ts';
import { usualVoiceTimings as timings } from '../../src/bots/discord/voice/timings.ts';
import type { Pcm, Transcriber } from '../../src/models/ports.ts';
import type { Clip } from '../hearing/clips.ts';
import { type Pause, type PauseKind, paused, perMs, spokenFillers } from './pauses.ts';

type Heard = { segment: Segment; text: string };
type Tally = { pauses: number; cut: number; takenBack: number };

const variants = 2;
const shortestMs = 8_000;
/** What the recogniser takes on a quiet machine for a second of sound (docs/models.md), and to begin at all. */
const hearing = { factor: 0.1, startMs: 300 };
/** How late the room knows a sound: jitter buffer and taking. */
const roomMs = 220;
/** From the end of an answer to its card, when its text is there; and from speech to its being taken for going on. */
const cardMs = 400;
const goesOnMs = 240 + roomMs;
/** Kept behind the last speech of a segment. */
const marginMs = 200;
const sameBreathMs = 300;

export async function printTurns(transcriber: Transcriber, clips: readonly Clip[]): Promise<void> {
  const { tallies, waits } = await measureTurns(transcriber, clips);
  for (const [kind, tally] of tallies)
    console.log(
      `  ${kind}: cut off in ${tally.cut} of ${tally.pauses} pauses, taken back before the card in ${tally.takenBack}`,
    );
  const sumOf = (field: keyof Tally) => [...tallies.values()].reduce((sum, tally) => sum + tally[field], 0);
  const [cut, pauses] = [sumOf('cut'), sumOf('pauses')];
  console.log(`Cut off in ${cut} of ${pauses} pauses (${((100 * cut) / pauses).toFixed(1)} %; at most 3 %).`);
  const sorted = waits.toSorted((one, other) => one - other);
  console.log(
    `Wait after ${waits.length} finished answers: median ${median(waits)} ms, p95 ${sorted[Math.floor(sorted.length * 0.95)]} ms (median at most 2000 ms).`,
  );
}

/** `waits`: after each finished answer, in milliseconds. */
export async function measureTurns(
  transcriber: Transcriber,
  clips: readonly Clip[],
): Promise<{ tallies: Map<PauseKind, Tally>; waits: number[] }> {
  const fillers = await spokenFillers();
  if (fillers.length === 0) console.log('espeak-ng is not installed: no fillers are put in.');
  const tallies = new Map<PauseKind, Tally>();
  const waits: number[] = [];
  for (const { pcm } of clips.filter((clip) => clip.pcm.length / perMs >= shortestMs)) {
    const { segments } = await transcriber.transcribe(pcm, { language: 'en' });
    const words = segments.flatMap((segment) => segment.words);
    for (let variant = 0; variant < variants; variant++) {
      const { sound, pauses } = paused(pcm, words, variant, fillers);
      const heard = await hear(transcriber, segmentsOf(sound));
      count(tallies, heard, sound, pauses);
      const lastMs = (heard.at(-1)?.segment.endMs ?? 0) - marginMs;
      // Nobody else waits longer because somebody paused for long before.
      const waited = endsAfter(heard, { fromMs: lastMs, toMs: lastMs + 30_000 }, cadenceAt(sound, lastMs), 0);
      if (waited !== null) waits.push(waited);
    }
  }
  return { tallies, waits };
}

function count(
  tallies: Map<PauseKind, Tally>,
  heard: readonly Heard[],
  sound: Pcm,
  pauses: readonly Pause[],
): void {
  let longestMs = 0;
  for (const pause of pauses) {
    const tally = tallies.get(pause.kind) ?? { pauses: 0, cut: 0, takenBack: 0 };
    tallies.set(pause.kind, tally);
    tally.pauses++;
    const lengthMs = pause.toMs - pause.fromMs;
    // Until the room knows that somebody speaks again, it may still end the answer.
    const until = { fromMs: pause.fromMs, toMs: pause.toMs + roomMs };
    const ended = endsAfter(heard, until, cadenceAt(sound, pause.fromMs), longestMs);
    if (ended !== null && lengthMs + goesOnMs < ended + cardMs) tally.takenBack++;
    else if (ended !== null) tally.cut++;
    longestMs = Math.max(longestMs, lengthMs);
  }
}

async function hear(transcriber: Transcriber, segments: readonly Segment[]): Promise<Heard[]> {
  const heard: Heard[] = [];
  for (const segment of segments) {
    const last = heard.at(-1);
    const before = last && segment.startMs - last.segment.endMs < sameBreathMs ? last.text : '';
    const text = await transcriber.transcribe(segment.pcm, { language: 'en', before }).then(
      (transcript) => transcript.text,
      () => '',
    );
    heard.push({ segment, text });
  }
  return heard;
}

const cadenceAt = (sound: Pcm, ms: number): Cadence | null =>
  cadenceOf(sound.subarray(Math.max(0, ms - 2_500) * perMs, ms * perMs));

function segmentsOf(sound: Pcm): Segment[] {
  const segments = createSegments();
  const pieces: Segment[] = [];
  const frame = 20 * perMs;
  for (let at = 0; at < sound.length; at += frame)
    pieces.push(
      ...segments.push([
        { atMs: at / perMs, pcm: sound.subarray(at, at + frame), packets: 1, lostBefore: 0 },
      ]),
    );
  return [...pieces, ...segments.flush()];
}

/** How long after `fromMs` the room would end the answer; null when not before `toMs`. */
function endsAfter(
  heard: readonly Heard[],
  { fromMs, toMs }: Pick<Pause, 'fromMs' | 'toMs'>,
  cadence: Cadence | null,
  longestPauseMs: number,
): number | null {
  const said = heard.filter(({ segment }) => segment.startMs < fromMs);
  const readyMs = ({ segment: { startMs, endMs } }: Heard) =>
    endMs - marginMs + pauseMs + roomMs + hearing.startMs + hearing.factor * (endMs - startMs);
  for (let nowMs = fromMs; nowMs < toMs; nowMs += timings.lookEveryMs) {
    const ready = said.filter((one) => readyMs(one) + timings.lookEveryMs <= nowMs);
    const answer: AnswerSoFar = {
      ...{ nowMs, listeningSinceMs: 0, lastSpeechMs: fromMs, speechMs: fromMs, longestPauseMs, cadence },
      text: ready.map(({ text }) => text).join(' '),
      isTextWhole: ready.length === said.length,
    };
    if (judgeEndpoint(answer, timings).state === 'over') return nowMs - fromMs;
  }
  return null;
}

export const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
