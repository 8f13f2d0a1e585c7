import type { SpeechSpan } from '../../domain.ts';
import { type Pcm, sampleRate } from '../ports.ts';
import { frameMs, frameSamples, loudnessOfFrames } from '../speech/spans-from-frames.ts';

/** A stretch of sound that is recognised in one go, and the speech in it. Milliseconds from the start of the recording. */
export type Piece = { startMs: number; endMs: number; spans: SpeechSpan[] };

/** Whisper hears 30 s at once; the rest is room for the edges. */
const longestMs = 28_000;
/** Silence of this length inside a piece invites invented words: better two pieces. */
const longestPauseMs = 3_000;
/** Sound kept around the speech, so that the first and the last sound are whole. */
const edgeMs = 200;

/** Cuts a recording into pieces at its pauses. Nothing outside speech and its edges is in any piece. */
export function piecesOf(spans: readonly SpeechSpan[], pcm: Pcm): Piece[] {
  const durationMs = (pcm.length / sampleRate) * 1000;
  const groups = groupsOf(spans.flatMap((span) => shortened(span, pcm)));
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

/** After which span to cut: at the longest pause in the second half, or after the last. */
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

/** Speech without any pause for longer than a piece is cut where it is quietest. */
function shortened(span: SpeechSpan, pcm: Pcm): SpeechSpan[] {
  if (span.endMs - span.startMs <= longestMs) return [span];
  const from = Math.ceil((span.startMs + longestMs / 2) / frameMs);
  const to = Math.floor((span.startMs + longestMs) / frameMs);
  const loudness = loudnessOfFrames(pcm.subarray(from * frameSamples, to * frameSamples));
  const quietest = loudness.indexOf(Math.min(...loudness));
  const cutMs = (from + quietest) * frameMs;
  return [{ startMs: span.startMs, endMs: cutMs }, ...shortened({ startMs: cutMs, endMs: span.endMs }, pcm)];
}
