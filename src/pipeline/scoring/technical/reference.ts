/** An answer against a reference answer, each as a whole: the parts of a reference need not all be said. */
import type { TextsToAlign } from '../../../models/ports.ts';
import type { AnswerToScore } from '../text/analysis.ts';
import { chanceOfCorrect, likenessOfWholeBy, type Path, scaleForReference } from './calibration.ts';
import { textsToAlign } from './concepts/aligned.ts';
import type { ConceptToFind, ExpectedPoints } from './concepts/concepts-of.ts';
import { type FoundConcept, statementPassage } from './concepts/find-concepts.ts';
import { sameTerm } from './concepts/nearness.ts';
import { type Passage, passageFrom, passageOf } from './concepts/passage.ts';
import type { Ground, Signals } from './concepts/signals.ts';
import type { Term } from './concepts/terms.ts';
import { distinctSentences } from './concepts/units.ts';
import { runsOf, type Said, signalsAcross, type WholeSignals } from './concepts/whole-signals.ts';
import { surely } from './points/softmax-model.ts';
import { saysOppositeWord } from './rules/polarity.ts';
import type { Judged } from './verdicts.ts';

export const saidIn = (answer: AnswerToScore, expected: readonly string[] | null = null): Said => ({
  passage: passageFrom(answer.text, answer.analysis.words, answer.analysis.text, { expected }),
  sentences: distinctSentences(answer).map(({ text }) => text),
});

/** What is learned of what was said and of what is wanted, for `Meaning.learn`, and what is aligned, for `Meaning.align`. */
export function againstReference(answer: AnswerToScore, { ways }: ExpectedPoints): ToLearn {
  const question = passageOf(answer.question.text, answer.language);
  const references = ways.map((concepts) => wholeOf(concepts, question));
  const said = saidIn(answer);
  return {
    said: runsOf(said.passage),
    wanted: references.flatMap(runsOf),
    pairs: references.map((reference) => textsToAlign(said.sentences, reference.text, question)),
  };
}

export type ToLearn = { said: string[]; wanted: string[]; pairs: TextsToAlign[] };

/**
 * 0–100: the probability that a teacher calls the answer correct, within the limits that rules can set for
 * certain.
 */
export function scoreAgainstReference(
  judged: readonly Judged[],
  said: Said,
  ground: Ground,
  path: Path,
): number {
  const reference = judged.map(({ concept }) => concept.statement).join(' ');
  if (saysOppositeWord(said.passage.text, reference, ground.question.text)) return oppositeCeiling;
  const scale = scaleForReference(path);
  const score = 100 * chanceOfCorrect(scale, likenessOfWholeBy(scale)(wholeSignals(judged, said, ground)));
  const wrong = judged.filter(({ verdict }) => verdict === 'contradicted').length / judged.length;
  if (wrong > 0.5) return Math.min(score, contradictedCeiling);
  return wrong === 0 && saysAllOfShort(said, judged, ground) ? Math.max(score, shortFloor) : score;
}

/** Yes for no: whatever is said beside it, the reference is contradicted. */
export function withOppositeWord(judged: readonly Judged[], said: Said, { question }: Ground): Judged[] {
  const reference = judged.map(({ concept }) => concept.statement).join(' ');
  if (!saysOppositeWord(said.passage.text, reference, question.text)) return [...judged];
  return judged.map((one) =>
    one.unit === null
      ? one
      : {
          ...one,
          verdict: 'contradicted',
          chances: surely('contradicted'),
          credit: 0,
          why: 'says-opposite',
        },
  );
}

const contradictedCeiling = 25;
const oppositeCeiling = 12;
const shortFloor = 88;
/**
 * With so few terms beyond the question's, the reference is a fact: an answer with those terms has said it.
 */
const mostTermsOfFact = 3;

/**
 * A reference that is a number, a name or a few words, when the answer says them all and hardly anything
 * else.
 */
function saysAllOfShort(said: Said, judged: readonly Judged[], { question }: Ground): boolean {
  const statements = judged.flatMap(
    ({ concept }) => statementPassage(concept.statement, { question, meaning: null }).terms,
  );
  const wanted = statements.filter((term) => !question.terms.some((asked) => sameTerm(asked, term)));
  const facts = wanted.length > 0 ? wanted : statements;
  if (facts.length === 0 || statements.length > mostTermsOfFact) return false;
  const has = (term: Term) => said.passage.terms.some((one) => sameTerm(one, term) && one.sign === term.sign);
  const others = said.passage.terms.filter(
    (term) =>
      !statements.some((one) => sameTerm(one, term)) && !question.terms.some((one) => sameTerm(one, term)),
  );
  return facts.every(has) && others.length <= facts.length;
}

/**
 * In what ways an answer resembles a reference; `findings` are the reference's parts, each where it was
 * found.
 */
export function wholeSignals(findings: readonly FoundConcept[], said: Said, ground: Ground): WholeSignals {
  const reference = wholeOf(
    findings.map(({ concept }) => concept),
    ground.question,
  );
  return { ...meanSignals(findings, ground), ...signalsAcross(said, reference, ground) };
}

/** The parts of a reference, joined again. */
const wholeOf = (concepts: readonly ConceptToFind[], question: Passage): Passage =>
  statementPassage(concepts.map(({ statement }) => statement).join(' '), {
    question,
    meaning: null,
  });

/** The signals of the parts of a reference as one, each part by how many terms beyond the question's it brings. */
function meanSignals(findings: readonly FoundConcept[], ground: Ground): Signals {
  const weights = findings.map(({ concept }) => {
    const { terms } = statementPassage(concept.statement, ground);
    return 1 + terms.filter((term) => !ground.question.terms.some(({ key }) => key === term.key)).length;
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = (name: keyof Signals) =>
    findings.reduce((sum, { signals }, at) => sum + signals[name] * (weights[at] ?? 0), 0) / total;
  return {
    meaning: mean('meaning'),
    newTerms: mean('newTerms'),
    terms: mean('terms'),
    letters: mean('letters'),
    newLetters: mean('newLetters'),
    opposed: mean('opposed'),
    denied: mean('denied'),
  };
}
