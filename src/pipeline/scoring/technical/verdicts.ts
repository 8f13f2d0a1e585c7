import type { FindingCode, Verdict } from '../../../domain.ts';
import type { EntailmentJudge } from '../../../models/ports.ts';
import { chanceOfCorrect, likenessBy, type Path } from './calibration.ts';
import { isTermList, shareForTermList } from './ceilings.ts';
import { type FoundConcept, statementPassage } from './concepts/find-concepts.ts';
import { holdsTerm } from './concepts/nearness.ts';
import { type Ground, type Signals, signalsBetween } from './concepts/signals.ts';
import { isNegator, type Term } from './concepts/terms.ts';
import { singlesOf, type Unit } from './concepts/units.ts';
import { chancesOfPoints, doubted } from './points/chances-of-points.ts';
import type { ExaminedPoint } from './points/examine-points.ts';
import { fullestOf, harshestOf } from './points/read-points.ts';
import { isSeenAsWrong } from './points/seen-as-wrong.ts';
import { type Chances, surely } from './points/softmax-model.ts';
import { conflictOf } from './rules/conflicts.ts';
import { plainlySaid } from './rules/plainly-said.ts';

/** What became of a concept: the verdict, how sure it is of each, and how much of it counts, 0–1. */
export type Judged = FoundConcept & {
  verdict: Verdict;
  chances: Chances;
  credit: number;
  /** The grader has read the answer for it. */
  isRead: boolean;
  /** Its words stand in a list, without a sentence. */
  isNamed: boolean;
  /** The model whose second opinion counted. */
  checkedWith?: string;
  why?: FindingCode;
};

/** One sentence may hold two ideas, and a very long one a third for each further fifteen words. */
const ideasIn = (unit: Unit): number => {
  const words = unit.passage.words.length;
  return Math.max(2 * unit.sentences.length, Math.floor(words / 12));
};

type Means = {
  units: readonly Unit[];
  ground: Ground;
  path: Path;
  entailment: EntailmentJudge | null;
  /** The answer is short and judged by a reference. */
  strict: boolean;
  signal?: AbortSignal | undefined;
};

/**
 * Gives each point its verdict. It is contradicted when its terms are said the other way round, when a known misconception
 * fits the words better than the statement does, when a rule finds another number, an exchange or an order turned round, or
 * when the entailment model says so; else signals and readings decide.
 */
export async function judgePoints(points: readonly ExaminedPoint[], means: Means): Promise<Judged[]> {
  const chances = chancesOfPoints(points, means.path).map((one, at) =>
    points[at] && isSeenAsWrong(points[at]) && !isDeniedTwice(points[at], means.units) ? one : doubted(one),
  );
  const judged = points.map((point, at) => judgeOne(point, chances[at] ?? surely('missed'), means));
  const { entailment, signal } = means;
  const checked = entailment ? await withEntailment(judged, entailment, signal) : judged;
  return withinSentences(checked);
}

/**
 * "You can't insert a row without touching the index": the network takes each denial for one of the point, and two of them
 * mostly say the same as none.
 */
function isDeniedTwice(point: ExaminedPoint, units: readonly Unit[]): boolean {
  const words = placeOf('contradicted', point, units)?.passage.words ?? [];
  return words.filter(({ lower }) => isNegator(lower)).length >= 2;
}

function judgeOne(point: ExaminedPoint, chances: Chances, means: Means): Judged {
  const { finding, signals, readings } = point;
  const { units } = means;
  const about = { ...finding, isRead: readings.length > 0, isNamed: signals.list === 1 };
  if (!finding.unit) return { ...about, verdict: 'missed', chances: surely('missed'), credit: 0 };
  const wrong = mistakeIn(point, chances, means);
  if (wrong)
    return { ...about, ...wrong, verdict: 'contradicted', chances: surely('contradicted'), credit: 0 };
  if (!about.isRead) return judgedByCredit(point, chances);
  const plain = plainlySaid(finding.concept, units, means.ground);
  if (plain)
    return {
      ...about,
      unit: plain,
      isNamed: false,
      verdict: 'covered',
      chances: plainly,
      credit: plainly.said,
    };
  const verdict = verdictOf(chances);
  const unit = placeOf(verdict, point, units) ?? finding.unit;
  const list = about.isNamed && verdict !== 'contradicted';
  return {
    ...about,
    unit,
    verdict,
    chances,
    credit:
      verdict === 'contradicted'
        ? 0
        : (chances.said + creditForPart * chances.partly) * (list ? shareForTermList : 1),
    ...(list ? { why: 'names-only' } : verdict === 'contradicted' ? { why: 'disagrees' } : {}),
  };
}

/** What a sentence means that says a point nearly in its own words: so sure is the rule on train and tune. */
const plainly: Chances = { said: 0.98, partly: 0.01, missed: 0, contradicted: 0.01 };

/** What a point that is made in part earns. */
export const creditForPart = 0.5;

/** Credit from which a concept counts as covered, and as touched on. */
const covered = 0.7;
const touched = 0.42;

/** Without the grader likeness decides, and only rules may say that somebody is wrong. */
function judgedByCredit({ finding, signals }: ExaminedPoint, chances: Chances): Judged {
  const list = finding.unit !== null && isTermList(finding.unit);
  const credit = signals.credit * (list ? shareForTermList : 1);
  const verdict = credit >= covered ? 'covered' : credit >= touched ? 'partial' : 'missed';
  return {
    ...finding,
    ...{ isRead: false, isNamed: list, verdict, chances, credit },
    ...(list && { why: 'names-only' }),
  };
}

/**
 * Own words may look turned round to a rule. Where the grader reads, a rule is believed if the grader has at least this much
 * doubt, or if the wording is this near to the statement; by a denial alone only one in three is told rightly, so there it
 * is left to the weighed signals. Counted on train and tune.
 */
const leastDoubt = 0.1;
const nearWording = 0.62;

/** What rules can tell: the sentence that is wrong, and in which way. */
function mistakeIn(
  { finding, readings }: ExaminedPoint,
  { contradicted }: Chances,
  { units, ground, path, strict }: Means,
): { unit: Unit; why: FindingCode } | null {
  const { unit } = finding;
  if (!unit) return null;
  const wrong = misconceptionIn(finding, units, ground, path);
  if (wrong) return { unit: wrong.unit, why: 'common-mistake' };
  const isRead = readings.length > 0;
  if (!isRead && !unit.rejects && signalsToStatement(finding, ground).some((one) => isDenied(one, strict)))
    return { unit, why: 'says-opposite' };
  const against = conflicting(finding, units, ground);
  if (!against) return null;
  const wanted = statementPassage(finding.concept.statement, ground);
  const isBelieved =
    !isRead ||
    contradicted >= leastDoubt ||
    signalsBetween(against.passage, wanted, ground).letters >= nearWording;
  return isBelieved ? { unit: against, why: 'says-opposite' } : null;
}

/**
 * A verdict of contradiction has to be surer than the others, as to be told that one is wrong when one is right is worst:
 * from here on nine in ten are right on tune.
 */
const leastForContradicted = 0.75;

const leastForSaid = 0.5;

export function verdictOf({ said, partly, missed, contradicted }: Chances): Verdict {
  if (contradicted >= leastForContradicted) return 'contradicted';
  if (missed >= said + partly || contradicted >= said + partly) return 'missed';
  return said >= leastForSaid ? 'covered' : 'partial';
}

/** The words that carried the verdict: the sentence of the telling stretch that is most like the point. */
function placeOf(
  verdict: Verdict,
  { finding, readings }: ExaminedPoint,
  units: readonly Unit[],
): Unit | null {
  const reading = verdict === 'contradicted' ? harshestOf(readings) : fullestOf(readings);
  if (!reading) return null;
  const singles = singlesOf(units).slice(reading.window.first, reading.window.last + 1);
  const places = finding.places.slice(reading.window.first, reading.window.last + 1);
  return singles[places.indexOf(Math.max(...places))] ?? null;
}

/** The sentence that cannot be true if the statement is, as far as rules can tell: another number, an exchange, an order. */
function conflicting({ concept }: FoundConcept, units: readonly Unit[], ground: Ground): Unit | null {
  const wanted = statementPassage(concept.statement, ground);
  return (
    singlesOf(units).find(
      (unit) => !unit.rejects && conflictOf(unit.passage, wanted, ground.question) !== null,
    ) ?? null
  );
}

/**
 * The statement's claims turned round. The nearer the wording, the less of it has to be: the model answers of the bank turn
 * nothing round. Short answers to a reference play with the same few words, so there it takes more. Of the teachers'
 * answers that the first two lines hold of, three in four are labelled contradictory.
 */
const isDenied = ({ denied, letters, opposed }: Signals, strict: boolean): boolean =>
  (denied >= 0.5 && letters >= 0.35) ||
  (denied >= 0.7 && opposed > 0) ||
  (denied >= 0.1 && letters >= (strict ? 0.9 : 0.8)) ||
  (!strict && denied >= 0.15 && letters >= 0.62);

/** The similarity may be to an alias; the statement decides what is denied. */
const signalsToStatement = ({ concept, unit, signals }: FoundConcept, ground: Ground): Signals[] =>
  unit === null || concept.aliases.length === 0
    ? [signals]
    : [signals, signalsBetween(unit.passage, statementPassage(concept.statement, ground), ground)];

function misconceptionIn(
  { concept, likeness }: FoundConcept,
  units: readonly Unit[],
  ground: Ground,
  path: Path,
) {
  const likenessOf = likenessBy(path);
  let best: { unit: Unit; likeness: number } | null = null;
  const right = statementPassage(concept.statement, ground);
  for (const misconception of concept.misconceptions) {
    const statement = statementPassage(misconception, ground);
    const ownTerms = statement.terms.filter((term) => !holdsTerm(right.terms, term));
    const ownOfPoint = right.terms.filter((term) => !holdsTerm(statement.terms, term));
    for (const unit of units) {
      if (unit.sentences.length > 1 || unit.rejects || !saysMostOf(ownTerms, unit)) continue;
      if (ownOfPoint.length > 0 && saysHalfOf(ownOfPoint, unit)) continue;
      const signals = signalsBetween(unit.passage, statement, ground);
      if (signals.denied > 0) continue;
      const found = likenessOf(signals);
      if (found > (best?.likeness ?? Number.NEGATIVE_INFINITY)) best = { unit, likeness: found };
    }
  }
  const likely = best && chanceOfCorrect(path, best.likeness) >= 0.6 && best.likeness > likeness + 0.07;
  return likely && best ? { unit: best.unit } : null;
}

/**
 * Statement and misconception are about the same things; the difference is in the misconception's own words.
 * An answer without most of those words is not charged with it.
 */
const saysMostOf = (ownTerms: readonly Term[], { passage }: Unit): boolean =>
  ownTerms.filter((term) => holdsTerm(passage.terms, term)).length >= ownTerms.length * 0.6;

/** Who also says half of what only the point has speaks of both, and of which is right. */
const saysHalfOf = (ownTerms: readonly Term[], { passage }: Unit): boolean =>
  ownTerms.filter((term) => holdsTerm(passage.terms, term)).length >= ownTerms.length * 0.5;

const mostPairs = 8;
const surelyContradicted = 0.7;

async function withEntailment(
  judged: Judged[],
  judge: EntailmentJudge,
  signal?: AbortSignal,
): Promise<Judged[]> {
  const asked = judged
    .filter(({ unit, verdict }) => unit && verdict !== 'missed' && verdict !== 'contradicted')
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, mostPairs);
  const pairs = asked.map(({ unit, concept }) => ({
    premise: unit?.passage.text ?? '',
    hypothesis: concept.statement,
  }));
  if (pairs.length === 0) return judged;
  const opinions = await judge.judge(pairs, signal ? { signal } : {});
  return judged.map((one) => {
    const opinion = opinions[asked.indexOf(one)];
    return opinion && opinion.contradiction > surelyContradicted
      ? { ...one, verdict: 'contradicted', chances: surely('contradicted'), credit: 0, why: 'disagrees' }
      : one;
  });
}

/** Takes credit back where one sentence would earn it for more ideas than it can hold, the least sure first. */
function withinSentences(judged: Judged[]): Judged[] {
  const used = new Map<string, number>();
  const kept = new Map<Judged, Judged>();
  for (const one of judged.toSorted((a, b) => b.credit - a.credit)) {
    const key = one.unit?.sentences.map(({ start }) => start).join() ?? '';
    const count = used.get(key) ?? 0;
    // The grader reads each point by itself, and a sentence may well make three.
    if (one.unit && !one.isRead && one.credit > 0 && count >= ideasIn(one.unit))
      kept.set(one, { ...one, credit: 0, chances: surely('missed'), verdict: 'missed' });
    else used.set(key, count + 1);
  }
  return judged.map((one) => kept.get(one) ?? one);
}
