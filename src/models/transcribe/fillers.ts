import type { Heard, HeardWord } from './recogniser.ts';

const filler = /^(u+h*m+|u+h+|e+r+m?|h+m+|a+h+)[,.…-]*$/i;

/**
 * Inserts the fillers of `other` into `part`, each after the word it followed. Both are transcripts of the
 * same sound.
 */
export function withFillers(part: Heard, other: Heard): Heard {
  if (part.words.length === 0 || !other.words.some(({ text }) => filler.test(text))) return part;
  const places = matches(other.words, part.words);
  const words: HeardWord[] = [];
  let at = 0;
  for (const [index, word] of other.words.entries()) {
    const place = places[index];
    if (place !== undefined) {
      words.push(...part.words.slice(at, place + 1));
      at = place + 1;
    } else if (filler.test(word.text)) {
      // Between two words that both heard, only as many words go before the filler as the other transcript
      // has there.
      const known = places.slice(0, index).findLastIndex((each) => each !== undefined);
      const between = other.words.slice(known + 1, index).filter(({ text }) => !filler.test(text)).length;
      const from = known < 0 ? 0 : (places[known] ?? -1) + 1;
      const until = Math.min(
        from + between,
        places.slice(index).find((each) => each !== undefined) ?? part.words.length,
      );
      if (until > at) {
        words.push(...part.words.slice(at, until));
        at = until;
      }
      if (!filler.test(part.words[at]?.text ?? '')) words.push(word);
    }
  }
  words.push(...part.words.slice(at));
  return { ...part, text: words.map(({ text }) => text).join(' '), words };
}

/** For each word of `one`, the index of the same word in `other` (longest common subsequence). */
function matches(one: readonly HeardWord[], other: readonly HeardWord[]): (number | undefined)[] {
  const [words, others] = [one, other].map((list) =>
    list.map(({ text }) => text.toLowerCase().replace(/\W/g, '')),
  );
  const lengths = Array.from({ length: one.length + 1 }, () => new Array<number>(other.length + 1).fill(0));
  const lengthAt = (row: number, column: number) => lengths[row]?.[column] ?? 0;
  for (let row = one.length - 1; row >= 0; row--)
    for (let column = other.length - 1; column >= 0; column--) {
      const isSame = words?.[row] === others?.[column];
      const best = isSame
        ? lengthAt(row + 1, column + 1) + 1
        : Math.max(lengthAt(row + 1, column), lengthAt(row, column + 1));
      const line = lengths[row];
      if (line) line[column] = best;
    }
  const places = new Array<number | undefined>(one.length).fill(undefined);
  for (let row = 0, column = 0; row < one.length && column < other.length; ) {
    if (words?.[row] === others?.[column]) places[row++] = column++;
    else if (lengthAt(row + 1, column) >= lengthAt(row, column + 1)) row++;
    else column++;
  }
  return places;
}
