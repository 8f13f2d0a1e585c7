import type { Level, Moment, Question } from '../../domain.ts';
import { CoachError } from '../../errors.ts';
import type { Bank } from './bank.ts';
import { createRandom } from './random.ts';
import { contentWords, jaccard } from './words.ts';

/** A concept of an earlier question that should be practised from `dueAt` on. */
export type WeakConcept = { questionId: string; conceptId: string; dueAt: Moment };

export type QuestionToChoose = {
  bank: Pick<Bank, 'questions' | 'byId' | 'domains'>;
  domain: string;
  level: Level;
  /** What this person was asked, in any order; a question may appear more than once. */
  asked: readonly { questionId: string; at: Moment }[];
  weak: readonly WeakConcept[];
  /** The same seed and history choose the same question. */
  seed: string;
  now: Date;
};

/**
 * Chooses the next question of a domain and level. While there are fresh ones, none is repeated, and one
 * related to what is due for practice comes first. Once all have been asked, those with a due concept come
 * back, the longest overdue first, then the one asked longest ago. Throws `bad_input` when the bank has none
 * at all.
 */
export function chooseQuestion({ bank, domain, level, asked, weak, seed, now }: QuestionToChoose): Question {
  const pool = bank.questions({ domain, level });
  const lastAsked = new Map<string, Moment>();
  for (const { questionId, at } of asked) {
    const before = lastAsked.get(questionId);
    if (before === undefined || before < at) lastAsked.set(questionId, at);
  }
  const due = weak
    .filter(({ dueAt }) => dueAt <= now.toISOString())
    .toSorted((a, b) => (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : 0));
  const fresh = pool.filter(({ id }) => !lastAsked.has(id));
  const random = createRandom(`choose:${seed}`);
  const chosen =
    fresh.length > 0
      ? (random.pick(nearestTo(due, fresh, bank)) ?? random.pick(fresh))
      : comeBack(random.shuffle(pool), due, lastAsked);
  if (chosen) return chosen;
  const others = bank.questions({ domain }).map((question) => question.level);
  if (others.length > 0)
    throw new CoachError('bad_input', 'fault.no-question-of-level', {
      level,
      domain,
      levels: [...new Set(others)].join(', '),
    });
  const domains = bank.domains().map(({ name }) => name);
  throw new CoachError('bad_input', 'fault.no-question-of-domain', { domain, domains: domains.join(', ') });
}

/** Below this share of common words, two texts in one domain are not about the same thing. */
const relatedWords = 0.12;

/** The fresh questions closest to what is due: with the same tag, or about the same things. */
function nearestTo(
  due: readonly WeakConcept[],
  fresh: readonly Question[],
  bank: QuestionToChoose['bank'],
): Question[] {
  for (const { questionId, conceptId } of due) {
    const source = bank.byId(questionId);
    const concept = source?.concepts.find(({ id }) => id === conceptId);
    if (!source || !concept) continue;
    const statement = contentWords(concept.statement);
    const scored = fresh.map((question) => ({
      question,
      score:
        relatedWords * question.tags.filter((tag) => source.tags.includes(tag)).length +
        Math.max(
          jaccard(statement, contentWords(question.text)),
          ...question.concepts.map((other) => jaccard(statement, contentWords(other.statement))),
        ),
    }));
    const best = Math.max(...scored.map(({ score }) => score));
    if (best >= relatedWords)
      return scored.filter(({ score }) => score === best).map(({ question }) => question);
  }
  return [];
}

/** Questions asked this recently do not come back while there are others, due or not. */
const justAsked = 2;

function comeBack(
  pool: readonly Question[],
  due: readonly WeakConcept[],
  lastAsked: ReadonlyMap<string, Moment>,
): Question | undefined {
  const byAge = pool.toSorted((a, b) => ((lastAsked.get(a.id) ?? '') < (lastAsked.get(b.id) ?? '') ? -1 : 1));
  const rested = byAge.slice(0, Math.max(1, byAge.length - justAsked));
  const overdue = due.map(({ questionId }) => rested.find(({ id }) => id === questionId));
  return overdue.find((question) => question !== undefined) ?? rested[0];
}
