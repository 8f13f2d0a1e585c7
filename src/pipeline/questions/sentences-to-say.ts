/** A text in the pieces that a voice is given one after the other. */

const longestPiece = 220;
/** A first piece as short as this is heard soon; a longer one is parted at its first comma. */
const shortFirst = 60;
const leastFirst = 12;

export function sentencesToSay(text: string, language: string): string[] {
  const sentences = [...new Intl.Segmenter(language, { granularity: 'sentence' }).segment(text)]
    .map(({ segment }) => segment.trim())
    .filter((sentence) => /[\p{L}\d]/u.test(sentence))
    .flatMap((sentence) => (sentence.length > longestPiece ? byClauses(sentence) : [sentence]));
  const [first = '', ...rest] = sentences;
  if (first.length <= shortFirst) return sentences;
  const comma = first.slice(leastFirst).search(/[,;:] /);
  if (comma === -1) return sentences;
  const cut = leastFirst + comma + 1;
  return [first.slice(0, cut), first.slice(cut).trim(), ...rest];
}

/** Pieces that end at a comma, none longer than it must be. */
function byClauses(sentence: string): string[] {
  const pieces: string[] = [];
  for (const clause of sentence.split(/(?<=[,;:]) /)) {
    const last = pieces.at(-1);
    if (last !== undefined && last.length + clause.length < longestPiece)
      pieces[pieces.length - 1] = `${last} ${clause}`;
    else pieces.push(clause);
  }
  return pieces;
}
