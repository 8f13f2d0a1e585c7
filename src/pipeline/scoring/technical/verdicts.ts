import type { FindingCode, Verdict } from '../../../domain.ts';
import type { EntailmentJudge } from '../../../models/ports.ts';
import { chanceOfCorrect, likenessBy, type Path } from './calibration.ts';
import { isTermList, shareForTermList } from './ceilings.ts';
import { type FoundConcept, statementPassage } from './concepts/find-concepts.ts';
import { sameTerm } from './concepts/nearness.ts';
import { type Ground, type Signals, signalsBetween } from './concepts/signals.ts';
import type { Term } from './concepts/terms.ts';
import type { Unit } from './concepts/units.ts';
import { conflictOf } from './rules/conflicts.ts';
import { creditOf, type Thresholds, thresholdsOf } from './thresholds.ts';

/** The verdict on a concept, and how much of it counts, 0–1. */
export type Judged = FoundConcept & { verdict: Verdict; credit: number; why?: FindingCode };

/** Credit from which a concept counts as covered, and as touched on. */
const covered = 0.7;
const touched = 0.42;

/** One sentence may hold two ideas, and a very long one a third for each further fifteen words. */
const ideasIn = (unit: Unit): number => {
  const words = unit.passage.words.length;
  return Math.max(2 * unit.sentences.length, Math.floor(words / 12));
};

/**
 * Gives each finding its verdict. A concept is contradicted when its terms are said the other way round, when a known
 * misconception fits the words better than the statement does, or when the entailment model says so.
 */
export async function judgeFindings(
  findings: readonly FoundConcept[],
  {
    units,
    ground,
    path,
    entailment,
    strict,
    signal,
  }: {
    units: readonly Unit[];
    ground: Ground;
    path: Path;
    entailment: EntailmentJudge | null;
    /** The answer is short and judged by a reference. */
    strict: boolean;
    signal?: AbortSignal;
  },
): Promise<Judged[]> {
  const statements = findings.map(({ concept }) => concept.statement);
  const judged = findings.map((finding) =>
    judgeOne(
      finding,
      units,
      ground,
      path,
      thresholdsOf(finding.concept.statement, statements, ground, path),
      strict,
    ),
  );
  const checked = entailment ? await withEntailment(judged, entailment, signal) : judged;
  return withinSentences(checked);
}

function judgeOne(
  finding: FoundConcept,
  units: readonly Unit[],
  ground: Ground,
  path: Path,
  thresholds: Thresholds,
  strict: boolean,
): Judged {
  if (!finding.unit) return { ...finding, verdict: 'missed', credit: 0 };
  const wrong = misconceptionIn(finding, units, ground, path);
  if (wrong)
    return { ...finding, unit: wrong.unit, verdict: 'contradicted', credit: 0, why: 'common-mistake' };
  if (
    !finding.unit.rejects &&
    signalsToStatement(finding, ground).some((signals) => isDenied(signals, strict))
  )
    return { ...finding, verdict: 'contradicted', credit: 0, why: 'says-opposite' };
  const against = conflicting(finding, units, ground);
  if (against) return { ...finding, unit: against, verdict: 'contradicted', credit: 0, why: 'says-opposite' };
  const list = isTermList(finding.unit);
  const credit = creditOf(finding, thresholds) * (list ? shareForTermList : 1);
  return { ...finding, verdict: verdictOf(credit), credit, ...(list && { why: 'names-only' }) };
}

/** The sentence that cannot be true if the statement is, as far as rules can tell: another number, an exchange, an order. */
function conflicting({ concept }: FoundConcept, units: readonly Unit[], ground: Ground): Unit | null {
  const wanted = statementPassage(concept.statement, ground);
  return (
    units.find(
      (unit) =>
        unit.sentences.length === 1 &&
        !unit.rejects &&
        conflictOf(unit.passage, wanted, ground.question) !== null,
    ) ?? null
  );
}

const verdictOf = (credit: number): Verdict =>
  credit >= covered ? 'covered' : credit >= touched ? 'partial' : 'missed';

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
    const ownTerms = statement.terms.filter((term) => !holds(right.terms, term));
    for (const unit of units) {
      if (unit.sentences.length > 1 || unit.rejects || !saysMostOf(ownTerms, unit)) continue;
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
  ownTerms.filter((term) => holds(passage.terms, term)).length >= ownTerms.length * 0.6;

const holds = (terms: readonly Term[], wanted: Term): boolean =>
  terms.some((term) => term.sign === wanted.sign && sameTerm(term, wanted));

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
      ? { ...one, verdict: 'contradicted', credit: 0, why: 'disagrees' }
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
    if (one.unit && one.credit > 0 && count >= ideasIn(one.unit))
      kept.set(one, { ...one, credit: 0, verdict: 'missed' });
    else used.set(key, count + 1);
  }
  return judged.map((one) => kept.get(one) ?? one);
}
