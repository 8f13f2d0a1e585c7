/** Where sentences begin and end in text as people type it and as recognisers write it. Offsets are UTF-16 units. */
export type TextSpan = { start: number; end: number };

/** After these a full stop never ends a sentence; compared as written. */
const abbreviations = new Set(
  `e.g i.e Dr Mr Mrs Ms Prof vs approx incl resp cf Fig St z.B d.h u.a ca bzw p.ej Sr Sra`.split(/\s+/),
);
/** What may come before a full stop inside a name: one letter ("J. Smith"), but not "I". */
const initial = /^[A-HJ-Z]$/u;
const listNumber = /^\d{1,2}$/;

/** An unpunctuated stretch longer than this is cut where speech begins something new. */
const longestRunWords = 30;
const fewestWordsInPiece = 7;

/**
 * Splits a text into sentences; handles "e.g.", "Dr.", decimals and node.js. A line break ends one unless the
 * line was wrapped. A stretch of more than thirty words without a full stop is cut at words that begin
 * something new ("so", "and then", "but"), and at `pauses`, offsets where the speaker fell silent.
 */
export function splitSentences(text: string, pauses: readonly number[] = []): TextSpan[] {
  const spans: TextSpan[] = [];
  let start = 0;
  for (const end of boundaries(text)) {
    spans.push(...cutRun(text, { start, end }, pauses));
    start = end;
  }
  spans.push(...cutRun(text, { start, end: text.length }, pauses));
  return spans.flatMap((span) => trimmed(text, span));
}

/** The sentences as their author marked them, however long: nothing is cut without a mark. */
export function markedSentences(text: string): TextSpan[] {
  const spans: TextSpan[] = [];
  let start = 0;
  for (const end of [...boundaries(text), text.length]) {
    spans.push(...trimmed(text, { start, end }));
    start = end;
  }
  return spans;
}

/** True for a sentence that its author ended with a mark of their own. */
export const endsWithMark = (sentence: string): boolean => /[.!?…。！？][\s"'”’)\]*]*$/u.test(sentence);

function* boundaries(text: string): Generator<number> {
  const marks = /[.!?…。！？]+["'”’)\]*]*|\n+/gu;
  let sentenceStart = 0;
  for (const match of text.matchAll(marks)) {
    const end = match.index + match[0].length;
    if (endsHere(text, sentenceStart, match.index, match[0], end)) {
      yield end;
      sentenceStart = end;
    }
  }
}

function endsHere(text: string, sentenceStart: number, at: number, mark: string, end: number): boolean {
  const next = text.slice(end, end + 40);
  if (mark.startsWith('\n')) return mark.length > 1 || !wrapped(text, sentenceStart, at, next);
  if (/^[。！？]/u.test(mark)) return true;
  if (!/^\s|^$/u.test(next)) return /^\.$/.test(mark) && glued(text, at, next);
  const lowerNext = /^\s*[\p{Ll}]/u.test(next);
  if (/^(?:\.{2,}|…)/.test(mark)) return !lowerNext && !/^\s*I\b/.test(next);
  if (!mark.startsWith('.')) return true;
  const before = /[^\s(["'“]*$/u.exec(text.slice(Math.max(sentenceStart, at - 30), at))?.[0] ?? '';
  if (abbreviations.has(before) || initial.test(before)) return false;
  if (before === 'etc') return !lowerNext;
  if (before === 'No' || before === 'no') return !/^\s*\d/.test(next);
  return !(listNumber.test(before) && text.slice(sentenceStart, at).trim() === before);
}

/**
 * "fast.Then": a full stop with a missing space, distinguished from node.js and System.Out by the next word.
 */
const glued = (text: string, at: number, next: string): boolean =>
  /\p{Ll}{2}$/u.test(text.slice(Math.max(0, at - 2), at)) &&
  /^(?:The|Then|It|I|We|They|This|That|So|But|And|In|If|When|Because|You|He|She)\b/.test(next);

function wrapped(text: string, sentenceStart: number, at: number, next: string): boolean {
  if (!/^\s*[\p{Ll}(]/u.test(next)) return false;
  const lineStart = Math.max(sentenceStart, text.lastIndexOf('\n', at - 1) + 1);
  return at - lineStart >= 60 || isFilled(text);
}

/** Narrower lines were wrapped by a program if the first word of each would not have fitted on the line before. */
function isFilled(text: string): boolean {
  const lines = text.trim().split('\n');
  const width = Math.max(...lines.map((line) => line.length));
  return (
    width >= narrowest &&
    lines.length >= fewestLines &&
    lines.slice(1).every((line, at) => {
      const word = /^\S+/.exec(line)?.[0] ?? '';
      return word !== '' && (lines[at] ?? '').length + 1 + word.length > width;
    })
  );
}

const narrowest = 25;
const fewestLines = 4;

/** What begins something new in speech. Longer ones first, so that the cut comes before the whole phrase. */
const beginnings =
  /\s(?=(?:and then|and so|and after that|after that|and (?:i|we|it|they|he|she|you|the|this|that)\b|so|but|then|because|also|first|second|finally|another|for example|which means|und dann|aber|also|weil|y luego|entonces|pero|et puis|donc|mais|alors)\s)/giu;

/** If that is not enough: a subject that nothing connects to the words before it. */
const subjects =
  /(?<!\b(?:that|which|what|when|if|because|and|but|so|where|how|why|who|as|than|until|before|after|while|think|know|said|thought|sure|since|once|the|for|to|of|in|with|do|did|can|could|should|would|then|or|was|were|am|are|is|have|had))\s(?=(?:i|we|they|there (?:is|was|are|were)|as a result|in the end) )/giu;

function cutRun(text: string, run: TextSpan, pauses: readonly number[]): TextSpan[] {
  if (countWords(text.slice(run.start, run.end)) <= longestRunWords) return [run];
  const silent = new Set(pauses.filter((at) => at > run.start && at < run.end));
  const first = cutAt(text, run, placesOf(text, run, beginnings, silent), silent);
  return first.flatMap((piece) =>
    countWords(text.slice(piece.start, piece.end)) <= longestRunWords
      ? [piece]
      : cutAt(text, piece, placesOf(text, piece, subjects), silent),
  );
}

const placesOf = (text: string, run: TextSpan, pattern: RegExp, silent: Iterable<number> = []): number[] =>
  [
    ...[...text.slice(run.start, run.end).matchAll(pattern)].map((match) => run.start + match.index),
    ...silent,
  ].sort((a, b) => a - b);

function cutAt(
  text: string,
  run: TextSpan,
  places: readonly number[],
  silent: ReadonlySet<number>,
): TextSpan[] {
  const pieces: TextSpan[] = [];
  let start = run.start;
  for (const at of places) {
    const least = silent.has(at) ? 4 : fewestWordsInPiece;
    if (countWords(text.slice(start, at)) < least) continue;
    if (countWords(text.slice(at, Math.min(run.end, at + 200))) < 4) break;
    // A comma means that the author joined the two halves on purpose; only a very long piece is cut there.
    if (text[at - 1] === ',' && countWords(text.slice(start, at)) < 20) continue;
    pieces.push({ start, end: at });
    start = at;
  }
  pieces.push({ start, end: run.end });
  return pieces;
}

export const countWords = (text: string): number => text.match(/[\p{L}\p{N}][^\s]*/gu)?.length ?? 0;

function trimmed(text: string, { start, end }: TextSpan): TextSpan[] {
  const body = text.slice(start, end);
  const left = body.length - body.trimStart().length;
  const span = { start: start + left, end: start + body.trimEnd().length };
  return /[\p{L}\p{N}]/u.test(body) ? [span] : [];
}
