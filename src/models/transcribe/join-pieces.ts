import type { TranscriptSegment } from '../../domain.ts';

/**
 * Words that are capitalised only at the start of a sentence; a recogniser capitalises them at the start of
 * any piece.
 */
const small = new Set(
  'a an and are as at because been but by can could did do does for from had has have he her his if in is it its no not of on or she so than that the their then there they this to was we were what when where which while who will with would you your'.split(
    ' ',
  ),
);

/**
 * Joins a sentence that was split by a cut: no full stop before a lower-case letter, and no capital if the
 * previous sentence has not ended. Changes both segments.
 */
export function joinedText(before: TranscriptSegment, after: TranscriptSegment): void {
  const [first, last] = [after.words[0], before.words.at(-1)];
  if (!first || !last) return;
  if (/^\p{Ll}/u.test(first.text)) last.text = last.text.replace(/[.…]+$/, '');
  else if (!/[.!?]$/.test(last.text) && small.has(first.text.toLowerCase().replace(/\W+$/, '')))
    first.text = first.text.toLowerCase();
  before.text = before.words.map(({ text }) => text).join(' ');
  after.text = after.words.map(({ text }) => text).join(' ');
}
