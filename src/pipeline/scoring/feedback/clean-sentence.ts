import { remarksByRule } from '../grammar/remarks.ts';
import { rulesFor } from '../languages/rules.ts';
import type { AnswerToScore, Sentence } from '../text/analysis.ts';
import { findFillers, findRepetitions } from '../text/disfluencies.ts';

/** Phrases that can be left out without changing the claim; "maybe" and "probably" cannot. */
const removable = [
  /(?<!\b(?:what|how|why|as|than|do|did|when|if|whatever|that|which)\s)\bI (?:think|guess|suppose|feel like)(?: that(?=\s(?:I|we|they|it|the|you|he|she|there|this|our|my|a|an)\b))?,?\s(?!about\b|of\b|so\b|through\b)/gi,
  /(?<!\b(?:a|an|the|this|that|these|those|what|which|any|some|one|every|each|same|certain|other|another|no|different)\s)\b(?:kind|sort) of\s/gi,
  /,?\s(?:or something(?: like that)?|or whatever|and stuff(?: like that)?|and things like that|and so on)(?=[,.;]|$|\s(?:and|so|but|then|because)\b)/gi,
  /,\s(?:I (?:think|guess|suppose)|you know)(?=[,.;]|$)/gi,
];
const padding = /\b(?:basically|literally|honestly|obviously),?\s/gi;
/** Words that appear twice in a row once the words between them are gone. */
const twice = /\b(?!(?:that|very|had|really|so|no)\s)(\p{L}+(?:\s\p{L}+){0,2})(?:,?\s\1)+\b/giu;
const openings = /^(?:(?:so|and|well|yeah|yes|ok|okay|like|basically|actually|honestly|obviously)\b[\s,]+)+/i;

/** A spoken sentence is cut before the next one, but a word that led there may be left at its end. */
const leftBehind = /(?:,?\s(?:and|but|or|so|because))+\s*([.!?]?)$/i;

/**
 * The sentence as its speaker would have liked to say it: without fillers, repeats, hedges and slips, and
 * with nothing added.
 */
export function cleanSentence(answer: AnswerToScore, sentence: Sentence): string {
  const rules = rulesFor(answer.language);
  const one = { ...answer.analysis, sentences: [sentence], words: sentence.words };
  const fillers = rules ? findFillers(one, rules) : [];
  const soft = new Set(fillers.filter(({ kind }) => kind === 'soft').map(({ start }) => start));
  const repeats = findRepetitions(one, fillers, rules).map(({ start, end }) => ({
    start,
    end: start + Math.ceil((end - start) / 2),
    replacement: '',
  }));
  const changes = [
    ...fillers.map(({ start, end }) => ({ start, end, replacement: '' })),
    ...repeats,
    ...(answer.language === 'en' ? remarksByRule(one, answer.recognised) : []),
  ].sort((a, b) => b.start - a.start);
  let text = sentence.text;
  let before = Infinity;
  for (const { start, end, replacement } of changes) {
    if (end > before) continue;
    before = start;
    const left = text.slice(0, start - sentence.start);
    const right = text.slice(end - sentence.start);
    // "It was, like, broken": the commas were the filler's. "Lenta, o sea, imposible" needs one of them.
    const joins = answer.language !== 'en' && soft.has(start);
    const setOff = replacement === '' && !joins && /,\s*$/.test(left) && /^\s*,/.test(right);
    text = setOff ? left.replace(/,\s*$/, '') + right.replace(/^\s*,/, '') : left + replacement + right;
  }
  text = tidy(text);
  if (answer.language === 'en')
    text = removable.reduce(
      (rest, phrase) => tidy(rest.replace(phrase, phrase.source.startsWith(',') ? '' : ' ')),
      text.replace(openings, '').replace(padding, ''),
    );
  if (answer.language === 'en')
    text = tidy(text.replace(openings, '').replace(twice, '$1').replace(leftBehind, '$1'));
  return asWritten(text, answer.language);
}

const tidy = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/(?:,\s*){2,}/g, ', ')
    .replace(/\s+([,.;:!?])/g, '$1')
    .replace(/,([.!?])/g, '$1')
    .replace(/^[\s,;:.–—-]+/, '')
    .trim();

/** With a capital and a full stop, and "i" as "I". */
function asWritten(text: string, language: string): string {
  if (text === '') return '';
  const own = language === 'en' ? text.replace(/\bi(?=$|[\s,.;']|'(?:m|ve|d|ll)\b)/g, 'I') : text;
  // "iOS" and "kubectl logs --previous" stay as they are.
  const isName = /^\p{Ll}\p{L}*\p{Lu}/u.test(own) || /^[\p{Ll}\d]+(?:\s+\S+){0,2}\s+--?\p{L}/u.test(own);
  const capital = isName ? own : own.charAt(0).toUpperCase() + own.slice(1);
  return /[.!?…]["”']?$/.test(capital) ? capital : `${capital.replace(/[,;:–—-]+$/, '')}.`;
}

/** A text without case, punctuation and white space. */
export const bare = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s[\]]/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
