/** What stands out in how somebody speaks in their open answer, against how they usually do. */
import { usualMannerOf } from '../../store/progress.ts';
import type { Trx } from '../../store/store.ts';
import type { UtteranceRow } from '../../store/utterances.ts';
import { matchesOf } from '../scoring/languages/rule-lists.ts';
import { rulesFor } from '../scoring/languages/rules.ts';
import type { MannerHint } from './interview-types.ts';
import { joinTranscripts } from './join-transcripts.ts';

/** Less speech than this has no pace. */
const leastMs = 15_000;
const faster = 1.2;
/** Fillers are looked for in the last half minute. */
const recentMs = 30_000;
const leastFillers = 3;
const more = 2;

/** Null when nothing does, or when there are too few earlier answers to compare with. */
export async function findMannerHint(
  trx: Trx,
  personId: string,
  utterances: readonly UtteranceRow[],
): Promise<MannerHint | null> {
  const transcript = joinTranscripts(utterances);
  const words = transcript?.segments.flatMap((segment) => segment.words) ?? [];
  const [first, last] = [words[0], words.at(-1)];
  if (!transcript || !first || !last || last.endMs - first.startMs < leastMs) return null;
  const usual = await usualMannerOf(trx, personId);
  if (!usual) return null;
  const wordsPerMinute = Math.round((words.length * 60_000) / (last.endMs - first.startMs));
  if (wordsPerMinute >= usual.wordsPerMinute * faster)
    return { kind: 'pace', wordsPerMinute, usual: usual.wordsPerMinute };
  const recent = words.filter(({ endMs }) => endMs > last.endMs - recentMs).map(({ text }) => text);
  const rules = rulesFor(transcript.language);
  const count = rules ? matchesOf(recent.join(' '), rules.hardFillers).length : 0;
  const perMinute = (count * 60_000) / recentMs;
  return count >= leastFillers && perMinute >= usual.fillersPerMinute * more
    ? { kind: 'fillers', count }
    : null;
}
