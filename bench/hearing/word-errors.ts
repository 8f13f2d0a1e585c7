/** Compares what was heard with what was said, word by word. Numbers, case, punctuation and hyphens are made equal first. */

export type WordErrors = {
  errors: number;
  words: number /** `said→heard`, `-missing`, `+invented`. */;
  changes: string[];
};

const ones =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const tens = '- - twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');

export function wordErrors(reference: string, text: string): WordErrors {
  const [said, heard] = [wordsToCompare(reference), wordsToCompare(text)];
  const rows = [Array.from({ length: heard.length + 1 }, (_, at) => at)];
  for (const [at, word] of said.entries()) {
    const before = rows[at] ?? [];
    const row = [at + 1];
    for (const [place, other] of heard.entries())
      row.push(
        Math.min(
          (before[place + 1] ?? 0) + 1,
          (row[place] ?? 0) + 1,
          (before[place] ?? 0) + (word === other ? 0 : 1),
        ),
      );
    rows.push(row);
  }
  const changes: string[] = [];
  let [at, place] = [said.length, heard.length];
  const cost = (row: number, column: number) => rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
  while (at > 0 || place > 0) {
    const [word, other] = [said[at - 1], heard[place - 1]];
    if (at > 0 && place > 0 && cost(at, place) === cost(at - 1, place - 1) + (word === other ? 0 : 1)) {
      if (word !== other) changes.push(`${word}→${other}`);
      at--;
      place--;
    } else if (at > 0 && cost(at, place) === cost(at - 1, place) + 1) {
      changes.push(`-${word}`);
      at--;
    } else {
      changes.push(`+${other}`);
      place--;
    }
  }
  return { errors: cost(said.length, heard.length), words: said.length, changes: changes.reverse() };
}

export const wordsToCompare = (text: string): string[] =>
  text
    .toLowerCase()
    .replaceAll('’', "'")
    .replaceAll('mr.', 'mister')
    .replaceAll('%', ' percent')
    .replaceAll(/[-–—/+]/g, ' ')
    .replaceAll(/(\d),(\d{3})/g, '$1$2')
    .replaceAll(/\d+/g, (digits) => ` ${read(Number(digits))} `)
    .replaceAll(/\bcounsell/g, 'counsel')
    .replaceAll(/[^a-z' ]/g, ' ')
    .split(/\s+/)
    .map((word) => word.replaceAll(/^'+|'+$/g, ''))
    .filter(Boolean);

function read(value: number): string {
  const rest = (unit: number) => (value % unit === 0 ? '' : ` ${read(value % unit)}`);
  if (value < 20) return ones[value] ?? '';
  if (value < 100) return `${tens[Math.floor(value / 10)]}${rest(10)}`;
  if (value < 1_000) return `${read(Math.floor(value / 100))} hundred${rest(100)}`;
  // Mostly a year: 1814 is read "eighteen fourteen".
  if (value >= 1_100 && value < 2_000)
    return `${read(Math.floor(value / 100))}${value % 100 === 0 ? ' hundred' : rest(100)}`;
  if (value < 1_000_000) return `${read(Math.floor(value / 1_000))} thousand${rest(1_000)}`;
  return String(value);
}
