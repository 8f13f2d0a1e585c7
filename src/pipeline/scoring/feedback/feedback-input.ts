import type { Band, Evaluation, Measures } from '../../../domain.ts';
import type { JudgedConcept } from '../../questions/gaps.ts';
import type { AnswerToScore } from '../text/analysis.ts';

/** Everything that feedback is based on. */
export type FeedbackInput = {
  answer: AnswerToScore;
  dimensions: Evaluation['dimensions'];
  measures: Measures;
  concepts: readonly JudgedConcept[];
  overall: number | null;
  band: Band | null;
};
