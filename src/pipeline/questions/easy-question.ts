import type { Question } from '../../domain.ts';
import type { Bank } from './bank.ts';
import { createRandom } from './random.ts';

/** How many of the shortest there are to choose from, so that it is not always the same one. */
const choice = 4;

/** A question that is short to answer: one of the junior technical ones of a domain with the shortest model answers. */
export function easyQuestion(
  bank: Pick<Bank, 'questions'>,
  { domain, seed }: { domain: string; seed: string },
): Question | null {
  const size = ({ modelAnswer, concepts }: Question) => (modelAnswer ?? '').length + 200 * concepts.length;
  const pool = bank
    .questions({ domain, level: 'junior' })
    .toSorted((a, b) => Number(a.kind !== 'technical') - Number(b.kind !== 'technical') || size(a) - size(b))
    .slice(0, choice);
  return createRandom(`easy:${seed}`).pick(pool) ?? null;
}
