import type { TranscriptWord } from '../../domain.ts';

/**
 * Words instead of the signs that Whisper writes for them: "N+1" was said as "N plus one", "O(n²)" as "O of n squared". Names
 * with signs in them, such as C++, stay as they are.
 */
export function asSaid(word: TranscriptWord): TranscriptWord[] {
  const [, before = '', core = '', after = ''] = /^([^\p{L}\p{N}]*)(.*?)([.,;:!?]*)$/su.exec(word.text) ?? [];
  const said = inWords(core);
  if (said === core) return [word];
  const words = `${before}${said}${after}`.split(' ');
  const share = (word.endMs - word.startMs) / words.length;
  return words.map((text, at) => ({
    ...word,
    text,
    startMs: Math.round(word.startMs + at * share),
    endMs: Math.round(word.startMs + (at + 1) * share),
  }));
}

function inWords(text: string): string {
  const sum = /^(\p{L})\+(\d)$/u.exec(text);
  if (sum) return `${sum[1]} plus ${digits[Number(sum[2])] ?? ''}`;
  const cost = /^O\((1|n|log ?n|n ?log ?n|n²|n\^2|n2)\)$/i.exec(text)?.[1];
  return cost === undefined ? text : `O of ${costs[cost.toLowerCase().replaceAll(' ', '')] ?? cost}`;
}

const digits = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const costs: Record<string, string> = {
  ...{ '1': 'one', n: 'n', logn: 'log n', nlogn: 'n log n', 'n²': 'n squared' },
  ...{ 'n^2': 'n squared', n2: 'n squared' },
};
