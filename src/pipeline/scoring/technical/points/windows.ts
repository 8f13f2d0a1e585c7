/** The stretches of an answer in which a point is looked for. */
import type { Sentence } from '../../text/analysis.ts';
import { countWords } from '../../text/sentences.ts';

/** Neighbouring sentences, by their places among those of the answer. */
export type Window = { first: number; last: number };

/** A short answer is read whole, a longer one in stretches of at most so many words. */
const wholeUpToWords = 60;
const mostWords = 75;
const tileWords = 60;
const mostWindows = 6;

/**
 * Where to look for one point: the sentence that is most like it, alone and with its neighbours, the next best one with
 * its own, and the whole of a short answer. `everywhere`: the rest of the answer too, in stretches, as words alone do not
 * find a point that is made in other words. `likeness` has one number a sentence.
 */
export function windowsFor(
  sentences: readonly Pick<Sentence, 'text'>[],
  likeness: readonly number[],
  everywhere: boolean,
): Window[] {
  const sizes = sentences.map(({ text }) => countWords(text));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (sentences.length === 0) return [];
  const order = [...sentences.keys()].sort((a, b) => (likeness[b] ?? 0) - (likeness[a] ?? 0) || a - b);
  const [best = 0] = order;
  const around = (at: number) => widened({ first: at, last: at }, sizes);
  const next = order.find((at) => at < around(best).first || at > around(best).last);
  const found: Window[] = [
    ...(total <= wholeUpToWords ? [{ first: 0, last: sentences.length - 1 }] : []),
    { first: best, last: best },
    around(best),
    ...(next === undefined ? [] : [around(next)]),
    ...(everywhere && total > wholeUpToWords ? tiles(sizes) : []),
  ];
  return distinct(found).slice(0, mostWindows);
}

/** With one sentence on either side, the next one first, as far as the words allow. */
function widened({ first, last }: Window, sizes: readonly number[]): Window {
  const window = { first, last };
  let words = sizes[first] ?? 0;
  const after = sizes[last + 1];
  if (after !== undefined && words + after <= mostWords) {
    window.last += 1;
    words += after;
  }
  const before = sizes[first - 1];
  if (before !== undefined && words + before <= mostWords) window.first -= 1;
  return window;
}

function tiles(sizes: readonly number[]): Window[] {
  const found: Window[] = [];
  let words = Number.POSITIVE_INFINITY;
  for (const [at, size] of sizes.entries()) {
    const last = found.at(-1);
    if (last && words + size <= tileWords) {
      last.last = at;
      words += size;
    } else {
      found.push({ first: at, last: at });
      words = size;
    }
  }
  return found;
}

const distinct = (windows: readonly Window[]): Window[] =>
  windows.filter(
    (one, at) => windows.findIndex(({ first, last }) => first === one.first && last === one.last) === at,
  );
