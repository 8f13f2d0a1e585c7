/**
 * The only file that imports language packages: sentences, words, parts of speech, lemmas and stems of an
 * answer.
 */
import { createRequire } from 'node:module';
import { functionWordsOf } from '../languages/function-words.ts';
import type { Analysis, PartOfSpeech, Sentence, Word } from './analysis.ts';
import { splitSentences, type TextSpan } from './sentences.ts';

/** A longer answer is read only up to here, so that no text can block the others: about an hour of speech. */
export const longestAnalysed = 60_000;

/**
 * Analyses the text of an answer. English words are tagged; contractions are two words, as in "do" + "n't".
 * In other languages part of speech is `X` and the lemma is the word itself. `pauses` are offsets where the
 * speaker fell silent: they help if there is no punctuation. Never throws; text after the first 60,000
 * characters is left out.
 */
export function analyse(text: string, language = 'en', pauses: readonly number[] = []): Analysis {
  const plain = text.slice(0, longestAnalysed).replace(/[’‘ʼ]/g, "'");
  const primary = primaryLanguage(language);
  const words = primary === 'en' ? englishWords(plain) : otherWords(plain, primary);
  const sentences: Sentence[] = splitSentences(plain, pauses).map(({ start, end }) => ({
    text: text.slice(start, end),
    start,
    end,
    words: [],
  }));
  let at = 0;
  for (const word of words) {
    word.text = text.slice(word.start, word.end);
    while (sentences[at + 1] && (sentences[at + 1]?.start ?? 0) <= word.start) at += 1;
    sentences[at]?.words.push(word);
  }
  return { text, sentences, words };
}

/** `en-GB` → `en`. */
export const primaryLanguage = (language: string): string => language.toLowerCase().split(/[-_]/)[0] || 'en';

/** A word as written, with what belongs inside it: `don't`, `node.js`, `ci/cd`, `c++`, `p99`, `2.5`, `O(log n)`. */
const written =
  /\bO\([^)\n]{1,12}\)|[\p{L}\p{N}_]\p{M}*(?:[\p{L}\p{N}\p{M}_]|['./@:&-](?=[\p{L}\p{N}_])|[+#]+(?![\p{L}\p{N}]))*%?/gu;
const contraction = /^(.+?)('s|'d|'ll|'m|'re|'ve|n't)$/i;

type Token = { pos: PartOfSpeech; lemma: string; start: number; end: number };

function englishWords(text: string): Word[] {
  const functionWords = functionWordsOf('en');
  const tokens = tagged(text);
  const words: Word[] = [];
  let next = 0;
  for (const { start, end } of spansOf(text, written)) {
    while ((tokens[next]?.end ?? Infinity) <= start) next += 1;
    const inside: Token[] = [];
    for (let at = next; (tokens[at]?.start ?? Infinity) < end; at += 1)
      inside.push(...tokens.slice(at, at + 1));
    for (const part of contractionParts(text, { start, end }))
      words.push(englishWord(text, part, inside, functionWords));
  }
  return words;
}

function contractionParts(text: string, { start, end }: TextSpan): TextSpan[] {
  const match = contraction.exec(text.slice(start, end));
  const cut = start + (match?.[1]?.length ?? 0);
  return cut > start
    ? [
        { start, end: cut },
        { start: cut, end },
      ]
    : [{ start, end }];
}

function englishWord(
  text: string,
  { start, end }: TextSpan,
  tokens: readonly Token[],
  functionWords: ReadonlySet<string> | null,
): Word {
  const own = tokens.filter((token) => token.start < end && token.end > start);
  // The full stop of "ms." may be part of the token, but a longer token is another word.
  const whole =
    own.length === 1 && own[0] && own[0].start >= start && own[0].end <= end + 1 ? own[0] : undefined;
  const lower = text.slice(start, end).toLowerCase();
  const pos = /^[\d.,]+%?$/.test(lower)
    ? 'NUM'
    : (whole?.pos ?? own.find((token) => token.pos === 'NOUN' || token.pos === 'PROPN')?.pos ?? 'NOUN');
  return {
    text: '',
    lower,
    lemma: whole && whole.lemma !== '' ? whole.lemma.replace(/\.$/, '') : lower,
    stem: stemmerFor('en')(lower),
    pos,
    isFunction: functionWords?.has(lower) ?? false,
    start,
    end,
  };
}

function tagged(text: string): Token[] {
  const nlp = english();
  // The tagger takes quadratic time over one endless word; nobody says one.
  const speakable = text.replace(/\S{80,}/g, (run) => run.slice(0, 80).padEnd(run.length));
  const tokens = nlp.readDoc(speakable).tokens();
  const values = tokens.out(nlp.its.value);
  const parts = tokens.out(nlp.its.pos);
  const lemmas = tokens.out(nlp.its.lemma);
  let at = 0;
  return values.flatMap((value, index) => {
    const start = speakable.indexOf(value, at);
    if (start < 0 || value.trim() === '') return [];
    at = start + value.length;
    const pos = parts[index];
    return [{ pos: isPartOfSpeech(pos) ? pos : 'X', lemma: lemmas[index] ?? value, start, end: at }];
  });
}

const partsOfSpeech = new Set<string>(
  'ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X SPACE'.split(' '),
);
const isPartOfSpeech = (value: string | undefined): value is PartOfSpeech =>
  value !== undefined && partsOfSpeech.has(value);

function otherWords(text: string, language: string): Word[] {
  const functionWords = functionWordsOf(language);
  const stem = stemmerFor(language);
  const spans = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/u.test(text)
    ? segmented(text, language)
    : spansOf(text, written).flatMap((span) => elided(text, span));
  return spans.map(({ start, end }) => {
    const lower = text.slice(start, end).toLowerCase();
    const isFunction = functionWords?.has(lower.replace(/'$/, '')) ?? false;
    return { text: '', lower, lemma: lower, stem: stem(lower), pos: 'X', isFunction, start, end };
  });
}

/** French "l'index" and "qu'on" are two words. */
function elided(text: string, { start, end }: TextSpan): TextSpan[] {
  const length = /^(?:[cdjlmnst]|qu)'/i.exec(text.slice(start, end))?.[0].length ?? 0;
  return length > 0
    ? [
        { start, end: start + length },
        { start: start + length, end },
      ]
    : [{ start, end }];
}

function segmented(text: string, language: string): TextSpan[] {
  const segmenter = new Intl.Segmenter(language, { granularity: 'word' });
  return [...segmenter.segment(text)]
    .filter((segment) => segment.isWordLike)
    .map(({ index, segment }) => ({ start: index, end: index + segment.length }));
}

const spansOf = (text: string, pattern: RegExp): TextSpan[] =>
  [...text.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length }));

const require = createRequire(import.meta.url);

type Feature = (...given: never[]) => unknown;
/** The part of wink-nlp that is used here; its own types do not allow the lemma. */
type Tagger = {
  readDoc(text: string): { tokens(): { out(feature: Feature): string[] } };
  its: Record<'value' | 'pos' | 'lemma', Feature>;
};
let tagger: Tagger | undefined;

/** The English model: read once, at the first answer (about 0.3 s), because many commands never need it. */
function english(): Tagger {
  if (!tagger) {
    const winkNlp: (model: { core?: unknown }, pipe: string[]) => Tagger = require('wink-nlp');
    const model: { core?: unknown } = require(modelName);
    tagger = winkNlp(model, ['pos']);
    // It works with copies. What it read would stay in memory beside them, another 7 MB.
    delete model.core;
    for (const [path, module] of Object.entries(require.cache))
      if (module && path.includes(modelName)) {
        module.children = [];
        delete require.cache[path];
      }
  }
  return tagger;
}

const modelName = 'wink-eng-lite-web-model';

type Stemmer = { stem(word: string): string };
/** Only the stemmers are taken from natural: its index opens database clients and reads `.env` when it is imported. */
const stemmerLoaders: Record<string, () => Stemmer> = {
  en: () => require('natural/lib/natural/stemmers/porter_stemmer'),
  de: () => require('natural/lib/natural/stemmers/porter_stemmer_de'),
  es: () => require('natural/lib/natural/stemmers/porter_stemmer_es'),
  fr: () => require('natural/lib/natural/stemmers/porter_stemmer_fr'),
};
const stemmers = new Map<string, (word: string) => string>();

function stemmerFor(language: string): (word: string) => string {
  const known = stemmers.get(language);
  if (known) return known;
  const stemmer = stemmerLoaders[language]?.();
  const stem = stemmer
    ? cached((word) => (/^\p{L}+$/u.test(word) ? stemmer.stem(word) : word))
    : (word: string) => word;
  stemmers.set(language, stem);
  return stem;
}

function cached(stem: (word: string) => string): (word: string) => string {
  const stems = new Map<string, string>();
  return (word) => {
    const known = stems.get(word);
    if (known !== undefined) return known;
    if (stems.size >= 20_000) stems.clear();
    const fresh = stem(word);
    stems.set(word, fresh);
    return fresh;
  };
}
