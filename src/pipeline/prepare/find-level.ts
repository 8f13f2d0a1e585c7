import type { Level } from '../../domain.ts';
import { quoteAround } from './find-skills.ts';
import type { FoundLevel, Source } from './prepare-types.ts';
import { type Line, sectionedLines } from './sections.ts';

/**
 * The level that a text asks for or shows: by its title, otherwise by the years that it names, the lower end of a range; of a
 * person who says neither, by their newest position. Null when it says nothing of this.
 */
export function findLevel(text: string, source: Source): FoundLevel | null {
  const lines = sectionedLines(text).filter(({ section }) => section !== 'offer' && section !== 'education');
  const years = yearsIn(lines, source);
  const titled = titleIn(lines.slice(0, headLines[source]), source);
  if (titled) return { ...titled, years: years?.years ?? null };
  if (years) return years;
  const newest = lines.find((line) => line.section === 'work' && !line.isItem && role.test(line.text));
  return newest ? titleIn([newest], source) : null;
}

const titles: readonly (readonly [Level, RegExp])[] = [
  ['senior', /\b(?:senior|sr\.?|staff|principal|lead|head of|director|architect|expert)\b/i],
  [
    'junior',
    /\b(?:junior|jr\.?|graduate|entry[- ]level|trainee|intern|internship|apprentice|working student|new grad)\b/i,
  ],
  [
    'mid',
    /\b(?:mid[- ]level|mid[- ]senior|intermediate|medior)\b|\b(?:engineer|developer|analyst) (?:II|2)\b/i,
  ],
];
const role =
  /\b(?:engineer\w*|developer|programmer|analyst|scientist|manager|designer|consultant|specialist|administrator|architect|owner|position|role|devops|sre)\b/i;

/** The first lines hold the title. */
const headLines: Record<Source, number> = { job: 12, resume: 4 };

function titleIn(lines: readonly Line[], source: Source): FoundLevel | null {
  for (const { text, section } of lines) {
    if (!role.test(text) || section === 'nice' || text.length > 160) continue;
    // "You will report to the Head of Data" and "mentor junior engineers" name somebody else.
    if (
      /\b(?:report(?:ing|s)? to|mentor\w*|coach\w*|work(?:ing)? with|alongside|support(?:ing)?|led by|guid\w+|for our)\b/i.test(
        text,
      )
    )
      continue;
    for (const [level, pattern] of titles) {
      const match = pattern.exec(text);
      if (match) {
        const quote = quoteAround(text, { index: match.index, length: match[0].length });
        return { level, quote: { source, quote }, years: null };
      }
    }
  }
  return null;
}

const numbers = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const count = String.raw`(\d{1,2}|${numbers.slice(1).join('|')})`;
/** "5+ years", "3-5 years", "two to four years", "at least 3 years", "minimum of 7 years' experience". */
const yearsPattern = new RegExp(
  String.raw`\b${count}\s?\+?(?:\s?(?:-|–|—|to)\s?${count}\s?\+?)?\s?(?:or more |plus )?(?:years?|yrs?)\b(?! (?:ago|old|of age|contract|warranty|in a row))`,
  'i',
);

function yearsIn(lines: readonly Line[], source: Source): FoundLevel | null {
  const found = lines.flatMap((line) => {
    const match = yearsPattern.exec(line.text);
    const isAboutWork =
      match !== null &&
      line.section !== 'about' &&
      line.section !== 'nice' &&
      (/experience|working|professional|hands-on|industry|background|engineer|developer|building|writing|development|in (?:a|the|an)\b|with\b|of\b/i.test(
        line.text,
      ) ||
        line.section === 'must');
    if (!isAboutWork || !match) return [];
    const years = numberOf(match[1] ?? '');
    const quote = quoteAround(line.text, { index: match.index, length: match[0].length });
    return [{ level: levelOf(years), quote: { source, quote }, years }];
  });
  // A job's first figure is about the whole of it; of a person, the largest is.
  return source === 'job' ? (found[0] ?? null) : (found.toSorted((a, b) => b.years - a.years)[0] ?? null);
}

const numberOf = (word: string): number =>
  /\d/.test(word) ? Number(word) : numbers.indexOf(word.toLowerCase());

const levelOf = (years: number): Level => (years >= 5 ? 'senior' : years >= 2 ? 'mid' : 'junior');
