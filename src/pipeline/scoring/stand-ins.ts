/** Short stand-ins for the scorers of style, until they are here. */
import type { DimensionScore, Feedback, Measures } from '../../domain.ts';
import type { AnswerToScore } from './analysis.ts';

export const notJudged = (reason: string): DimensionScore => ({
  score: null,
  reason,
  scorer: 'none',
  confidence: 'low',
  evidence: [],
});

export const measureAnswer = ({ analysis }: AnswerToScore): Measures => ({
  words: analysis.words.length,
  sentences: analysis.sentences.length,
  fillers: { hard: 0, soft: 0, clusters: [] },
  hedges: 0,
  repetitions: 0,
});

export function writeFeedback({ overall }: { overall: number | null }): Feedback {
  return {
    strength: 'You gave an answer to work with.',
    fix: 'Say the main idea first, then the reason.',
    summary: `Overall ${overall ?? 'not judged'}.`,
  };
}
