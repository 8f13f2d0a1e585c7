/**
 * Text from outside: what people, banks, models and servers give. It goes through `takeText` where it enters, and what is
 * shown goes through `visibleText` where it leaves, so that no text can steer what shows it.
 */

/** Text as it may be kept: without anything invisible that acts, and without the marks that only we may set. */
export const takeText = (text: string): string => visibleText(text).replace(privateUse, '');

/** Text as it may be shown: nothing moves a cursor, changes a direction or speaks to a terminal. Our own marks stay. */
export const visibleText = (text: string): string =>
  text.replace(sequences, '').replace(controls, '').toWellFormed();

/** Addresses without the names and passwords in them: `https://user:secret@host` becomes `https://host`. */
export const withoutPasswords = (text: string): string => text.replace(/(:\/\/)[^\s/@"]+@/g, '$1');

/** The same for every text in a value that was parsed, the names of its fields included. */
export function takeTexts(value: unknown): unknown {
  if (typeof value === 'string') return takeText(value);
  if (Array.isArray(value)) return value.map(takeTexts);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, held]) => [takeText(name), takeTexts(held)]));
}

/** JSON says the same when its invisible characters are written as escapes. */
export const visibleJson = (json: string): string =>
  json.replace(hidden, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Whole sequences that set colours (CSI) and titles or clipboards (OSC); each pattern ends where the next could begin. */
const sequences =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b\]|\u009d)[^\u0007\u001b\u009c\u009d\n]*(?:\u0007|\u001b\\|\u009c)/g;
const controls = /[[\p{Cc}\p{Bidi_Control}]--[\n\t]]/gv;
const hidden = /[\u007f-\u009f\p{Bidi_Control}]/gv;
/** The whole area, so that a mark that is added one day is covered. */
const privateUse = /\p{Co}/gu;
