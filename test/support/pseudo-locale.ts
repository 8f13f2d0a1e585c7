/**
 * A second language for tests, made from English: every letter that a message itself holds is one that no English word
 * has. Whatever English is left in something rendered with it was not taken from the language folder.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { parse, stringify } from 'yaml';
import { programCall } from '../../src/config.ts';
import { messages as english } from '../../src/wording/en/messages.ts';
import { createWording, type Messages, type Wording } from '../../src/wording/wording.ts';
import { temporaryFolder } from './temporary.ts';

type Element = ReturnType<IntlMessageFormat['getAst']>[number];

const plain = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const accented = 'áƀçďéƒğĥíĵķĺɱñóƥɋřšţúṽŵẋýžÁƁÇĎÉƑĞĤÍĴĶĹṀÑÓƤɊŘŠŢÚṼŴẊÝŽ';

export const accent = (text: string): string =>
  text.replace(/[a-z]/gi, (letter) => accented[plain.indexOf(letter)] ?? letter);

/** A message with its literal parts in brackets and accented; what it asks for stays as it is. */
export function pseudoMessage(message: string): string {
  const elements = new IntlMessageFormat(message, 'en', undefined, { ignoreTag: true }).getAst();
  return `⟦${elements.map(print).join('')}⟧`;
}

function print(element: Element): string {
  // The numbers stand for the kinds of element that the parser tells apart.
  switch (element.type) {
    case 0:
      return accent(element.value).replaceAll("'", "''").replaceAll(/[{}#]/g, "'$&'");
    case 1:
      return `{${element.value}}`;
    case 2:
      return `{${element.value}, number}`;
    case 5:
      return `{${element.value}, select, ${options(element.options)}}`;
    case 6:
      return `{${element.value}, plural, ${options(element.options)}}`;
    case 7:
      return '#';
    default:
      throw new Error(`No message has had such an element so far: ${JSON.stringify(element)}`);
  }
}

const options = (given: Record<string, { value: Element[] }>): string =>
  Object.entries(given)
    .map(([name, { value }]) => `${name} {${value.map(print).join('')}}`)
    .join(' ');

/** Its lists, days and times are Greek, which has the plurals of English and none of its letters. */
export const pseudoWording: Wording = createWording(
  'el-x-pseudo',
  Object.fromEntries(Object.entries(english).map(([key, text]) => [key, pseudoMessage(text)])) as Messages,
);

/**
 * English words in a rendered text, without those of `data`: names, questions and answers are nobody's to translate.
 * Commands, options, settings, addresses and the units of measures are the same in every language.
 */
export function untranslated(text: string, data: readonly string[] = []): string[] {
  const rest = [programCall, ...data]
    .toSorted((one, other) => other.length - one.length)
    .reduce((left, part) => left.replaceAll(part, ' '), text.replaceAll(/[a-z]+[=:][^\s:]\S*/gi, ' '));
  return (
    rest
      .replaceAll(/https?:\/\/\S+/g, ' ')
      .replaceAll(/--?[a-z][a-z-]*|<[^<>\s]+>|\[[^[\]\s]+\]/gi, ' ')
      .replaceAll(/\/[a-z][a-z-]*/gi, ' ')
      .replaceAll(/\b[A-Z]+(_[A-Z]+)+\b/g, ' ')
      .match(/[a-z]{2,}/gi)
      ?.filter((word) => !/^(ms|kB|MB|GB|UTC)$/.test(word)) ?? []
  );
}

/** A bank whose questions, concepts and answers have no English letter, so that what is left of English is the program's. */
export function accentedBank(): string {
  const file = new URL('../fixtures/bank/cooking.yaml', import.meta.url);
  const accentAll = (value: unknown): unknown => {
    if (typeof value === 'string') return accent(value);
    if (Array.isArray(value)) return value.map(accentAll);
    return Object.fromEntries(
      Object.entries(value as object).map(([key, inner]) => [
        key,
        ['id', 'domain', 'level', 'kind', 'weight', 'tags'].includes(key) ? inner : accentAll(inner),
      ]),
    );
  };
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'cooking.yaml'), stringify(accentAll(parse(readFileSync(file, 'utf8')))));
  return folder;
}
