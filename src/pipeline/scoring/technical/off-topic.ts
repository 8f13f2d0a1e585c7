/** What keeps an answer to something else from earning points by chance likeness. */
import type { AnswerToScore } from '../text/analysis.ts';
import type { Ceiling } from './ceilings.ts';
import { dot, mean } from './concepts/meaning.ts';
import type { Ground } from './concepts/signals.ts';
import type { Said } from './concepts/whole-signals.ts';
import type { Examination } from './points/examine-points.ts';
import { speaksOfSomethingElse } from './thresholds.ts';
import type { Judged } from './verdicts.ts';

/** Only what is long comes near to something by chance; a short answer in other words may be right. */
const fewestWordsOffTopic = 25;

/** What is found so surely by its words is no chance likeness. */
const surelySaid = 0.7;
/** Where the grader reads, each point must be missed as surely as this before an answer is called one to something else. */
const surelyMissed = 0.6;

export function offTopicCeiling(
  judged: readonly Judged[],
  said: Said,
  { ground }: Examination,
): Ceiling | null {
  if (said.passage.words.length < fewestWordsOffTopic) return null;
  if (
    judged.some(
      ({ why, credit, isRead, chances }) =>
        (isRead ? chances.missed < surelyMissed : credit >= surelySaid) ||
        why === 'common-mistake' ||
        why === 'says-opposite',
    )
  )
    return null;
  const cosine = cosineWithQuestion(said.sentences, ground);
  return speaksOfSomethingElse(judged, said.passage, ground.question, cosine)
    ? { most: 15, reason: 'off-topic' }
    : null;
}

/**
 * Hardly a word of the answer belongs to its question, whatever the grader reads into it: likely where it finds little, sure
 * where there is next to none. Chosen on train and tune: of good answers to other technical questions nineteen in twenty are
 * under the first limit, of right answers one in twenty of those in own words, which the grader then reads.
 */
const fewOwnWords = {
  argument: { likely: 0.17, sure: 0.06 },
  story: { likely: 0.12, sure: 0.03 },
};
const mostIfLikely = 60;
/** No answer to something else makes so many points by chance: on tune one of thirty makes one, none makes two. */
const enoughMade = 2;

export function elsewhereCeiling(
  { question }: AnswerToScore,
  { score, judged }: { score: number; judged: readonly Judged[] },
  { whole: { ownWords }, said }: Examination & { said: Said },
): Ceiling | null {
  if (said.passage.words.length < fewestWordsOffTopic) return null;
  const { likely, sure } = fewOwnWords[question.kind === 'behavioural' ? 'story' : 'argument'];
  const made = judged.filter(({ isRead, verdict }) => isRead && verdict === 'covered').length;
  return ownWords < sure || (ownWords < likely && score < mostIfLikely && made < enoughMade)
    ? { most: 15, reason: 'off-topic' }
    : null;
}

/** How close an answer is to its question in meaning; null without a model. */
function cosineWithQuestion(sentences: readonly string[], { meaning, question }: Ground): number | null {
  const asked = meaning?.vectorOf(question.text);
  const [first, ...others] = sentences.flatMap((text) => meaning?.vectorOf(text) ?? []);
  return asked && first ? dot(asked, mean(first, ...others)) : null;
}
