import { analyse } from '../text/analyse.ts';
import type { Unit } from './concepts/units.ts';
import { surely } from './points/softmax-model.ts';
import type { Judged } from './verdicts.ts';

/**
 * Marks the points of a story whose opposite is told: a sentence holds most of a misconception's telling words ("I kept
 * quiet about it"), and no sentence holds the point as fully. Points of stories are so general that their own words decide.
 * The two limits were chosen on the train and tune stories of the corpus: of the points so marked 92 % are labelled
 * contradicted, half of those that are.
 */
export function withToldMisconceptions(judged: readonly Judged[], units: readonly Unit[]): Judged[] {
  const sentences = units
    .filter((unit) => unit.sentences.length === 1)
    .map((unit) => ({ unit, stems: stemsOf(unit.passage.text) }));
  const rarity = rarityIn(judged);
  const fullest = (texts: readonly string[]) => {
    let best: { unit: Unit; share: number } | null = null;
    for (const wanted of texts.map(stemsOf))
      for (const { unit, stems } of sentences) {
        const share = shareOf(wanted, stems, rarity);
        if (share > (best?.share ?? 0)) best = { unit, share };
      }
    return best;
  };
  return judged.map((one) => {
    const { concept } = one;
    const wrong = fullest(concept.misconceptions);
    const right = fullest([concept.statement, ...concept.aliases]);
    if (!wrong || wrong.share < leastShare || wrong.share - (right?.share ?? 0) < leastLead) return one;
    return {
      ...one,
      unit: wrong.unit,
      verdict: 'contradicted',
      chances: surely('contradicted'),
      credit: 0,
      why: 'common-mistake',
    };
  });
}

const leastShare = 0.45;
const leastLead = 0.2;

type Rarity = (stem: string) => number;

/** A word that only one point of the question has is more distinctive than one that they all have. */
function rarityIn(judged: readonly Judged[]): Rarity {
  const texts = judged.flatMap(({ concept }) => [
    concept.statement,
    ...concept.aliases,
    ...concept.misconceptions,
  ]);
  const counts = new Map<string, number>();
  for (const text of texts) for (const stem of stemsOf(text)) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  return (stem) => Math.log((texts.length + 1) / (1 + (counts.get(stem) ?? 0))) + 0.1;
}

function shareOf(wanted: ReadonlySet<string>, said: ReadonlySet<string>, rarity: Rarity): number {
  let shared = 0;
  let all = 0;
  for (const stem of wanted) {
    all += rarity(stem);
    if (said.has(stem)) shared += rarity(stem);
  }
  return all === 0 ? 0 : shared / all;
}

const denial = /^(?:not|n't|never|no|nobody|without|nothing|none)$/;

/** Words of meaning, and one sign for every denial. */
const stemsOf = (text: string): ReadonlySet<string> =>
  new Set(
    analyse(text)
      .words.filter(({ lower, isFunction }) => denial.test(lower) || (!isFunction && /\p{L}{2}/u.test(lower)))
      .map(({ lower, stem }) => (denial.test(lower) ? '¬' : stem)),
  );
