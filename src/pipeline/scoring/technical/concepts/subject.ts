import { openBank } from '../../../questions/bank.ts';
import { functionWordsOf } from '../../languages/function-words.ts';

/**
 * How far the words of an answer belong to its question, 0–1: `share` of all its content words, and `own` of those that any
 * question of the bank has, the rarer ones counting more. Nine of ten answers to technical questions of the corpus have an
 * `own` of 0.25 or more, nineteen of twenty good answers to other questions less than 0.17.
 */
export type Subject = { share: number; own: number };

/** Null for a question that is not in the bank: how many words would belong to it is not known. In English. */
export function subjectOf(text: string, questionId: string): Subject | null {
  const { words, rarity } = knownWords();
  const own = words.get(questionId);
  if (!own) return null;
  const said = [...wordsIn(text)];
  const shared = said.filter((word) => own.has(word));
  const weigh = (some: readonly string[]) => some.reduce((sum, word) => sum + rarity(word), 0);
  const all = weigh(said);
  return { share: shared.length / Math.max(1, said.length), own: all === 0 ? 0 : weigh(shared) / all };
}

type Known = { words: ReadonlyMap<string, ReadonlySet<string>>; rarity: (word: string) => number };
let known: Known | undefined;

/** The words of each question of the bank, with all that is known of right and wrong answers to it; read at the first answer. */
function knownWords(): Known {
  if (known) return known;
  const questions = openBank().questions();
  const words = new Map(
    questions.map(({ id, text, concepts, modelAnswer }) => [
      id,
      wordsIn(
        [
          text,
          modelAnswer ?? '',
          ...concepts.flatMap(({ statement, aliases, misconceptions }) => [
            statement,
            ...aliases,
            ...misconceptions,
          ]),
        ].join(' '),
      ),
    ]),
  );
  const counts = new Map<string, number>();
  for (const own of words.values()) for (const word of own) counts.set(word, (counts.get(word) ?? 0) + 1);
  const rarity = (word: string) => {
    const count = counts.get(word);
    return count === undefined ? 0 : Math.max(0, Math.log(questions.length / (1 + count)));
  };
  known = { words, rarity };
  return known;
}

/** Beginnings of words are near enough to stems here, and cheap. */
const letters = 6;
const english = functionWordsOf('en') ?? new Set<string>();

const wordsIn = (text: string): Set<string> =>
  new Set(
    (text.toLowerCase().match(/[a-z0-9]{2,}/g) ?? []).flatMap((word) =>
      english.has(word) ? [] : [word.slice(0, letters)],
    ),
  );
