import type { DimensionScore } from '../../../domain.ts';
import { rulesFor } from '../languages/rules.ts';
import { notJudged, tooShort } from '../not-judged.ts';
import type { AnswerToScore } from '../text/analysis.ts';
import { isLoose } from '../text/sentence-shape.ts';
import { argumentParts } from './argument-parts.ts';
import { storyParts } from './story-parts.ts';

/**
 * Whether the parts are there that make an answer easy to follow. Behavioural: situation, task, action ("I", not only
 * "we"), result (best with a number). Technical: claim, reason, example or trade-off. Design: claim, reason, trade-off and
 * an example or a number. The weights are house weights; the missing parts are named in the evidence.
 */
export function scoreStructure(answer: AnswerToScore): DimensionScore {
  const short = tooShort(answer, 'structure');
  if (short) return short;
  const rules = rulesFor(answer.language);
  if (!rules) return notJudged('The structure of an answer in this language cannot be judged yet.');
  const story = answer.question.kind === 'behavioural';
  const parts = story ? storyParts(answer, rules) : argumentParts(answer, rules);
  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  const earned = parts.reduce((sum, { weight, share }) => sum + weight * share, 0);
  return {
    score: Math.round((100 * earned) / total),
    scorer: story ? 'star rules' : 'argument rules',
    confidence: isLoose(answer.analysis) || answer.analysis.words.length < 40 ? 'low' : 'medium',
    evidence: parts.map(({ name, share, note, at }) => ({
      concept: name,
      verdict: share >= 0.75 ? 'covered' : share > 0 ? 'partial' : 'missed',
      ...at,
      ...(note === undefined ? {} : { note }),
    })),
  };
}
