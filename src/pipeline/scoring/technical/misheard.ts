/** What a recogniser may have misheard is not held against the person who said it. */
import type { AnswerToScore } from '../text/analysis.ts';
import { timelineOf } from '../text/timeline.ts';
import { surely } from './points/softmax-model.ts';
import type { Judged } from './verdicts.ts';

/** Below this probability a recogniser has guessed a word; a third of such words are wrong. */
const guessedProbability = 0.45;
/** To be told that one said the opposite takes surer words: half of all misheard words are below this. */
const unsureProbability = 0.7;
/** The credit that remains for a concept that may have been said right. */
const doubtfulCredit = 0.42;
/** In so much speech a point may have been made. */
const msForPoint = 5_000;

/**
 * If a word may have been misheard, nobody is told that they said the opposite or left something out: the concept counts as
 * touched on, and the finding says that it was hard to hear. A guessed word excuses one concept, the one that its sentence is
 * most like; so does every five seconds of speech that was not understood.
 */
export function withoutMisheard(judged: readonly Judged[], answer: AnswerToScore): Judged[] {
  const words = contentWordsOf(answer);
  const excused = new Set<Judged>();
  const used = new Set<SureWord>();
  const held = (['contradicted', 'missed'] as const).flatMap((wanted) =>
    judged.filter(({ verdict }) => verdict === wanted).sort((one, other) => other.likeness - one.likeness),
  );
  for (const one of held) {
    const worst = one.verdict === 'contradicted' ? unsureProbability : guessedProbability;
    const word = wordsIn(one, words).find((each) => each.probability < worst && !used.has(each));
    if (!word) continue;
    used.add(word);
    excused.add(one);
  }
  let unheard = Math.round((answer.notUnderstoodMs ?? 0) / msForPoint);
  for (const one of held)
    if (one.verdict === 'missed' && !excused.has(one) && unheard-- > 0) excused.add(one);
  return judged.map((one) => (excused.has(one) ? softened(one) : one));
}

const softened = (one: Judged): Judged => ({
  ...one,
  verdict: 'partial',
  why: 'unclear',
  chances: surely('partly'),
  credit: Math.max(one.credit, doubtfulCredit),
});

/** A word that carries meaning, its place in the text, and how sure the recogniser was of it. */
type SureWord = { start: number; probability: number };

/** Empty for a typed answer, and where the recogniser reports no probabilities. */
function contentWordsOf(answer: AnswerToScore): SureWord[] {
  const heard = answer.transcript?.segments.flatMap(({ words }) => words) ?? [];
  const chances = new Map(
    heard.flatMap(({ startMs, probability }) =>
      probability === undefined ? [] : [[Math.round(startMs), probability] as const],
    ),
  );
  if (chances.size === 0) return [];
  const timeline = timelineOf(answer);
  return answer.analysis.words.flatMap(({ isFunction, start, end }) => {
    const { startMs } = isFunction ? {} : timeline.of(start, end);
    const probability = startMs === undefined ? undefined : chances.get(startMs);
    return probability === undefined ? [] : [{ start, probability }];
  });
}

const wordsIn = ({ unit }: Judged, words: readonly SureWord[]): SureWord[] =>
  words.filter(({ start }) =>
    (unit?.sentences ?? []).some((sentence) => start >= sentence.start && start < sentence.end),
  );
