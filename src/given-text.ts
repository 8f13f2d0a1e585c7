/**
 * Text from outside: from people, banks, models and servers. It passes `takeText` where it enters and
 * `visibleText` where it is shown, so no text can control the program that shows it.
 */

/**
 * Text that is safe to keep: without invisible characters that do something, and without the marks that only
 * we may set.
 */
export const takeText = (text: string): string => visibleText(text).replace(privateUse, '');

/**
 * Text that is safe to show: nothing in it moves a cursor, changes direction or controls a terminal. Our own
 * marks stay.
 */
export const visibleText = (text: string): string =>
  text.replace(sequences, '').replace(controls, '').toWellFormed();

/** Addresses without the names and passwords in them: `https://user:secret@host` becomes `https://host`. */
export const withoutPasswords = (text: string): string => text.replace(/(:\/\/)[^\s/@"]+@/g, '$1');

/** The same for every text in a parsed value, including the names of its fields. */
export function takeTexts(value: unknown): unknown {
  if (typeof value === 'string') return takeText(value);
  if (Array.isArray(value)) return value.map(takeTexts);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, held]) => [takeText(name), takeTexts(held)]));
}

/** JSON means the same when its invisible characters are written as escapes. */
export const visibleJson = (json: string): string =>
  json.replace(hidden, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

/**
 * Whole sequences that set colours (CSI) or titles and clipboards (OSC); each pattern ends where the next
 * could begin.
 */
const sequences =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this removes
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b\]|\u009d)[^\u0007\u001b\u009c\u009d\n]*(?:\u0007|\u001b\\|\u009c)/g;
const controls = /[[\p{Cc}\p{Bidi_Control}]--[\n\t]]/gv;
const hidden = /[\u007f-\u009f\p{Bidi_Control}]/gv;
/** The whole range, so marks added later are covered too. */
const privateUse = /\p{Co}/gu;
