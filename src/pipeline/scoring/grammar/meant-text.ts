import type { Analysis } from '../text/analysis.ts';
import type { TextMatch } from '../text/disfluencies.ts';
import { endsWithMark } from '../text/sentences.ts';

/** An answer without its fillers and repeats, and the original position of each character. */
export type MeantText = { text: string; originalAt(offset: number): number };

/** Nobody reads remarks on a longer text; about 2,500 words. */
const longest = 15_000;

/**
 * The text as it was meant: the words in `left out` are removed, every sentence ends with a mark, and
 * sentences with code are dropped. `originalAt` maps back to the answer.
 */
export function meantText(analysis: Analysis, leftOut: readonly TextMatch[]): MeantText {
  const source = analysis.text.replace(/[’‘]/g, "'");
  const origins: number[] = [];
  let text = '';
  const add = (piece: string, from: number) => {
    for (let at = 0; at < piece.length; at += 1) origins.push(from + at);
    text += piece;
  };
  for (const { start, end, text: sentence } of analysis.sentences) {
    if (text.length > longest) break;
    if (/[`{}<>=]|\/\//.test(sentence)) continue;
    let at = start;
    for (const gap of leftOut.filter((finding) => finding.start >= start && finding.end <= end)) {
      if (gap.start < at) continue;
      add(source.slice(at, gap.start), at);
      at = gap.end;
      while (at < end && /[\s,]/.test(source[at] ?? '')) at += 1;
    }
    add(source.slice(at, end), at);
    add(endsWithMark(sentence) ? ' ' : '. ', end);
  }
  return { text, originalAt: (offset) => origins[offset] ?? analysis.text.length };
}
