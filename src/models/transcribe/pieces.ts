import type { SpeechSpan } from '../../domain.ts';
import { type Pcm, sampleRate } from '../ports.ts';
import { frameMs, frameSamples, loudnessOfFrames } from '../speech/spans-from-frames.ts';

/**
 * A stretch of sound that is recognised in one go, with the speech in it. Milliseconds from the start of the
 * recording.
 */
export type Piece = { startMs: number; endMs: number; spans: SpeechSpan[] };

export const speechMsOf = (spans: readonly SpeechSpan[]): number =>
  spans.reduce((sum, span) => sum + span.endMs - span.startMs, 0);

/**
 * Recognisers get at most 25 s at once; the rest of the window is for the edges and the silence that they
 * need at the end.
 */
const longestMs = 23_500;
/** Silence of this length inside a piece invites invented words: better two pieces. */
const longestPauseMs = 3_000;
const shortestHalfMs = 2_000;
/** Sound kept around the speech, so that the first and the last sound are whole. */
const edgeMs = 200;

/** Cuts a recording into pieces at its pauses. A piece contains nothing but speech and its edges. */
export function piecesOf(spans: readonly SpeechSpan[], pcm: Pcm): Piece[] {
  return piecesFrom(groupsOf(spans.flatMap((span) => shortened(span, pcm, longestMs))), pcm);
}

/** Cuts a piece in two, at its longest pause or where it is quietest; a short one stays whole. */
export function halvesOf({ spans }: Piece, pcm: Pcm): Piece[] {
  const half = speechMsOf(spans) / 2;
  if (half < shortestHalfMs) return [];
  const short = spans.flatMap((span) => shortened(span, pcm, Math.max(half, shortestHalfMs) * 1.5));
  let [cut, best] = [0, Number.NEGATIVE_INFINITY];
  for (let index = 1; index < short.length; index++) {
    const pause = (short[index]?.startMs ?? 0) - (short[index - 1]?.endMs ?? 0);
    const off = Math.abs(speechMsOf(short.slice(0, index)) - half) / half;
    if (pause / 1000 - off > best) [cut, best] = [index, pause / 1000 - off];
  }
  return cut === 0 ? [] : piecesFrom([short.slice(0, cut), short.slice(cut)], pcm);
}

function piecesFrom(groups: readonly SpeechSpan[][], pcm: Pcm): Piece[] {
  const durationMs = (pcm.length / sampleRate) * 1000;
  return groups.map((group, index): Piece => {
    const before = groups[index - 1]?.at(-1)?.endMs ?? Number.NEGATIVE_INFINITY;
    const after = groups[index + 1]?.[0]?.startMs ?? Number.POSITIVE_INFINITY;
    const startMs = group[0]?.startMs ?? 0;
    const endMs = group.at(-1)?.endMs ?? durationMs;
    return {
      startMs: Math.max(0, startMs - edgeMs, (before + startMs) / 2),
      endMs: Math.min(durationMs, endMs + edgeMs, (endMs + after) / 2),
      spans: group,
    };
  });
}

function groupsOf(spans: readonly SpeechSpan[]): SpeechSpan[][] {
  const groups: SpeechSpan[][] = [];
  let group: SpeechSpan[] = [];
  for (const span of spans) {
    const last = group.at(-1);
    if (last && span.startMs - last.endMs >= longestPauseMs) {
      groups.push(group);
      group = [];
    }
    while (span.endMs - (group[0]?.startMs ?? span.startMs) > longestMs) {
      const cut = bestCut(group);
      groups.push(group.slice(0, cut));
      group = group.slice(cut);
    }
    group.push(span);
  }
  return group.length === 0 ? groups : [...groups, group];
}

/** The span after which to cut: at the longest pause in the second half, or after the last span. */
function bestCut(group: readonly SpeechSpan[]): number {
  const middle = (group[0]?.startMs ?? 0) + longestMs / 2;
  let cut = group.length;
  let longest = 0;
  for (let index = 1; index < group.length; index++) {
    const pause = (group[index]?.startMs ?? 0) - (group[index - 1]?.endMs ?? 0);
    if ((group[index]?.startMs ?? 0) > middle && pause > longest) [cut, longest] = [index, pause];
  }
  return cut;
}

/** Speech without a pause that is longer than a piece is cut where it is quietest. */
function shortened(span: SpeechSpan, pcm: Pcm, mostMs: number): SpeechSpan[] {
  if (span.endMs - span.startMs <= mostMs) return [span];
  const from = Math.ceil((span.startMs + mostMs / 2) / frameMs);
  const to = Math.floor((span.startMs + mostMs) / frameMs);
  const loudness = loudnessOfFrames(pcm.subarray(from * frameSamples, to * frameSamples));
  // One quiet frame is a consonant; several in a row are the gap between two words.
  const around = loudness.map(
    (_, at) => sumOf(loudness.subarray(Math.max(0, at - 2), at + 3)) / (at < 2 ? at + 3 : 5),
  );
  const quietest = around.indexOf(Math.min(...around));
  const cutMs = (from + quietest) * frameMs;
  const rest = shortened({ startMs: cutMs, endMs: span.endMs }, pcm, mostMs);
  return [{ startMs: span.startMs, endMs: cutMs }, ...rest];
}

const sumOf = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0);
