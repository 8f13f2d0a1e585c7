const ones = 'zero one two three four five six seven eight nine'.split(' ');
const teens = 'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ');
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const scales: Record<string, number> = { hundred: 100, thousand: 1000, million: 1_000_000 };

const words = [...ones, ...teens, ...tens, ...Object.keys(scales), 'oh'];
const run = new RegExp(
  `\\b(?:(?:a|one) (?=hundred|thousand|million))?(?:${words.join('|')})(?:(?:[ -]| and )(?:${words.join('|')}))*\\b`,
  'gi',
);

/**
 * Numbers in words, written in digits: "three thousand six hundred" is 3600, "four four three" 443. "one" alone is too
 * often no number, and "oh" no zero.
 */
export const numbersInDigits = (text: string): string =>
  text.replace(run, (said) => {
    const parts = said
      .toLowerCase()
      .split(/[ -]/)
      .filter((part) => part !== 'and' && part !== 'a');
    if (parts.length === 1 && (parts[0] === 'one' || parts[0] === 'oh')) return said;
    if (parts.every((part) => digitOf(part) !== null))
      return parts.length === 1 || !isListOfNumbers(said) ? parts.map(digitOf).join('') : said;
    return said.includes(' and ') && numberOf(parts) === null ? said : numbersOf(parts).join('');
  });

/** "eighty eighty", "four forty three": numbers said one after the other are written one after the other. */
function numbersOf(parts: readonly string[]): number[] {
  for (let end = parts.length; end > 0; end -= 1) {
    const value = numberOf(parts.slice(0, end));
    if (value !== null) return [value, ...numbersOf(parts.slice(end))];
  }
  return [];
}

const digitOf = (word: string): number | null =>
  word === 'oh' ? 0 : ones.includes(word) ? ones.indexOf(word) : null;

/** "one or two", "two and three": numbers beside each other, not one after the other. */
const isListOfNumbers = (said: string): boolean => / and /i.test(said);

function numberOf(parts: readonly string[]): number | null {
  let [total, group] = [0, 0];
  let last = Number.POSITIVE_INFINITY;
  for (const part of parts) {
    const scale = scales[part];
    if (scale !== undefined) {
      group = Math.max(1, group) * scale;
      if (scale > 100) [total, group] = [total + group, 0];
      last = Number.POSITIVE_INFINITY;
      continue;
    }
    const value =
      digitOf(part) ??
      (teens.includes(part)
        ? 10 + teens.indexOf(part)
        : tens.includes(part)
          ? 20 + 10 * tens.indexOf(part)
          : null);
    if (value === null) return null;
    // "forty four" is one number, "four forty" two.
    if (value >= last || (last < 20 && last > 0)) return null;
    group += value;
    last = value;
  }
  return total + group;
}
