import type { Alignment } from '../../../../models/ports.ts';
import { textsToAlign, worthOf } from './aligned.ts';
import type { ConceptToFind } from './concepts-of.ts';
import { sameTerm } from './nearness.ts';
import { type Passage, passageOf } from './passage.ts';
import { type Ground, type Signals, signalsBetween } from './signals.ts';
import { singlesOf, type Unit, withVector } from './units.ts';

/** A concept with the most similar place in the answer; `unit` is null for an answer without words. */
export type FoundConcept = {
  concept: ConceptToFind;
  unit: Unit | null;
  signals: Signals;
  /** The weighed signals of the place. */
  likeness: number;
  /** What it is worth that the whole answer says so much of the statement, word by word; 0 without a model. */
  aligned: number;
  /** How like each single sentence is, in their order. */
  places: number[];
};

const nothing: Signals = {
  meaning: 0,
  newTerms: 0,
  terms: 0,
  letters: 0,
  newLetters: 0,
  opposed: 0,
  denied: 0,
};

type Means = {
  ground: Ground;
  /** Ranks places: the sum of signals that the calibration fitted. */
  likenessOf: (signals: Signals) => number;
  /** The sentences that every statement was aligned with; null where that is not asked for. */
  sentences: readonly string[] | null;
};

/** Every concept with its best place. */
export function findConcepts(
  concepts: readonly ConceptToFind[],
  units: readonly Unit[],
  means: Means,
): FoundConcept[] {
  const { ground, likenessOf, sentences } = means;
  const words = units
    .filter((unit) => unit.sentences.length === 1)
    .reduce((sum, { passage }) => sum + passage.words.length, 0);
  return concepts.map((concept) => {
    const alignment = sentences && alignmentOf(sentences, concept.statement, ground);
    const aligned = alignment ? worthOf(alignment.whole, words) : 0;
    let best: FoundConcept = {
      concept,
      unit: null,
      signals: nothing,
      likeness: likenessOf(nothing),
      aligned,
      places: [],
    };
    const places = new Map<Unit, number>();
    let most = Number.NEGATIVE_INFINITY;
    for (const [at, wording] of wordingsOf(concept, ground).entries())
      for (const unit of units) {
        const signals = signalsBetween(unit.passage, wording, ground);
        if (at > 0 && isThin(wording, ground) && signals.letters < nearlyVerbatim) continue;
        const likeness = likenessOf(signals);
        const rank = likeness + (alignment && sentences ? worthOfUnit(unit, sentences, alignment) : 0);
        if (unit.sentences.length === 1) places.set(unit, Math.max(places.get(unit) ?? -9, rank));
        if (rank <= most) continue;
        most = rank;
        best = { concept, unit, signals, likeness, aligned, places: [] };
      }
    return { ...best, places: singlesOf(units).map((unit) => places.get(unit) ?? -9) };
  });
}

const alignmentOf = (sentences: readonly string[], wanted: string, { meaning, question }: Ground) =>
  meaning?.alignmentOf(textsToAlign(sentences, wanted, question)) ?? null;

function worthOfUnit(unit: Unit, sentences: readonly string[], { each }: Alignment): number {
  const aligned = unit.sentences.map(({ text }) => each[sentences.indexOf(text)] ?? 0);
  return worthOf(Math.max(...aligned), unit.passage.words.length);
}

/**
 * An alias of one or two terms, such as "O of one", or with hardly one that the question has not, has to be said as it
 * stands: its words alone are said of anything.
 */
const isThin = ({ terms }: Passage, { question }: Ground): boolean =>
  terms.length < 3 ||
  terms.filter((term) => !question.terms.some((asked) => sameTerm(asked, term))).length < 2;
const nearlyVerbatim = 0.7;

function wordingsOf(concept: ConceptToFind, ground: Ground): Passage[] {
  return [concept.statement, ...concept.aliases].map((text) => statementPassage(text, ground));
}

const prepared = new Map<string, Passage>();

/** Statements come again with every answer to their question, so what was made of them is kept. */
export function statementPassage(text: string, { meaning, question }: Ground): Passage {
  let passage = prepared.get(text);
  if (!passage) {
    if (prepared.size > 5000) prepared.clear();
    passage = passageOf(text);
    prepared.set(text, passage);
  }
  return withVector(passage, meaning, question);
}
