/** How many words of `said` are in `heard`, in order; case and punctuation do not count. */
export function wordsInCommon(said: string, heard: string): { common: number; all: number } {
  const [words, others] = [wordsOf(said), wordsOf(heard)];
  let row = new Array<number>(others.length + 1).fill(0);
  for (const word of words) {
    const before = row;
    row = [0];
    for (const [at, other] of others.entries())
      row.push(word === other ? (before[at] ?? 0) + 1 : Math.max(before[at + 1] ?? 0, row[at] ?? 0));
  }
  return { common: row.at(-1) ?? 0, all: words.length };
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];
