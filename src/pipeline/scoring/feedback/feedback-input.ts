import type { Band, Concept, Evaluation, Measures, Verdict } from '../../../domain.ts';
import type { AnswerToScore } from '../text/analysis.ts';

/** Everything that feedback is based on. */
export type FeedbackInput = {
  answer: AnswerToScore;
  dimensions: Evaluation['dimensions'];
  measures: Measures;
  concepts: readonly { concept: Concept; verdict: Verdict; quote?: string }[];
  overall: number | null;
  band: Band | null;
};
