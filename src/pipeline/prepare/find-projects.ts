import type { FoundProject } from './prepare-types.ts';
import { type Line, sectionedLines } from './sections.ts';

const mostProjects = 6;
const mostQuoteCharacters = 180;

/**
 * What the person says they did, as a résumé tells it: projects with a name first, then what they built or changed in a
 * position. Quotes are the person's own words.
 */
export function findProjects(resume: string): FoundProject[] {
  const lines = sectionedLines(resume);
  const named = namedProjects(lines);
  const deeds = lines.flatMap((line): FoundProject[] => {
    if (line.section !== 'work' && line.section !== 'none' && line.section !== 'projects') return [];
    const [sentence = ''] = line.text.split(/(?<=[.!?;])\s+/);
    const isTold = deed.test(sentence) && sentence.split(/\s+/).length >= 5;
    return isTold && !named.some(({ quote }) => quote.includes(sentence))
      ? [{ name: null, quote: cut(sentence) }]
      : [];
  });
  return [...named, ...deeds].slice(0, mostProjects);
}

/** What a sentence about a piece of work begins with. */
const deed =
  /^(?:(?:I|we) )?(?:single-handedly |successfully |recently |also )?(?:led|built|designed|developed|created|wrote|implemented|migrated|moved|reduced|cut|improved|launched|introduced|shipped|delivered|automated|replaced|rewrote|refactored|scaled|architected|owned|set up|rolled out|started|founded|organised|organized|optimised|optimized|trained|deployed|established|modernised|modernized|redesigned|ran|managed|added|shortened|increased|doubled|halved|planned|prototyped|analysed|analyzed|modelled|modeled|fixed|hardened|found|mentored)\b/i;

/**
 * In a section of projects, a line that begins with a name: "Larder: a shopping list …", "Larder — …", "Larder (2023)", or a
 * short line over the items that tell about it.
 */
function namedProjects(lines: readonly Line[]): FoundProject[] {
  return lines.flatMap((line, at): FoundProject[] => {
    if (line.section !== 'projects' || line.isHeading) return [];
    const inLine = /^([\p{Lu}\p{N}][^:–—|(]{1,48}?)\s?(?::|–|—|\||\(| - )\s?\S/u.exec(line.text)?.[1];
    const next = lines[at + 1];
    const isOver =
      !line.isItem &&
      line.text.length <= 50 &&
      !/[.!?]$/.test(line.text) &&
      next?.section === 'projects' &&
      next.isItem;
    const name = nameIn(inLine ?? (isOver ? line.text : ''));
    if (name === null) return [];
    // "Larder (2023)" says no more than its name: what it is stands in the next line.
    const saysMore = line.text.replace(name, '').replace(/[\d()\s–—|:.-]/g, '').length > 3;
    const quote = (isOver || !saysMore) && next?.section === 'projects' ? next.text : line.text;
    return [{ name, quote: cut(quote) }];
  });
}

/** A name has a capital and few words; a list of tools or a sentence is none. */
function nameIn(text: string): string | null {
  const name = text.trim().replace(/[,;.]$/, '');
  const words = name.split(/\s+/);
  const isName = /^[\p{Lu}\p{N}]/u.test(name) && words.length <= 6 && name.length >= 2;
  return !isName || deed.test(name) || /[,;]/.test(name) || /https?|www\.|@/.test(name) || notNames.test(name)
    ? null
    : name;
}

const notNames =
  /^(?:technologies|tools|stack|tech stack|skills|role|duration|team|link|links|github|languages|date|dates|client|description|result|results)$/i;

/** The beginning, at a word: a piece of the text, letter by letter. */
const cut = (text: string): string =>
  text.length <= mostQuoteCharacters
    ? text.trim()
    : text.slice(0, text.lastIndexOf(' ', mostQuoteCharacters)).trim();
