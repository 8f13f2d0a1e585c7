import { type Finding, statementPassage } from './concepts/find-concepts.ts';
import { type Ground, signalsBetween } from './concepts/signals.ts';
import { likenessBy, type Path } from './technical-calibration.ts';

/** Likeness up to which a concept was not said, and from which it was said in full. */
export type Thresholds = { none: number; full: number };

/**
 * House values, from the likeness of concepts of the bank to answers of other questions (19 of 20 below `none` + 0.1) and
 * to their own model answers in other words (19 of 20 above `full`): `npm run bench -- scoring`.
 */
const usual: Record<Path, Thresholds> = {
  minilm: { none: 0.32, full: 0.68 },
  lexical: { none: 0.36, full: 0.68 },
};
/** However near its neighbours are, a concept can be told from them above this. */
const highestNone = 0.5;

/** From nothing to all at the least. */
const leastRamp = 0.18;

/** What anyone may say of anything: nearer to a concept than this is the least that counts. */
export const smallTalk = [
  'I worked on a project with my team and we used it to solve a problem.',
  'It depends on the case, but in general you want to keep things simple and make sure that it works.',
  'First I look at what is there, then I make a plan and check that the result is what people need.',
  'It is important because it makes the system better, faster and easier to use for the users.',
];

/** Thresholds of one concept: above what small talk and the other concepts of its question come to. */
export function thresholdsOf(
  statement: string,
  all: readonly string[],
  ground: Ground,
  path: Path,
): Thresholds {
  const likenessOf = likenessBy(path);
  const own = statementPassage(statement, ground);
  const others = [...smallTalk, ...all.filter((other) => other !== statement)];
  const near = others.map((other) =>
    likenessOf(signalsBetween(statementPassage(other, ground), own, ground)),
  );
  const { none, full } = usual[path];
  const raised = Math.min(highestNone, Math.max(none, ...near));
  return { none: raised, full: Math.max(full, raised + leastRamp) };
}

export const creditOf = ({ likeness }: Pick<Finding, 'likeness'>, { none, full }: Thresholds): number =>
  Math.min(1, Math.max(0, (likeness - none) / (full - none)));
