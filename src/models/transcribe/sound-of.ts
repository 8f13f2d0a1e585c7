/**
 * How words sound, roughly: enough to see that "post for SQL" may have been "PostgreSQL". English letters
 * only.
 */

/** A string of sounds, one character each: `A` for any vowel, capitals for groups of consonants that are easily confused. */
export type Sounds = string;

const letterNames: Record<string, Sounds> = {
  ...{
    a: 'A',
    b: 'PA',
    c: 'SA',
    d: 'TA',
    e: 'A',
    f: 'AF',
    g: 'JA',
    h: 'AJ',
    i: 'A',
    j: 'JA',
    k: 'KA',
    l: 'AL',
  },
  ...{ m: 'AM', n: 'AN', o: 'A', p: 'PA', q: 'KA', r: 'AR', s: 'AS', t: 'TA', u: 'A', v: 'FA', w: 'TAPLA' },
  ...{ x: 'AKS', y: 'WA', z: 'SA' },
};
const digits = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const teens = 'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ');
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');

/** Spelling to sounds, tried in this order at each position in a word. */
const rules: readonly (readonly [RegExp, Sounds])[] = [
  [/^(tion|sion)/, 'JAN'],
  [/^isl(?=[ae])/, 'AL'],
  [/^(sch|sk|sc(?=[aou]))/, 'SK'],
  [/^(tch|ch|sh|j|dge|ge(?=$)|g(?=[ei]))/, 'J'],
  [/^ph/, 'F'],
  [/^th/, 'T'],
  [/^(kn|gn)/, 'N'],
  [/^wr/, 'R'],
  [/^gh/, ''],
  [/^(ck|cc|qu|q|k|g|c(?![eiy]))/, 'K'],
  [/^x/, 'KS'],
  [/^(ss|s|z|c)/, 'S'],
  [/^(bb|b|pp|p)/, 'P'],
  [/^(ff|f|v)/, 'F'],
  [/^(dd|d|tt|t)/, 'T'],
  [/^ll?/, 'L'],
  [/^mm?/, 'M'],
  [/^nn?/, 'N'],
  [/^rr?/, 'R'],
  [/^w(?=[aeiouy])/, 'W'],
  [/^[aeiouyw]+/, 'A'],
];

/** The sounds of a text. Acronyms and words without a vowel are spelled out; numbers are read. */
export function soundsOf(text: string): Sounds {
  const runs = text.replaceAll(/['’]/g, '').match(/\d+|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[A-Z]/g) ?? [];
  return runs
    .map(soundsOfRun)
    .join('')
    .replaceAll(/A+/g, 'A')
    .replaceAll(/([^A])\1+/g, '$1');
}

function soundsOfRun(run: string): Sounds {
  if (/^\d/.test(run)) return readNumber(run).map(soundsOfWord).join('');
  const isSpelled = /^[A-Z]+$/.test(run) || !/[aeiouy]/i.test(run);
  return isSpelled && run.length <= 5 ? spell(run.toLowerCase()) : soundsOfWord(run.toLowerCase());
}

const spell = (letters: string): Sounds =>
  Array.from(letters, (letter) => letterNames[letter] ?? '').join('');

function soundsOfWord(word: string): Sounds {
  let rest = /[^aeiou]e$/.test(word) && word.length > 3 ? word.slice(0, -1) : word;
  let sounds = '';
  while (rest !== '') {
    const rule = rules.find(([pattern]) => pattern.test(rest));
    const length = rule ? (rule[0].exec(rest)?.[0].length ?? 1) : 1;
    sounds += rule?.[1] ?? '';
    rest = rest.slice(Math.max(1, length));
  }
  return sounds;
}

/** Numbers up to ninety-nine as people say them; larger ones digit by digit. */
function readNumber(text: string): string[] {
  const value = Number(text);
  if (text.length > 2 || text.startsWith('0'))
    return Array.from(text, (digit) => digits[Number(digit)] ?? '');
  if (value < 10) return [digits[value] ?? ''];
  if (value < 20) return [teens[value - 10] ?? ''];
  return [tens[Math.floor(value / 10) - 2] ?? '', ...(value % 10 === 0 ? [] : [digits[value % 10] ?? ''])];
}

/** The weight of a missing or extra sound. Vowels, and sounds often dropped in speech, weigh little. */
const weights: Record<string, number> = { A: 0.2, R: 0.5, W: 0.4 };
const weightOf = (sound: string): number => weights[sound] ?? 1;
/** Pairs of sounds that are often confused. */
const alike = new Set(['PF', 'FP', 'SJ', 'JS', 'MN', 'NM', 'TJ', 'JT', 'KJ', 'JK', 'TS', 'ST', 'WF', 'FW']);

/** The total weight of the sounds in `wanted`, by the weights of `soundDistance`. */
export const soundWeight = (wanted: Sounds): number =>
  Array.from(wanted).reduce((sum, sound) => sum + weightOf(sound), 0);

/** How much must change for one to become the other: Levenshtein's distance with the weights above. */
export function soundDistance(one: Sounds, other: Sounds): number {
  let row = [0];
  for (const sound of other) row.push((row.at(-1) ?? 0) + weightOf(sound));
  for (const from of one) {
    const before = row;
    row = [(before[0] ?? 0) + weightOf(from)];
    for (let at = 0; at < other.length; at++) {
      const to = other[at] ?? '';
      row.push(
        Math.min(
          (before[at + 1] ?? 0) + weightOf(from),
          (row[at] ?? 0) + weightOf(to),
          (before[at] ?? 0) + changeCost(from, to),
        ),
      );
    }
  }
  return row.at(-1) ?? 0;
}

const changeCost = (from: string, to: string): number =>
  from === to ? 0 : from === 'A' || to === 'A' ? 1 : alike.has(from + to) ? 0.5 : 1;
