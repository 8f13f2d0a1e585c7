import type { Concept, Evaluation, Question, Verdict } from '../../domain.ts';
import { contentWords, wordsOf } from './words.ts';

/** What became of a concept in an answer, and the words that showed it. */
export type ConceptOutcome = { concept: Concept; verdict: Verdict; quote?: string };

/** What a follow-up could be about. */
export type GapKind =
  | 'wrong'
  | 'missed'
  | 'result'
  | 'action'
  | 'partial'
  | 'vague'
  | 'number'
  | 'deeper'
  | 'small';

export type Gap = {
  kind: GapKind;
  /** As a follow-up names it: the concept's statement, or the kind of gap. */
  aimedAt: string;
  concept?: Concept;
  /** The person's own sentence it is about, where there is one. */
  sentence?: string;
  /** The words of that sentence that matter most. */
  around?: string;
};

export type AnswerToFollow = {
  question: Question;
  answerText: string;
  sentences: readonly { text: string }[];
  evaluation: Pick<Evaluation, 'dimensions' | 'overall'>;
  conceptVerdicts: readonly ConceptOutcome[];
};

/** An answer with fewer words that carry meaning holds nothing to go on from. */
const fewestContentWords = 5;

/**
 * What is open in an answer, the most valuable first: a wrong claim, a missed must, a story without its end, a must that
 * was only touched, a vague sentence, a missing number, a missed should. Empty when everything that matters was said.
 * An answer that says nothing, or speaks of something else, leaves one thing to do: ask for less.
 */
export function findGaps(answer: AnswerToFollow): Gap[] {
  const { question, conceptVerdicts } = answer;
  if (saysNothing(answer) || speaksOfSomethingElse(answer)) return smaller(answer);
  const having = (verdict: Verdict, weight: Concept['weight'] | 'any') =>
    conceptVerdicts.filter(
      (outcome) => outcome.verdict === verdict && (weight === 'any' || outcome.concept.weight === weight),
    );
  const wrong = having('contradicted', 'any').map((outcome) => conceptGap('wrong', outcome));
  const missed = having('missed', 'must').map((outcome) => conceptGap('missed', outcome));
  const partial = having('partial', 'must').map((outcome) => conceptGap('partial', outcome));
  const later = having('missed', 'should').map((outcome) => conceptGap('missed', outcome));
  const open = [
    ...wrong,
    ...missed,
    ...missingParts(answer),
    ...partial,
    ...vagueSentences(answer),
    ...missingNumbers(answer),
    ...later,
  ];
  const nothingIsExpected = question.concepts.length === 0 && conceptVerdicts.length === 0;
  return nothingIsExpected ? [...open, ...goDeeper(answer)] : open;
}

const conceptGap = (kind: GapKind, { concept, quote }: ConceptOutcome): Gap => ({
  kind,
  aimedAt: concept.statement,
  concept,
  ...(quote === undefined ? {} : { sentence: quote }),
});

const fillers = new Set([
  'um',
  'uh',
  'er',
  'erm',
  'hmm',
  'ah',
  'know',
  'idea',
  'sure',
  'sorry',
  'skip',
  'pass',
  'dunno',
]);

const saysNothing = ({ answerText }: AnswerToFollow): boolean =>
  [...contentWords(answerText)].filter((word) => !fillers.has(word)).length < fewestContentWords;

/** Not one word in common with the question or with anything that was expected, and no concept found in it. */
function speaksOfSomethingElse({ question, answerText, conceptVerdicts }: AnswerToFollow): boolean {
  if (conceptVerdicts.length === 0 || question.kind === 'behavioural') return false;
  if (conceptVerdicts.some(({ verdict }) => verdict !== 'missed')) return false;
  const expected = contentWords(
    [
      question.text,
      ...conceptVerdicts.flatMap(({ concept }) => [concept.statement, ...concept.aliases]),
    ].join(' '),
  );
  return contentWords(answerText).intersection(expected).size === 0;
}

function smaller({ conceptVerdicts }: AnswerToFollow): Gap[] {
  const open = conceptVerdicts.filter(({ verdict }) => verdict === 'missed' || verdict === 'contradicted');
  const ordered = [
    ...open.filter(({ concept }) => concept.weight === 'must'),
    ...open.filter(({ concept }) => concept.weight === 'should'),
  ];
  return [
    ...ordered.map(({ concept }): Gap => ({ kind: 'small', aimedAt: concept.statement, concept })),
    { kind: 'small', aimedAt: 'question' },
  ];
}

/** Parts of a story that were not told: its end first, then what the person did in it. */
function missingParts({ question, evaluation, sentences }: AnswerToFollow): Gap[] {
  if (question.kind !== 'behavioural') return [];
  const missing = (part: string) =>
    evaluation.dimensions.structure.evidence.some(
      ({ concept, verdict }) => concept?.toLowerCase() === part && verdict === 'missed',
    );
  const told = (cue: RegExp) => sentences.findLast(({ text }) => cue.test(text))?.text ?? longest(sentences);
  const gap = (kind: 'result' | 'action', sentence: string | undefined): Gap => ({
    kind,
    aimedAt: kind,
    ...(sentence === undefined ? {} : { sentence }),
  });
  return [
    ...(missing('result') ? [gap('result', told(/\bI\b/))] : []),
    ...(missing('action') ? [gap('action', told(/\b(?:we|our|the team)\b/i))] : []),
  ];
}

const vagueWords =
  /\b(?:stuff|things? like that|and so on|or whatever|or something|somehow|some kind of|some sort of|etc|et cetera|all that|and everything|various things|different things|a bunch of|the usual|do things)\b/i;

function vagueSentences({ sentences }: AnswerToFollow): Gap[] {
  return sentences.flatMap(({ text }): Gap[] => {
    const around = vagueWords.exec(text)?.[0];
    const concrete = /\d|\b(?:for example|for instance|such as|because)\b/i.test(text);
    return around === undefined || concrete || wordsOf(text).length < 5
      ? []
      : [{ kind: 'vague', aimedAt: 'vague', sentence: text, around }];
  });
}

/** Words of size and change, which ask for a number. */
const sizeWords =
  /\b(?:improved|reduced|increased|decreased|grew|dropped|saved|cut|doubled|sped|faster|slower|cheaper|bigger|smaller|fewer|many|huge|large|massive|lots? of|a lot|heavy (?:load|traffic)|millions|thousands|high traffic)\b/i;
const numberWords =
  /\d|\b(?:zero|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|half|third|quarter|percent|double|twice)\b/i;

/** A size or change without its number, where the answer has no number at all and the question is about experience or scale. */
function missingNumbers({ question, answerText, sentences }: AnswerToFollow): Gap[] {
  if (question.kind === 'technical' || numberWords.test(answerText)) return [];
  return sentences.flatMap(({ text }): Gap[] => {
    const around = sizeWords.exec(text)?.[0];
    return around === undefined ? [] : [{ kind: 'number', aimedAt: 'number', sentence: text, around }];
  });
}

/** Where nothing in particular is expected, the sentence that says most is worth a closer look. */
function goDeeper({ sentences }: AnswerToFollow): Gap[] {
  const sentence = longest(sentences);
  return sentence === undefined ? [] : [{ kind: 'deeper', aimedAt: 'deeper', sentence }];
}

export function longest(sentences: readonly { text: string }[]): string | undefined {
  let best: { text: string; size: number } | undefined;
  for (const { text } of sentences) {
    const size = contentWords(text).size;
    if (!best || size > best.size) best = { text, size };
  }
  return best?.text;
}
