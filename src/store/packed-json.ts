/**
 * How the large JSON of an answer stands in the store: short, as text, so that both engines keep, copy and compare it
 * like any other. Whatever was stored as plain JSON before is read as it is.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** Says that the rest is base64 of raw DEFLATE (RFC 1951) that begins with the dictionary of this number. */
const mark = '~1';
/** What is shorter gains nothing. */
const leastCharacters = 120;

export function packJson(value: unknown): string {
  const json = JSON.stringify(value);
  if (json.length < leastCharacters) return json;
  return `${mark}${deflateRawSync(json, { level: 9, dictionary: dictionary() }).toString('base64')}`;
}

export const unpackJson = (stored: string): unknown => JSON.parse(unpackText(stored));

/** The JSON itself, or any other text as it is. */
export const unpackText = (stored: string): string =>
  stored.startsWith(mark)
    ? inflateRawSync(Buffer.from(stored.slice(mark.length), 'base64'), {
        dictionary: dictionary(),
      }).toString()
    : stored;

/** What such JSON usually says; made by `scripts/store-dictionary.ts`. Never changed: another one gets another number. */
const file = fileURLToPath(new URL('../../assets/store/dictionary-1.txt', import.meta.url));
let held: Buffer | undefined;
const dictionary = (): Buffer => (held ??= readFileSync(file));
