import { dot, type Meaning } from './meaning.ts';
import { sameTerm } from './nearness.ts';
import type { Passage } from './passage.ts';
import type { Term } from './terms.ts';

/**
 * In what ways a passage resembles a statement, each 0–1 (meaning −1 to 1). The question's own words are left
 * out where stated.
 */
export type Signals = {
  /** Cosine of the sentence vectors with the question's direction removed; 0 without a model. */
  meaning: number;
  /** Share of the statement's terms beyond the question's that are said with the same polarity. */
  newTerms: number;
  /** The same over all its terms. */
  terms: number;
  /** Share of the statement's four-letter runs that are said. */
  letters: number;
  /** The same for those that the question does not have. */
  newLetters: number;
  /** Opposites: terms that are said the other way round. At most 3. */
  opposed: number;
  /**
   * Of the statement's terms that are said at all, the share that is said the other way round, things counting half; 0
   * when less than half of those beyond the question's is said, as too little then speaks of the same thing.
   */
  denied: number;
};

export const signalNames = [
  'meaning',
  'newTerms',
  'terms',
  'letters',
  'newLetters',
  'opposed',
  'denied',
] as const;

export type Ground = { question: Passage; meaning: Meaning | null };

export function signalsBetween(
  said: Passage,
  statement: Passage,
  { question }: Pick<Ground, 'question'>,
): Signals {
  let all = 0;
  let met = 0;
  let fresh = 0;
  let freshMet = 0;
  let opposed = 0;
  let found = 0;
  let turned = 0;
  let freshSaid = 0;
  for (const wanted of statement.terms) {
    const matches = said.terms.filter((term) => sameTerm(term, wanted));
    const agrees = matches.some(({ sign }) => sign === wanted.sign);
    const isOpposed = matches.length > 0 && !agrees;
    // A statement that names both ends, "the same query returns different rows", is not turned round by one of them.
    const isTurned = isOpposed && !namesBothEnds(statement, wanted);
    all += 1;
    if (matches.length > 0) found += 1;
    if (isTurned) turned += wanted.isThing ? 0.5 : 1;
    if (agrees) met += 1;
    else if (isOpposed && wanted.kind === 'pole') opposed += 1;
    if (question.terms.some((term) => sameTerm(term, wanted))) continue;
    fresh += 1;
    if (matches.length > 0) freshSaid += 1;
    if (agrees) freshMet += 1;
  }
  const terms = all === 0 ? 0 : met / all;
  const newLetters = statement.letters.difference(question.letters);
  return {
    meaning: said.vector && statement.vector ? dot(said.vector, statement.vector) : 0,
    newTerms: fresh === 0 ? terms : freshMet / fresh,
    terms,
    letters: share(statement.letters, said.letters),
    newLetters: share(newLetters, said.letters),
    opposed: Math.min(3, opposed),
    denied: found > 0 && freshSaid >= fresh / 2 ? turned / found : 0,
  };
}

const namesBothEnds = ({ terms }: Passage, wanted: Term): boolean =>
  wanted.kind === 'pole' && terms.some(({ key, sign }) => key === wanted.key && sign !== wanted.sign);

const share = (wanted: ReadonlySet<string>, said: ReadonlySet<string>): number =>
  wanted.size === 0 ? 0 : wanted.intersection(said).size / wanted.size;
