import type { AnswerToScore, Sentence } from '../../text/analysis.ts';
import { endsWithMark } from '../../text/sentences.ts';
import { speaksToJudge } from '../rules/meta-talk.ts';
import { rejectionsIn } from '../rules/rejected.ts';
import { type Meaning, mean, without } from './meaning.ts';
import { joined, type Passage, passageFrom } from './passage.ts';
import { opensWithDenial } from './terms.ts';

/** What a concept may be found in: a sentence, two neighbouring ones, or, against a reference, the whole of a short answer. */
export type Unit = {
  passage: Passage;
  sentences: readonly Sentence[];
  /** Names a mistake in order to reject it. */
  rejects: boolean;
};

/** Longer answers are judged by their first sentences: about twenty minutes of speech. */
const mostSentences = 200;
const wholeUpTo = 3;

/** The sentences of an answer, each once: saying something twice earns nothing. */
export function distinctSentences({ analysis }: AnswerToScore): Sentence[] {
  const seen = new Set<string>();
  return analysis.sentences.slice(0, mostSentences).filter(({ words }) => {
    const key = words.map(({ stem }) => stem).join(' ');
    if (words.length === 0 || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

export function unitsOf(
  sentences: readonly Sentence[],
  { analysis, referenceAnswer }: AnswerToScore,
  {
    meaning,
    question,
    expected,
  }: { meaning: Meaning | null; question: Passage; expected: readonly string[] | null },
): Unit[] {
  let denied = false;
  const rejected = rejectionsIn(sentences);
  const singles = sentences.flatMap((sentence, at): Unit[] => {
    if (speaksToJudge(sentence.text, question.text)) return [];
    const { names: rejects, takenBack } = rejected[at] ?? { names: false, takenBack: false };
    const passage = passageFrom(sentence.text, sentence.words, analysis.text, {
      denied: denied !== takenBack,
      expected,
    });
    // A long sentence comes in pieces; what denies its beginning denies the rest of it.
    denied = (denied || opensWithDenial(sentence.text)) && !endsWithMark(sentence.text);
    return [{ passage: withVector(passage, meaning, question), sentences: [sentence], rejects }];
  });
  const pairs = singles.slice(1).map((right, at) => together(singles.slice(at, at + 1), right));
  const whole =
    referenceAnswer !== undefined && singles.length === wholeUpTo
      ? singles.slice(1).reduce((all, one) => together([all], one), singles[0] as Unit)
      : null;
  return [...singles, ...pairs, ...(whole ? [whole] : [])];
}

/** The single sentences among the units, in their order. */
export const singlesOf = (units: readonly Unit[]): Unit[] =>
  units.filter(({ sentences }) => sentences.length === 1);

function together(lefts: readonly Unit[], right: Unit): Unit {
  const left = lefts[0];
  if (!left) return right;
  const passage = joined(left.passage, right.passage);
  const vector =
    left.passage.vector && right.passage.vector
      ? { vector: mean(left.passage.vector, right.passage.vector) }
      : {};
  return {
    passage: { ...passage, ...vector },
    sentences: [...left.sentences, ...right.sentences],
    rejects: left.rejects || right.rejects,
  };
}

/** The passage with the vector learned for its text, with the question's direction removed. */
export function withVector(passage: Passage, meaning: Meaning | null, question: Passage): Passage {
  const own = meaning?.vectorOf(passage.text);
  const asked = meaning?.vectorOf(question.text);
  return own && asked ? { ...passage, vector: without(own, asked) } : passage;
}
