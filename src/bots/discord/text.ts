/**
 * Makes plain text safe and short for Discord, and shows its marks of people, moments and commands in
 * Discord's way.
 */

import { visibleText } from '../../given-text.ts';
import { momentMarks, personMarks, withoutMarks } from '../../wording/marks.ts';

/** A command in the text of a view; with its id it is clickable. */
export const commandMark = (name: string, id: string | undefined): string =>
  id === undefined ? `/${name}` : `\uE004${name}:${id}\uE005`;

const markdown = /[\\`*_~|<>[\]]/g;
const lineStart = /^(\s*)([#+-]|\d+(?=[.)]))/gm;

/** Shows `text` as it is: nothing in it becomes formatting, a mention, a command or a picture. */
export function escapeText(text: string): string {
  const escaped = visibleText(text)
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{2,}/g, '\n\n')
    .replace(markdown, '\\$&')
    .replace(lineStart, (_, space: string, mark: string) =>
      /\d/.test(mark) ? `${space}${mark}\u200B` : `${space}\\${mark}`,
    )
    .replace(/@(everyone|here)/gi, '@\u200B$1')
    .replace(personMarks, (mark, id: string) => (/^\d{1,20}$/.test(id) ? `<@${id}>` : mark))
    .replace(momentMarks, (_, moment: string) => showMoment(moment))
    .replace(/\uE004([^:\uE004\uE005]{1,70}):(\d{1,20})\uE005/g, '</$1:$2>');
  return withoutMarks(escaped);
}

/** In the reader's own time zone: counted down when it is near, with the day when it is not today. */
function showMoment(escaped: string): string {
  const ms = Date.parse(escaped.replaceAll('\\', ''));
  if (Number.isNaN(ms)) return '';
  const awayMs = Math.abs(ms - Date.now());
  const style = awayMs < 60_000 ? 'R' : awayMs < 12 * 3_600_000 ? 't' : 'f';
  return `<t:${Math.ceil(ms / 1000)}:${style}>`;
}

/** Text for a code block: nothing in it can end the block. */
export const plainLine = (text: string): string =>
  withoutMarks(visibleText(text).replace(/\uE004([^:\uE004\uE005]*):\d*\uE005/g, '/$1'))
    .replace(/`/g, 'ˋ')
    .replace(/\s+/g, ' ');

/**
 * At most `limit` characters: cut after a sentence if one ends in the second half, otherwise after a word.
 */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  if (limit <= 1) return '…'.slice(0, Math.max(0, limit));
  // A mark that is cut in half shows nothing.
  const room = text.slice(0, limit - 1).replace(/[\uE000\uE002\uE004][^\uE000-\uE005]*$/, '');
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
