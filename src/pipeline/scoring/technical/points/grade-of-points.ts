/** From what may have become of the points to the grade that is likeliest, and how far it may be off. */
import { z } from 'zod';
import type { ConceptToFind } from '../concepts/concepts-of.ts';
import type { Chances, PointVerdict } from './softmax-model.ts';

/**
 * How points make a grade, 0–100. An answer that makes none has `floor`, one that makes all of them `most`. Between them
 * the grade follows (credit)^`bend`, so that the first points earn more than the last ones; a point that is made in part
 * earns `partly`, one that is only named `named`. What is wrong takes away a share of all that, e^(−`loss` · share of the
 * points that are contradicted), as a wrong answer is not half right. Points that are welcome but not expected add up to
 * `bonus`, and the logarithm of the words, up to sixty of them, moves it by
 * `length`. `sharpness` is the power that chances are raised to before they are multiplied: the points of one answer
 * are no independent draws, as whoever makes one of them mostly makes the others.
 */
export const gradeModel = z.object({
  floor: z.number(),
  most: z.number(),
  bend: z.number(),
  partly: z.number(),
  named: z.number(),
  loss: z.number(),
  bonus: z.number(),
  length: z.number(),
  sharpness: z.number(),
});
export type GradeModel = z.infer<typeof gradeModel>;

export type WeighedPoint = {
  weight: ConceptToFind['weight'];
  chances: Chances;
  /** Its words stand in a list without a sentence. */
  isNamed: boolean;
};

/** The likeliest grade, and the grades that one in ten answers like this one falls below and exceeds. */
export type ExpectedGrade = { score: number; low: number; high: number };

/** How much a point counts beside others. */
export const shareOfWeight = { must: 3, should: 2, bonus: 1 };

/** `words`: how long the answer is. */
export function gradeOfPoints(
  model: GradeModel,
  points: readonly WeighedPoint[],
  words: number,
): ExpectedGrade {
  const needed = points.filter(({ weight }) => weight !== 'bonus');
  const counted = needed.length > 0 ? needed : points;
  const extra = needed.length > 0 ? points.filter(({ weight }) => weight === 'bonus') : [];
  const bonus =
    extra.reduce((sum, { chances }) => sum + chances.said + model.partly * chances.partly, 0) /
    Math.max(1, extra.length);
  const outcomes = outcomesOf(counted, model).map(({ chance, credit, wrong }) => ({
    chance,
    grade: gradeOf({ credit, wrong, bonus, words }, model),
  }));
  const sorted = outcomes.sort((a, b) => a.grade - b.grade);
  return {
    score: likeliestOf(sorted),
    low: gradeAt(sorted, tail),
    high: gradeAt(sorted, 1 - tail),
  };
}

type Graded = { chance: number; grade: number };

/**
 * The grade that most outcomes are near to. Their mean may lie where none is: who either makes all points or has them all
 * wrong is told neither. An outcome counts in full within ten points, no more from twenty on, and what is farther off takes
 * away a little. Held out by question this meets the grades of tune within 15 points in 80 of 100, the mean in 75.
 */
function likeliestOf(outcomes: readonly Graded[]): number {
  const bins = [...Map.groupBy(outcomes, ({ grade }) => Math.round(grade)).values()].map((some) => {
    const chance = some.reduce((sum, one) => sum + one.chance, 0);
    return { chance, grade: some.reduce((sum, one) => sum + one.chance * one.grade, 0) / chance };
  });
  const worth = ({ grade: told }: Graded) =>
    bins.reduce((sum, { chance, grade }) => sum + chance * worthOf(Math.abs(told - grade)), 0);
  const [first = { grade: 0, worth: 0 }, ...rest] = bins.map((one) => ({
    grade: one.grade,
    worth: worth(one),
  }));
  return rest.reduce((best, one) => (one.worth > best.worth ? one : best), first).grade;
}

const worthOf = (off: number): number => Math.min(1, Math.max(0, (20 - off) / 10)) - off / 100;

/** Share of the outcomes that lie outside of the range on either side. */
const tail = 0.1;

/** `credit` and `wrong`: shares of the points that are made and contradicted. `bonus` counts as far as the rest is right. */
function gradeOf(
  { credit, wrong, bonus, words }: { credit: number; wrong: number; bonus: number; words: number },
  model: GradeModel,
): number {
  const right = credit ** model.bend * Math.exp(-model.loss * wrong);
  const told = model.floor + (model.most - model.floor + model.bonus * bonus) * right;
  const length = Math.log((1 + Math.min(words, wordsEnough)) / (1 + wordsEnough));
  return Math.max(0, Math.min(100, told + model.length * length));
}

/** From here on more words are not more of an answer. */
const wordsEnough = 60;

type Outcome = { chance: number; credit: number; wrong: number };

const thousandths = 1000;
const leastChance = 1e-6;

/** What may have become of all points together, equal outcomes joined. */
function outcomesOf(points: readonly WeighedPoint[], model: GradeModel): Outcome[] {
  const total = points.reduce((sum, { weight }) => sum + shareOfWeight[weight], 0);
  let known = new Map<string, Outcome>([['', { chance: 1, credit: 0, wrong: 0 }]]);
  for (const { weight, chances, isNamed } of points) {
    const share = shareOfWeight[weight] / Math.max(1, total);
    const next = new Map<string, Outcome>();
    const sharp = sharpened(chances, model.sharpness);
    for (const { chance, credit, wrong } of known.values())
      for (const [verdict, own] of Object.entries(sharp) as [PointVerdict, number][]) {
        const likely = chance * own;
        if (likely < leastChance) continue;
        const earned = credit + share * creditFor(verdict, isNamed, model);
        const lost = wrong + (verdict === 'contradicted' ? share : 0);
        const key = `${Math.round(earned * thousandths)} ${Math.round(lost * thousandths)}`;
        const same = next.get(key);
        if (same) same.chance += likely;
        else next.set(key, { chance: likely, credit: earned, wrong: lost });
      }
    known = next;
  }
  const outcomes = [...known.values()];
  const sum = outcomes.reduce((all, { chance }) => all + chance, 0);
  return outcomes.map((one) => ({ ...one, chance: one.chance / sum }));
}

function creditFor(verdict: PointVerdict, isNamed: boolean, { partly, named }: GradeModel): number {
  if (verdict === 'said') return 1;
  if (verdict === 'partly') return isNamed ? named : partly;
  return 0;
}

function sharpened(chances: Chances, power: number): Chances {
  const raised = Object.entries(chances).map(([verdict, chance]) => [verdict, chance ** power] as const);
  const sum = raised.reduce((all, [, chance]) => all + chance, 0);
  return Object.fromEntries(raised.map(([verdict, chance]) => [verdict, chance / sum])) as Chances;
}

/** The grade below which `share` of the outcomes lie; they are in the order of their grades. */
function gradeAt(outcomes: readonly { chance: number; grade: number }[], share: number): number {
  let below = 0;
  for (const { chance, grade } of outcomes) {
    below += chance;
    if (below >= share - 1e-9) return grade;
  }
  return outcomes.at(-1)?.grade ?? 0;
}
