/** Plain text made safe and short for Discord. */

import { momentMarks, withoutMarks } from '../../wording/marks.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: control and direction characters are what is taken out
const invisible = /[\u0000-\u0008\u000B-\u001F\u007F\u202A-\u202E\u2066-\u2069]/g;
const markdown = /[\\`*_~|<>[\]]/g;
const lineStart = /^(\s*)([#+-]|\d+(?=[.)]))/gm;

/** Shows `text` as it is: no formatting, no mention, no command, no picture comes of it. */
export function escapeText(text: string): string {
  return withoutMarks(
    text
      .replace(invisible, '')
      .replace(/\r?\n(\s*\n)+/g, '\n\n')
      .replace(markdown, '\\$&')
      .replace(lineStart, (_, space: string, mark: string) =>
        /\d/.test(mark) ? `${space}${mark}\u200B` : `${space}\\${mark}`,
      )
      .replace(/@(everyone|here)/gi, '@\u200B$1')
      .replace(momentMarks, (_, at: string) => `<t:${Math.floor(Date.parse(at) / 1_000)}:f>`)
      .replace(/\uE000(\d{1,20})\uE001/g, '<@$1>'),
  );
}

/** Text for a code block: nothing in it can end the block. */
export const plainLine = (text: string): string =>
  text.replace(invisible, '').replace(/`/g, 'ˋ').replace(/\s+/g, ' ');

/** At most `limit` characters: whole sentences where one ends in the second half, else whole words. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  if (limit <= 1) return '…'.slice(0, Math.max(0, limit));
  const room = text.slice(0, limit - 1);
  const sentence = Math.max(
    ...[...room.matchAll(/[.!?]["'”’)]*(?=\s)/g)].map((end) => end.index + end[0].length),
    0,
  );
  if (sentence >= limit / 2) return `${room.slice(0, sentence)} …`.slice(0, limit);
  const word = room.lastIndexOf(' ');
  return `${word >= limit / 2 ? room.slice(0, word) : withoutHalfCharacter(room)}…`;
}

const withoutHalfCharacter = (text: string): string => text.replace(/[\uD800-\uDBFF]$/, '');

/** `text` cut and escaped so that what is sent has at most `limit` characters. */
export function fitText(text: string, limit: number): string {
  let room = limit;
  for (;;) {
    const shown = escapeText(cutText(text, room));
    if (shown.length <= limit) return shown;
    room = Math.max(0, Math.min(room - 1, Math.floor((room * limit) / shown.length)));
  }
}
