import type { Question } from '../../src/domain.ts';
import type { AnswerToJudge } from '../../src/pipeline/evaluation-types.ts';
import { analyse } from '../../src/pipeline/scoring/text/analyse.ts';
import type { AnswerToScore } from '../../src/pipeline/scoring/text/analysis.ts';
import type { GradedRow } from './graded-rows.ts';

/** An answer typed to a question, as the command line gives it to the judge. */
export const typedAnswer = (question: Question, text: string, referenceAnswer?: string): AnswerToJudge => ({
  question,
  ...(referenceAnswer === undefined ? {} : { referenceAnswer }),
  text,
  transcript: null,
  receivedShare: null,
  seed: 'bench',
  asked: [question.text],
  followUpDepth: 0,
  maxFollowUpDepth: 2,
});

export const toScore = (answer: AnswerToJudge): AnswerToScore => ({
  ...answer,
  language: 'en',
  recognised: false,
  analysis: analyse(answer.text),
});

export const answerToRow = ({ question, reference, answer }: GradedRow): AnswerToScore =>
  toScore(typedAnswer(questionOf(question), answer, reference));

const questionOf = (text: string): Question => ({
  id: 'own',
  domain: 'own',
  level: 'mid',
  kind: 'technical',
  text,
  concepts: [],
  modelAnswer: null,
  tags: [],
  source: 'own',
});
