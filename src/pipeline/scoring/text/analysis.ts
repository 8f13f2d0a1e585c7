/**
 * What the language analyser finds in an answer; every scorer gets this. The analyser itself is `analyse.ts`.
 */
import type { AnswerToJudge } from '../../evaluation-types.ts';

/** Universal part-of-speech tags. */
export type PartOfSpeech =
  | 'ADJ'
  | 'ADP'
  | 'ADV'
  | 'AUX'
  | 'CCONJ'
  | 'DET'
  | 'INTJ'
  | 'NOUN'
  | 'NUM'
  | 'PART'
  | 'PRON'
  | 'PROPN'
  | 'PUNCT'
  | 'SCONJ'
  | 'SYM'
  | 'VERB'
  | 'X'
  | 'SPACE';

export type Word = {
  text: string;
  lower: string;
  lemma: string;
  stem: string;
  pos: PartOfSpeech;
  /** Carries grammar rather than meaning: the, of, it, can. */
  isFunction: boolean;
  /** Offsets in the text of the answer, in UTF-16 units. */
  start: number;
  end: number;
};

export type Sentence = { text: string; start: number; end: number; words: Word[] };

export type Analysis = { text: string; sentences: Sentence[]; words: Word[] };

export type AnswerToScore = AnswerToJudge & {
  analysis: Analysis;
  /** BCP 47 primary language: `en`. */
  language: string;
  /** Case and punctuation come from a recogniser, not from the person. */
  recognised: boolean;
};
