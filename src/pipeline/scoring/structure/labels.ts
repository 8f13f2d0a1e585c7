import type { Sentence } from '../text/analysis.ts';

export type StoryPart = 'situation' | 'task' | 'action' | 'result' | 'lesson';

const names: readonly [StoryPart, string][] = [
  ['situation', 'situation|context|background|setting|the setting|where|when|s'],
  ['task', 'task|goal|challenge|problem|objective|aim|my role|role|t'],
  ['action', 'actions?|what i did|steps?|approach|what we did|did|a'],
  ['result', 'results?|outcome|impact|effect|in the end|end|r'],
  ['lesson', 'lessons?(?: learned)?|learnings?|learned|takeaways?|reflection|what i learned|l'],
];
const label = new RegExp(
  `^[\\s>•*#_-]*(?:\\d[.)] *)?(?:${names.map(([, forms]) => `(${forms})`).join('|')})[*_]*\\s*(?:\\((?:what )?i?\\)\\s*)?[:–—=][*_]*\\s*`,
  'i',
);

/** A sentence under the label that its author gave it, without that label. */
export type Labelled = { part: StoryPart; sentence: Sentence; index: number; said: string };

/**
 * The sentences of a story that its author labelled ("Situation: …"), each with its part; a sentence without
 * a label belongs to the one before. Null if fewer than two parts have labels.
 */
export function labelledParts(sentences: readonly Sentence[]): Labelled[] | null {
  const found: Labelled[] = [];
  let part: StoryPart | undefined;
  for (const [index, sentence] of sentences.entries()) {
    const match = label.exec(sentence.text);
    const named = match ? names[match.slice(1).findIndex((group) => group !== undefined)]?.[0] : undefined;
    part = named ?? part;
    if (part)
      found.push({
        part,
        sentence,
        index,
        said: named ? sentence.text.slice(match?.[0].length) : sentence.text,
      });
  }
  return new Set(found.map((one) => one.part)).size >= 2 ? found : null;
}
