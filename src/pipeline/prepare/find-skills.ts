import type { FoundSkill, Need, Quote, Source } from './prepare-types.ts';
import { needs } from './prepare-types.ts';
import { type Line, sectionedLines } from './sections.ts';
import { type Skill, skillList } from './skill-list.ts';

/** The skills that a text names, each with the words that name it; those of a job with how much it asks for them. */
export function findSkills(text: string, source: Source): FoundSkill[] {
  const lines = sectionedLines(text).filter(
    ({ section }) => source === 'resume' || (section !== 'offer' && section !== 'about'),
  );
  return skillList().flatMap((skill): FoundSkill[] => {
    const mentions = lines.flatMap((line) => mentionsIn(line, skill, source));
    const [first] = mentions;
    if (!first) return [];
    const need = needs.find((one) => mentions.some((mention) => mention.need === one)) ?? null;
    const strongest = mentions.find((mention) => mention.need === need) ?? first;
    return [{ name: skill.name, need, quotes: [strongest.quote] }];
  });
}

/** The skills of both documents together: what the job asks for first, in the order of how much, then in the order of the list. */
export function joinSkills(ofJob: readonly FoundSkill[], ofResume: readonly FoundSkill[]): FoundSkill[] {
  const joined = ofJob.map((skill) => ({
    ...skill,
    quotes: [...skill.quotes, ...(ofResume.find(({ name }) => name === skill.name)?.quotes ?? [])],
  }));
  const more = ofResume.filter(({ name }) => !ofJob.some((skill) => skill.name === name));
  const rank = ({ need }: FoundSkill) => (need === null ? needs.length : needs.indexOf(need));
  return [...joined, ...more].toSorted((one, other) => rank(one) - rank(other));
}

type Mention = { need: Need | null; quote: Quote };

function mentionsIn(line: Line, { find }: Skill, source: Source): Mention[] {
  for (const part of partsOf(line.text)) {
    const at = find(withoutAddresses(part));
    if (at === null || isDenied(part, at.index)) continue;
    const quote = { source, quote: quoteAround(part, at) };
    return [{ need: source === 'resume' ? null : needIn(part, line), quote }];
  }
  return [];
}

/** Sentences, and the halves of one that a semicolon parts: each says for itself how much something is needed. */
const partsOf = (line: string): string[] =>
  // "M.Sc. Statistics" is one part.
  line.split(/(?<=[\p{L}\p{N})]{3}[.!?]|;)\s+(?=\S)/u).filter((part) => part.trim() !== '');

/** An address says where somebody is, not what they can: it is blanked out, and every place stays where it was. */
const withoutAddresses = (text: string): string =>
  text.replace(
    /[\w.+-]+@[\w-]+\.\w+|(?:https?:\/\/|www\.)\S+|\b[\w-]+\.(?:com|org|net|io|dev)\/\S*/g,
    (all) => ' '.repeat(all.length),
  );

/** "No Kubernetes needed", "never worked with Kafka": the word is there, the skill is not. */
function isDenied(part: string, index: number): boolean {
  const before = part.slice(Math.max(0, index - 60), index);
  const after = part.slice(index, index + 80);
  if (
    /\b(?:no|not|never|without|don(?:'|’)t|doesn(?:'|’)t|need not|isn(?:'|’)t|rather than|instead of)\b[^,;:.]*$/i.test(
      before,
    )
  )
    return !/\bnot only\b[^,;:.]*$/i.test(before) && !/\b(?:a plus|bonus|nice)\b/i.test(after);
  return (
    /\b(?:is|are) (?:not (?:required|needed|necessary|expected|part)|unnecessary)\b/i.test(after) &&
    !niceWords.test(part)
  );
}

const niceWords =
  /\b(?:nice[- ]to[- ]have|bonus|(?:is|are|as|be) (?:a |an )?(?:big |real |strong |definite )?(?:plus|advantage|asset)|a plus|preferred|preferably|ideally|desirable|not (?:required|essential) but|would be (?:great|nice|good|helpful)|optional)\b/i;
const mustWords =
  /\b(?:must|required|essential|mandatory|need to|you need|you (?:have|bring)|strong|solid|proven|deep|expert\w*|proficien\w+|fluent|\d+\+? years)\b/i;

function needIn(part: string, { section }: Line): Need {
  if (niceWords.test(part)) return 'nice';
  if (section === 'nice') return 'nice';
  if (section === 'must' || mustWords.test(part)) return 'must';
  return 'named';
}

const mostQuoteCharacters = 140;

/** The part with the match, cut at words where it is long: always a piece of the text, letter by letter. */
export function quoteAround(part: string, at: { index: number; length: number }): string {
  const trimmed = part.trim().replace(/[;,]$/, '');
  if (trimmed.length <= mostQuoteCharacters) return trimmed;
  const room = Math.floor((mostQuoteCharacters - at.length) / 2);
  const from = at.index <= room ? 0 : part.indexOf(' ', at.index - room) + 1;
  const begin = Math.min(from, at.index);
  const last = begin + mostQuoteCharacters;
  const end = last >= part.length ? part.length : Math.max(part.lastIndexOf(' ', last), at.index + at.length);
  return part.slice(begin, end).trim();
}
