/** What a large language model of the owner's thinks of the points that the grader is unsure of. */
import type { Adviser } from '../../../../models/ports.ts';
import type { AnswerToScore, Sentence } from '../../text/analysis.ts';
import { singlesOf, type Unit } from '../concepts/units.ts';
import type { Chances, PointVerdict } from '../points/softmax-model.ts';
import { creditForPart, type Judged, verdictOf } from '../verdicts.ts';
import { type Opinion, readOpinion } from './read-opinion.ts';
import { requestOpinion } from './request-opinion.ts';

/** The grader is unsure of a point when its likeliest verdict has less chance than this. What a rule has decided is sure. */
const leastSure = 0.85;
/** The least sure ones, where there are more. */
const mostPoints = 8;
/** Nearly ten minutes of speech. A server with a small context would silently read a longer answer in part. */
const mostCharacters = 8_000;

/**
 * Weighs the opinion of `adviser` on the points that the grader is unsure of; all others stay as they are. One request at
 * most. Without an adviser, or when it fails, is too slow or says what does not hold, nothing changes.
 */
export async function withSecondOpinion(
  judged: readonly Judged[],
  {
    answer,
    units,
    adviser,
    signal,
  }: {
    answer: Pick<AnswerToScore, 'question'>;
    units: readonly Unit[];
    adviser: Adviser | null;
    signal?: AbortSignal | undefined;
  },
): Promise<Judged[]> {
  if (!adviser) return [...judged];
  const unsure = judged
    .filter(isUnsure)
    .toSorted((a, b) => surest(a) - surest(b))
    .slice(0, mostPoints);
  // Words to whoever judges are not among them.
  const singles = singlesOf(units);
  const sentences = singles.flatMap((unit) => unit.sentences);
  if (unsure.length === 0 || lengthOf(sentences) > mostCharacters) return [...judged];
  const points = unsure.map(({ concept }) => concept);
  const { request, ...expected } = requestOpinion({ question: answer.question.text, points, sentences });
  let said: string;
  try {
    said = await adviser.advise(request, signal ? { signal } : {});
  } catch {
    signal?.throwIfAborted();
    return [...judged];
  }
  const opinions = readOpinion(said, { ...expected, sentences });
  return judged.map((one) => {
    const opinion = opinions[unsure.indexOf(one)];
    return opinion ? weighed(one, opinion, singles, adviser.name) : one;
  });
}

function isUnsure({ isRead, chances, why }: Judged): boolean {
  return (
    isRead &&
    surest({ chances }) < leastSure &&
    // Any other remark comes from a rule.
    (why === undefined || why === 'disagrees')
  );
}

const surest = ({ chances }: Pick<Judged, 'chances'>): number => Math.max(...Object.values(chances));

const lengthOf = (sentences: readonly Sentence[]): number =>
  sentences.reduce((sum, { text }) => sum + text.length + 1, 0);

/**
 * How often an adviser is taken to be right, a house value: enough to decide where the grader wavers, too little to bring in
 * a verdict that the grader holds for nearly impossible.
 */
const shareRight = 0.8;

/** By the theorem of Bayes, with wrong opinions spread evenly. */
export function chancesAfter(chances: Chances, told: PointVerdict): Chances {
  const likelihood = (verdict: PointVerdict) =>
    chances[verdict] * (verdict === told ? shareRight : (1 - shareRight) / 3);
  const { said, partly, missed, contradicted } = {
    said: likelihood('said'),
    partly: likelihood('partly'),
    missed: likelihood('missed'),
    contradicted: likelihood('contradicted'),
  };
  const total = said + partly + missed + contradicted;
  return {
    said: said / total,
    partly: partly / total,
    missed: missed / total,
    contradicted: contradicted / total,
  };
}

function weighed(
  one: Judged,
  { verdict: told, at }: Opinion,
  singles: readonly Unit[],
  checkedWith: string,
): Judged {
  const place = singles[at];
  // Who names a mistake to reject it does not make it.
  if (!place || (told === 'contradicted' && place.rejects)) return one;
  const chances = chancesAfter(one.chances, told);
  const verdict = verdictOf(chances);
  const { why: _, ...rest } = one;
  const isWrong = verdict === 'contradicted';
  return {
    ...rest,
    chances,
    verdict,
    checkedWith,
    unit: verdict === one.verdict || verdict === 'missed' ? one.unit : place,
    credit: isWrong ? 0 : chances.said + creditForPart * chances.partly,
    ...(isWrong ? { why: 'disagrees' as const } : {}),
  };
}
