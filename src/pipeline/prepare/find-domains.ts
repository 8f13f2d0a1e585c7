import { quoteAround } from './find-skills.ts';
import type { FoundDomain, FoundSkill, Need, Quote, Source } from './prepare-types.ts';
import { sectionedLines } from './sections.ts';
import { skillList } from './skill-list.ts';

/** How titles name what somebody does, for the domains that come with the program. */
const titles: readonly (readonly [string, RegExp])[] = [
  ['full-stack', /\bfull[- ]?stack\b/i],
  ['frontend', /\b(?:front[- ]?end|web|ui) (?:engineer|developer|lead)\w*\b|\bfront[- ]?end\b/i],
  [
    'backend',
    /\bback[- ]?end\b|\bserver[- ]side (?:engineer|developer)|\b(?:java|python|go|golang|node(?:\.js)?|ruby|php|\.net|c#) (?:engineer|developer)\b/i,
  ],
  ['data-engineering', /\b(?:data|analytics|etl) engineer(?:ing)?\b|\bdata platform (?:engineer|developer)/i],
  [
    'data-science',
    /\bdata scientist|\bdata science\b|\b(?:machine learning|ml|ai|nlp) (?:engineer|scientist|researcher)|\b(?:quantitative|data) analyst/i,
  ],
  [
    'devops',
    /\bdev[- ]?ops\b|\b(?:site reliability|platform|infrastructure|cloud|systems|release|build) engineer|\bsre\b|\b(?:systems?|linux) administrator/i,
  ],
  [
    'mobile',
    /\b(?:mobile|ios|android|react native|flutter) (?:app )?(?:engineer|developer)|\bmobile (?:engineering|development)\b/i,
  ],
  [
    'security',
    /\b(?:application |product |information |cyber ?|cloud |network )?security (?:engineer|analyst|architect|consultant|specialist)|\bpenetration tester|\bcyber ?security\b|\bappsec\b/i,
  ],
  [
    'product',
    /\bproduct (?:manager|owner|management|lead)|\bengineering manager|\bproject manager|\bprogram manager|\bscrum master/i,
  ],
  ['system-design', /\b(?:solutions?|software|systems?|enterprise) architect\b/i],
];

/** What stands before the titles of those that somebody works with: "you work with product managers". */
const colleagues =
  /\b(?:with|alongside|support(?:ing|s)?|report(?:ing|s)? to|between|from)\s+(?:[\w-]+,?\s+){0,3}$/i;

const titleWeight = 8;
const weights: Record<Need, number> = { must: 2, named: 1, nice: 0.5 };
/** A domain with less than this share of the strongest one is a neighbour, not what the job is about. */
const leastShare = 0.35;
const mostDomains = 3;

export type DomainInput = {
  texts: readonly { source: Source; text: string }[];
  skills: readonly FoundSkill[];
  /** The domains of the bank, an owner's own ones included. */
  known: readonly { name: string; title: string }[];
};

/** The domains that the documents point to, the strongest first, each with the words that do. Empty when none is named. */
export function findDomains({ texts, skills, known }: DomainInput): FoundDomain[] {
  const points = new Map<string, { points: number; quotes: Quote[] }>();
  const add = (name: string, more: number, quote: Quote) => {
    if (!known.some((domain) => domain.name === name)) return;
    const before = points.get(name) ?? { points: 0, quotes: [] };
    const isNew = !before.quotes.some((one) => one.quote === quote.quote);
    points.set(name, {
      points: before.points + more,
      quotes: isNew ? [...before.quotes, quote] : before.quotes,
    });
  };
  const hasJob = texts.some(({ source }) => source === 'job');
  for (const { source, text } of texts)
    for (const [name, quote] of titlesIn(text, source, known))
      add(name, source === 'job' || !hasJob ? titleWeight : 1, quote);
  for (const { name, need, quotes } of skills) {
    const skill = skillList().find((one) => one.name === name);
    const [quote] = quotes;
    if (!skill || skill.behavioural || !quote) continue;
    // What only a résumé has says little about the job.
    const weight = need === null ? (hasJob ? 0.25 : 1) : weights[need];
    for (const [at, domain] of skill.domains.entries()) add(domain, weight / (at + 1), quote);
  }
  const sorted = [...points].toSorted(([, one], [, other]) => other.points - one.points);
  const best = sorted[0]?.[1].points ?? 0;
  return sorted
    .filter(([, { points: sum }]) => sum >= best * leastShare)
    .slice(0, mostDomains)
    .map(([name, { quotes }]) => ({ name, quotes: quotes.slice(0, 3) }));
}

/** A title stands in the first lines; of a résumé, also over each position. */
function titlesIn(text: string, source: Source, known: DomainInput['known']): [name: string, quote: Quote][] {
  const own = known.map(
    ({ name, title }) => [name, new RegExp(String.raw`\b${literal(title)}\b`, 'i')] as const,
  );
  const found: [string, Quote][] = [];
  for (const line of sectionedLines(text).slice(0, source === 'job' ? 8 : 6)) {
    if (line.section === 'offer' || line.text.length > 200) continue;
    for (const [name, pattern] of [...titles, ...own]) {
      const match = pattern.exec(line.text);
      if (!match || found.some(([before]) => before === name)) continue;
      if (colleagues.test(line.text.slice(0, match.index))) continue;
      const quote = quoteAround(line.text, { index: match.index, length: match[0].length });
      found.push([name, { source, quote }]);
    }
  }
  return found;
}

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
