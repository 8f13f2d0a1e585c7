/** Statements from fields that interviews are not about, of which no answer makes one. */
const statements = [
  'Bread dough rises because yeast turns sugar into gas.',
  'The tides follow the pull of the moon on the sea.',
  'A violin is tuned in fifths, from G up to E.',
  'Bees show the way to flowers by a dance.',
  'Glaciers carve valleys in the shape of a U.',
  'Roses are pruned in late winter, above an outward bud.',
];

/** The one that `number` falls on, or the next that has no word of four letters or more in common with the text. */
export function controlFor(number: number, text: string): string {
  const words = new Set(longWordsOf(text));
  const from = number % statements.length;
  const turned = [...statements.slice(from), ...statements.slice(0, from)];
  const [first = ''] = turned;
  return turned.find((one) => longWordsOf(one).every((word) => !words.has(word))) ?? first;
}

const longWordsOf = (text: string): string[] => text.toLowerCase().match(/\p{L}{4,}/gu) ?? [];
