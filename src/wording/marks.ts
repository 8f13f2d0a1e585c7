/**
 * Marks in a text that each platform renders its own way: only these become a mention or a time in the
 * reader's zone.
 */
import type { Moment } from '../domain.ts';

/** A person in a text: shown by their name on the platform. */
export const personMark = (userId: string): string => `\uE000${userId}\uE001`;
/** Finds every person in a text; the first group is their id. */
export const personMarks = /\uE000([^\uE000\uE001]*)\uE001/g;

/** A moment in a text: shown in the reader's time zone, with the day when it is not today. */
export const momentMark = (moment: Moment): string => `\uE002${moment}\uE003`;
/** Finds every moment in a text; the first group is the moment. */
export const momentMarks = /\uE002([\dTZ:.+\\-]{1,40})\uE003/g;

/** Removes all marks, so that nobody's own text can contain one. */
export const withoutMarks = (text: string): string => text.replace(/\p{Co}/gu, '');
