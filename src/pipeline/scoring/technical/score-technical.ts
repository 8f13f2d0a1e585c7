import type { Confidence, DimensionScore, Verdict } from '../../../domain.ts';
import type { Adviser, EntailmentJudge, Grader } from '../../../models/ports.ts';
import { isForeignTo } from '../languages/likely-language.ts';
import { rulesFor } from '../languages/rules.ts';
import { notJudged, otherLanguage } from '../not-judged.ts';
import { analyse } from '../text/analyse.ts';
import type { AnswerToScore } from '../text/analysis.ts';
import { admitsNotKnowing } from '../text/not-knowing.ts';
import { answerSignalsOf } from './answer-signals.ts';
import { type Ceiling, ceilingOf } from './ceilings.ts';
import { textsToAlign } from './concepts/aligned.ts';
import { type ExpectedPoints, expectedOf } from './concepts/concepts-of.ts';
import { statementPassage } from './concepts/find-concepts.ts';
import type { Meaning } from './concepts/meaning.ts';
import { passageOf } from './concepts/passage.ts';
import type { Ground } from './concepts/signals.ts';
import { distinctSentences, unitsOf } from './concepts/units.ts';
import type { Said } from './concepts/whole-signals.ts';
import { denialCeiling, deniedThroughout, turnedCeiling } from './denial.ts';
import { doubtOf, findingsOfVerdict, placeOfVerdict } from './findings-of-verdict.ts';
import { withoutMisheard } from './misheard.ts';
import { elsewhereCeiling, offTopicCeiling } from './off-topic.ts';
import { fittedGrade } from './points/chances-of-points.ts';
import { type Examination, examinePoints } from './points/examine-points.ts';
import { type ExpectedGrade, gradeOfPoints, shareOfWeight } from './points/grade-of-points.ts';
import {
  againstReference,
  saidIn,
  scoreAgainstReference,
  type ToLearn,
  withOppositeWord,
} from './reference.ts';
import { withSecondOpinion } from './second-opinion/second-opinion.ts';
import { smallTalk } from './thresholds.ts';
import { withToldMisconceptions } from './told-misconceptions.ts';
import { type Judged, judgePoints } from './verdicts.ts';

export type ConceptOutcome = {
  id: string;
  verdict: Verdict;
  quote?: string;
  /** How likely a word about it would be out of place, 0–1; absent where the grader has not read. */
  doubt?: number;
};

export type TechnicalScore = { dimension: DimensionScore; concepts: ConceptOutcome[] };

export type TechnicalTools = {
  /** Has learned what `learnFor` names; null judges by words alone. */
  meaning: Meaning | null;
  entailment: EntailmentJudge | null;
  /** Null judges without it. */
  grader?: Grader | null;
  /** Gives a second opinion on what the grader is unsure of. */
  adviser?: Adviser | null;
  signal?: AbortSignal;
};

/**
 * Has `meaning` learn every text that is compared, and align what is aligned, so that `scoreTechnical` can ask for it. What
 * belongs together is learned together: the numbers of a model in 8 bits depend a little on what is read beside a text, and
 * the same answer should get the same score whatever was asked before.
 */
export async function learnFor(answer: AnswerToScore, meaning: Meaning, signal?: AbortSignal): Promise<void> {
  const expected = expectedOf(answer);
  const { said, wanted, pairs } =
    expected.from === 'reference' ? againstReference(answer, expected) : againstConcepts(answer, expected);
  await meaning.learn(smallTalk, signal);
  await meaning.learn([...textsOf(answer, expected), ...wanted], signal);
  await meaning.learnAnew([...distinctSentences(answer).map(({ text }) => text), ...said], signal);
  await meaning.align(pairs, signal);
}

function againstConcepts(answer: AnswerToScore, { ways }: ExpectedPoints): ToLearn {
  if (!alignsConcepts(answer)) return { said: [], wanted: [], pairs: [] };
  const question = passageOf(answer.question.text, answer.language);
  const { sentences } = saidIn(answer);
  const pairs = ways.flat().map(({ statement }) => textsToAlign(sentences, statement, question));
  return { said: [], wanted: [], pairs };
}

/** What a story should hold is said so generally that each story aligns with it as well as with any other. */
const alignsConcepts = ({ question }: AnswerToScore): boolean => question.kind !== 'behavioural';

/** The question, and all that is known of right and wrong answers to it. */
function textsOf({ question }: AnswerToScore, { ways }: ExpectedPoints): string[] {
  const statements = ways.flatMap((concepts) =>
    concepts.flatMap(({ statement, aliases, misconceptions }) => [statement, ...aliases, ...misconceptions]),
  );
  return [question.text, ...statements];
}

/**
 * How much of what a good answer contains is said and right, 0–100, with the words that earned or lost
 * points.
 */
export async function scoreTechnical(answer: AnswerToScore, tools: TechnicalTools): Promise<TechnicalScore> {
  const scorer = tools.meaning ? 'minilm+lexical' : 'lexical';
  const expected = expectedOf(answer);
  if (expected.from === 'nothing')
    return {
      dimension: { ...notJudged('technical', 'nothing-known'), scorer },
      concepts: [],
    };
  const statements = expected.ways.flat().map(({ statement }) => statement);
  if (await isForeignTo(answer.language, statements.join(' '))) {
    const reason = rulesFor(answer.language)
      ? notJudged('technical', 'known-in-other-language')
      : otherLanguage(answer, 'technical');
    return { dimension: { ...reason, scorer }, concepts: [] };
  }
  const examination = examinationOf(answer, expected, tools);
  const { ground, said } = examination;
  const way = await bestWay(answer, expected, examination, tools);
  const known = expected.from === 'reference' ? '' : (answer.question.modelAnswer ?? '');
  const right = analyse(known, answer.language).sentences;
  const ceiling = lowest([
    ceilingOf({
      said: said.passage,
      question: ground.question,
      expected: way.judged.map(({ concept }) => statementPassage(concept.statement, ground)),
      aliases: way.judged.flatMap(({ concept }) =>
        concept.aliases.map((alias) => statementPassage(alias, ground)),
      ),
      from: expected.from,
      isRead: way.judged.some(({ isRead, chances }) => isRead && chances.said > surelyRead),
      isNamed: way.judged.some(({ isRead, chances }) => isRead && chances.said + chances.partly > surelyRead),
    }),
    denialCeiling(answer, way.judged, right),
    deniedThroughout(answer, way.judged, examination.grader !== null),
    turnedCeiling(answer, right),
    expected.from === 'reference' ? null : offTopicCeiling(way.judged, said, examination),
    elsewhereCeiling(answer, way, examination),
  ]);
  if (!ceiling && isUnrecognised(answer, way.judged))
    return { dimension: { ...notJudged('technical', 'not-recognised'), scorer }, concepts: [] };
  const under = (score: number) => Math.round(Math.min(score, ceiling?.most ?? 100));
  const [low, high] = [under(way.low), under(way.high)];
  return {
    dimension: {
      score: under(way.score),
      ...(high - low >= leastRange ? { range: { low, high } } : {}),
      ...(ceiling && way.score > ceiling.most
        ? { reason: { code: ceiling.reason, dimension: 'technical' } }
        : {}),
      scorer: way.judged.some(({ isRead }) => isRead) ? `grader+${scorer}` : scorer,
      confidence: confidenceOf(answer, expected, way),
      findings: way.judged.flatMap((one) => findingsOfVerdict(one, answer)),
    },
    concepts: way.judged.map((one) => {
      const quote = placeOfVerdict(one, answer)?.quote;
      return {
        ...{ id: one.concept.id, verdict: one.verdict },
        ...(quote === undefined ? {} : { quote }),
        ...(one.isRead ? { doubt: doubtOf(one) } : {}),
      };
    }),
  };
}

const aliasesOf = ({ ways }: ExpectedPoints): string[] => ways.flat().flatMap(({ aliases }) => aliases);

/**
 * What a story should hold is said so generally that a good answer to a follow-up may have no word of it. Such an answer is
 * not called wrong, as long as it is a sentence and does not say that its speaker does not know.
 */
function isUnrecognised(
  { question, followUpDepth, text, analysis }: AnswerToScore,
  judged: readonly Judged[],
) {
  return (
    question.kind === 'behavioural' &&
    followUpDepth > 0 &&
    analysis.words.length >= fewestWordsOfReply &&
    judged.every(({ verdict }) => verdict === 'missed') &&
    !admitsNotKnowing(text)
  );
}

const fewestWordsOfReply = 5;

/** What `examinePoints` needs of an answer. */
export function examinationOf(
  answer: AnswerToScore,
  expected: ExpectedPoints,
  { meaning, grader = null, signal }: Omit<TechnicalTools, 'entailment'>,
): Examination & { said: Said } {
  const question = passageOf(answer.question.text, answer.language);
  const ground: Ground = { question, meaning };
  const statements = expected.ways.flat().map(({ statement }) => statement);
  const wordings =
    answer.language === 'en' ? [answer.question.text, ...statements, ...aliasesOf(expected)] : null;
  const said = saidIn(answer, wordings);
  return {
    units: unitsOf(distinctSentences(answer), answer, { ...ground, expected: wordings }),
    ground,
    path: meaning ? 'minilm' : 'lexical',
    aligned: expected.from !== 'reference' && alignsConcepts(answer) ? said.sentences : null,
    asked: answer.question.text,
    // On short answers to references the grader adds nothing to the signals, which were fitted on such answers.
    grader: expected.from === 'reference' ? null : grader,
    whole: answerSignalsOf(answer),
    signal,
    said,
  };
}

type Way = ExpectedGrade & { judged: Judged[] };

async function bestWay(
  answer: AnswerToScore,
  { from, ways }: ExpectedPoints,
  examination: Examination & { said: Said },
  { entailment, adviser = null, signal }: TechnicalTools,
): Promise<Way> {
  let best: Way = { score: -1, low: 0, high: 0, judged: [] };
  for (const concepts of ways) {
    const points = await examinePoints(concepts, examination);
    const found = await judgePoints(points, { ...examination, strict: from === 'reference', entailment });
    // Only a story is not aligned with what it should hold.
    const told =
      from === 'reference'
        ? withOppositeWord(found, examination.said, examination.ground)
        : examination.aligned === null && from === 'concepts'
          ? withToldMisconceptions(found, examination.units)
          : found;
    const heard = withoutMisheard(told, answer);
    // Of several ways to be right none is asked about: one request an answer is enough.
    const judged =
      ways.length > 1
        ? heard
        : await withSecondOpinion(heard, { answer, units: examination.units, adviser, signal });
    const { said, ground, path } = examination;
    const grade: ExpectedGrade = judged.some(({ isRead }) => isRead)
      ? gradeOfPoints(
          fittedGrade,
          judged.map(({ concept, chances, isNamed }) => ({ weight: concept.weight, chances, isNamed })),
          examination.said.passage.words.length,
        )
      : exactly(from === 'reference' ? scoreAgainstReference(judged, said, ground, path) : coverage(judged));
    if (grade.score > best.score) best = { ...grade, judged };
  }
  return best;
}

/** Without the grader it is not known how far a score may be off. */
const exactly = (score: number): ExpectedGrade => ({ score, low: score, high: score });

const mostForBonus = 10;
const lossPerContradiction = 12;

/** Share of the must and should concepts by weight, a little for bonus ones, less what was stated wrongly. */
function coverage(judged: readonly Judged[]): number {
  const needed = judged.filter(({ concept }) => concept.weight !== 'bonus');
  const counted = needed.length > 0 ? needed : judged;
  const total = counted.reduce((sum, { concept }) => sum + shareOfWeight[concept.weight], 0);
  const earned = counted.reduce(
    (sum, { concept, credit }) => sum + shareOfWeight[concept.weight] * credit,
    0,
  );
  const extra = needed.length > 0 ? judged.filter(({ concept }) => concept.weight === 'bonus') : [];
  const bonus = extra.length === 0 ? 0 : extra.reduce((sum, { credit }) => sum + credit, 0) / extra.length;
  const wrong = judged.filter(({ verdict }) => verdict === 'contradicted').length;
  const right = (100 * earned) / total + mostForBonus * bonus;
  // Half of what is right stays, so that poor answers still come in an order.
  return Math.min(100, Math.max(right / 2, right - lossPerContradiction * wrong));
}

const surelyRead = 0.8;

const lowest = (ceilings: readonly (Ceiling | null)[]): Ceiling | null =>
  ceilings.filter((one) => one !== null).sort((a, b) => a.most - b.most)[0] ?? null;

/** Less than this between the ends of a range is no doubt worth telling. */
const leastRange = 10;
/** The widest range of a score that may be called sure; chosen on tune. */
const mostForSure = 8;

/** High only where the grader has read points that somebody wrote down, its doubts hardly matter, and the form is plain. */
function confidenceOf(
  { analysis, language, transcript }: AnswerToScore,
  { from }: ExpectedPoints,
  { low, high, judged }: Way,
): Confidence {
  if (language !== 'en' || analysis.words.length < 20) return 'low';
  const heard =
    transcript?.segments.flatMap(({ words }) => words.flatMap(({ probability }) => probability ?? [])) ?? [];
  const sure = heard.length === 0 || heard.reduce((sum, one) => sum + one, 0) / heard.length >= 0.6;
  if (!sure || judged.some(({ why }) => why === 'unclear')) return 'low';
  // How far a second opinion narrows the range was not measured.
  const isSure =
    judged.some(({ isRead }) => isRead) &&
    judged.every(({ checkedWith }) => checkedWith === undefined) &&
    high - low <= mostForSure;
  return from === 'concepts' && isSure ? 'high' : 'medium';
}
