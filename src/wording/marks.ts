/** Marks in a text that each platform shows in its own way: only these become a mention or a moment by the reader's clock. */
import type { Moment } from '../domain.ts';

/** A person in a text: shown by their name on the platform. */
export const personMark = (userId: string): string => `\uE000${userId}\uE001`;
/** Finds every person in a text; the first group is their id. */
export const personMarks = /\uE000([^\uE000\uE001]*)\uE001/g;

/** A moment in a text: shown by the reader's clock, with the day when it is not today. */
export const momentMark = (moment: Moment): string => `\uE002${moment}\uE003`;
/** Finds every moment in a text; the first group is the moment. */
export const momentMarks = /\uE002([\dTZ:.+\\-]{1,40})\uE003/g;

/** Takes away what is left of marks, so that nobody's own text can hold one. */
export const withoutMarks = (text: string): string => text.replace(/\p{Co}/gu, '');
