import type {
  Concept,
  DimensionScore,
  Evaluation,
  GapKind,
  Question,
  Substance,
  Verdict,
} from '../../domain.ts';
import { contentWords } from './words.ts';

/** The verdict on a concept in an answer, the words that showed it, and how likely a word about it would be out of place, 0–1. */
export type JudgedConcept = { concept: Concept; verdict: Verdict; quote?: string; doubt?: number };

/**
 * From here on it is better to say nothing about a point: of missed ones with this much doubt a third and more were said, of
 * covered ones a third were not (tune questions of `bench/corpus`).
 */
const mostDoubt = 0.3;

export const isDoubtful = ({ doubt = 0 }: Pick<JudgedConcept, 'doubt'>): boolean => doubt >= mostDoubt;

/** What a follow-up could be about. */
export type Gap = {
  kind: GapKind;
  concept?: Concept;
  /** The person's own sentence that it is about, if there is one. */
  sentence?: string;
  /** The words of that sentence that matter most. */
  around?: string;
};

export type AnswerToFollow = {
  question: Question;
  answerText: string;
  sentences: readonly { text: string }[];
  evaluation: Pick<Evaluation, 'dimensions' | 'overall'>;
  substance: Substance;
  conceptVerdicts: readonly JudgedConcept[];
};

/** An answer with fewer content words has nothing to build on. */
const fewestContentWords = 5;

/**
 * The gaps in an answer, the most valuable first: a wrong claim, a missed must, a story without its end, a
 * must that was only touched on, a vague sentence, a missing number, a missed should. Empty when everything
 * that matters was said. After an answer that says nothing, or is about something else, the only gap is to
 * ask for less.
 */
export function findGaps(answer: AnswerToFollow): Gap[] {
  const { question, conceptVerdicts } = answer;
  if (saysTooLittle(answer)) return smaller(answer);
  const having = (verdict: Verdict, weight: Concept['weight'] | 'any') =>
    conceptVerdicts.filter(
      (outcome) =>
        outcome.verdict === verdict &&
        !isDoubtful(outcome) &&
        (weight === 'any' || outcome.concept.weight === weight),
    );
  const open = [
    ...having('contradicted', 'any').map((outcome) => conceptGap('wrong', outcome)),
    ...having('missed', 'must').map((outcome) => conceptGap('missed', outcome)),
    ...missingParts(answer),
    ...having('partial', 'must').map((outcome) => conceptGap('partial', outcome)),
    ...vagueSentences(answer),
    ...missingNumbers(answer),
    ...having('missed', 'should').map((outcome) => conceptGap('missed', outcome)),
  ];
  const nothingIsExpected = question.concepts.length === 0 && conceptVerdicts.length === 0;
  return nothingIsExpected ? [...open, ...goDeeper(answer)] : open;
}

const conceptGap = (kind: GapKind, { concept, quote }: JudgedConcept): Gap => ({
  kind,
  concept,
  ...(quote === undefined ? {} : { sentence: quote }),
});

const saysTooLittle = ({ substance, answerText }: AnswerToFollow): boolean =>
  substance === 'empty' ||
  substance === 'unknown' ||
  substance === 'off-topic' ||
  contentWords(answerText).size < fewestContentWords;

function smaller({ conceptVerdicts }: AnswerToFollow): Gap[] {
  const open = conceptVerdicts.filter(({ verdict }) => verdict === 'missed' || verdict === 'contradicted');
  const ordered = [
    ...open.filter(({ concept }) => concept.weight === 'must'),
    ...open.filter(({ concept }) => concept.weight === 'should'),
  ];
  return [...ordered.map(({ concept }): Gap => ({ kind: 'small', concept })), { kind: 'small' }];
}

/** Parts of a story that were not told: its end first, then what the person did in it. */
function missingParts({ question, evaluation, sentences }: AnswerToFollow): Gap[] {
  if (question.kind !== 'behavioural') return [];
  const { structure } = evaluation.dimensions;
  const isMissing = (part: string) => verdictOn(structure, part)?.code === 'missed';
  const gap = (kind: 'result' | 'action', said: string | undefined): Gap => {
    const sentence = said ?? longest(sentences);
    return { kind, ...(sentence === undefined ? {} : { sentence }) };
  };
  const shared = structure.findings.find(({ code }) => code === 'we-only')?.evidence?.quote;
  return [
    ...(isMissing('result') ? [gap('result', verdictOn(structure, 'action')?.evidence?.quote)] : []),
    ...(isMissing('action') || shared !== undefined ? [gap('action', shared)] : []),
  ];
}

/** The verdict on a part comes before the remarks on it. */
const verdictOn = ({ findings }: DimensionScore, part: string) =>
  findings.find(({ about }) => about === part);

function vagueSentences({ evaluation: { dimensions } }: AnswerToFollow): Gap[] {
  const vague = dimensions.clarity.findings.find(({ code }) => code === 'vague');
  const sentence = vague?.evidence?.quote;
  const { word } = vague?.values ?? {};
  return sentence === undefined || typeof word !== 'string'
    ? []
    : [{ kind: 'vague', sentence, around: word }];
}

/** A result, or a design, whose size nobody named. */
function missingNumbers({ question, evaluation, sentences }: AnswerToFollow): Gap[] {
  const { structure } = evaluation.dimensions;
  const result = structure.findings.find(({ code }) => code === 'no-number')?.evidence?.quote;
  if (result !== undefined) return [{ kind: 'number', sentence: result }];
  const sentence = longest(sentences);
  return question.kind === 'design' &&
    verdictOn(structure, 'example-or-number')?.code === 'missed' &&
    sentence !== undefined
    ? [{ kind: 'number', sentence }]
    : [];
}

/** If nothing in particular is expected, the sentence that says most is worth a closer look. */
function goDeeper({ sentences }: AnswerToFollow): Gap[] {
  const sentence = longest(sentences);
  return sentence === undefined ? [] : [{ kind: 'deeper', sentence }];
}

export function longest(sentences: readonly { text: string }[]): string | undefined {
  let best: { text: string; size: number } | undefined;
  for (const { text } of sentences) {
    const size = contentWords(text).size;
    if (!best || size > best.size) best = { text, size };
  }
  return best?.text;
}
