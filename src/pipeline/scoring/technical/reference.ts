/** An answer against a reference answer, each as a whole: the parts of a reference need not all be said. */
import type { TextsToAlign } from '../../../models/ports.ts';
import type { AnswerToScore } from '../text/analysis.ts';
import { chanceOfCorrect, likenessOfWholeBy, type Path, scaleForReference } from './calibration.ts';
import { textsToAlign } from './concepts/aligned.ts';
import type { ConceptToFind, ExpectedPoints } from './concepts/concepts-of.ts';
import { type FoundConcept, statementPassage } from './concepts/find-concepts.ts';
import { type Passage, passageFrom, passageOf } from './concepts/passage.ts';
import type { Ground, Signals } from './concepts/signals.ts';
import { distinctSentences } from './concepts/units.ts';
import { runsOf, type Said, signalsAcross, type WholeSignals } from './concepts/whole-signals.ts';
import type { Judged } from './verdicts.ts';

export const saidIn = (answer: AnswerToScore): Said => ({
  passage: passageFrom(answer.text, answer.analysis.words, answer.analysis.text),
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

/** 0–100: the chance that a teacher calls the answer correct. */
export function scoreAgainstReference(
  judged: readonly Judged[],
  said: Said,
  ground: Ground,
  path: Path,
): number {
  const scale = scaleForReference(path);
  const likeness = likenessOfWholeBy(scale)(wholeSignals(judged, said, ground));
  const score = 100 * chanceOfCorrect(scale, likeness);
  const wrong = judged.filter(({ verdict }) => verdict === 'contradicted').length / judged.length;
  return wrong > 0.5 ? Math.min(score, contradictedCeiling) : score;
}

const contradictedCeiling = 30;

/** In what an answer is like a reference; `findings` are the reference's parts, each where it was found. */
export function wholeSignals(findings: readonly FoundConcept[], said: Said, ground: Ground): WholeSignals {
  const reference = wholeOf(
    findings.map(({ concept }) => concept),
    ground.question,
  );
  return { ...meanSignals(findings, ground), ...signalsAcross(said, reference, ground) };
}

/** The parts that a reference was cut into, as one again. */
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
