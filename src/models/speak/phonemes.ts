/** How a sentence is pronounced, in the signs that Piper's voices were trained with. */
import { runEspeak } from './espeak.ts';

/** What parts a sentence into clauses; a voice reads these signs as pauses and as its melody. */
const clauses = /([^,;:.!?…—–()]+)([,;:.!?…—–()]*)/gu;
/** Voices know these; the others become one of them. */
const signOf = (signs: string): string => {
  const [known] = signs.match(/[,;:.!?]/u) ?? [];
  return known ?? (signs.trim() === '' ? '' : ',');
};

/**
 * The phonemes of a sentence with its punctuation, by espeak-ng (its program speaks a line at a time, and drops
 * punctuation). `voice`: what the Piper voice names in its description, `en-us`. Marks of another language inside a
 * sentence are left out.
 */
export async function phonemesOf(sentence: string, voice: string, signal?: AbortSignal): Promise<string> {
  // A point or colon inside a number or a name parts nothing.
  const parts = [...sentence.replaceAll(/(?<=\S)[.:](?=\S)/gu, ' ').matchAll(clauses)].map(
    ([, words = '', signs = '']) => ({ words: words.replaceAll(/\s+/g, ' ').trim(), sign: signOf(signs) }),
  );
  const spoken = parts.filter(({ words }) => words !== '');
  if (spoken.length === 0) return '';
  const lines = spoken.map(({ words }) => words).join('\n');
  const heard = (await runEspeak(['-q', '--ipa', '-v', voice], `${lines}\n`, signal))
    .toString('utf8')
    .split('\n')
    .map((line) => line.replaceAll(/\([a-z-]+\)/g, '').trim())
    .filter((line) => line !== '');
  // It may part a long clause by itself: then the clauses' own signs cannot be told apart.
  if (heard.length !== spoken.length) return `${heard.join(', ')}${spoken.at(-1)?.sign || '.'}`;
  return heard
    .map((line, index) => `${line}${spoken[index]?.sign || (index === heard.length - 1 ? '.' : ',')}`)
    .join(' ');
}
