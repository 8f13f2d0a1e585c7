import type { DimensionScore, Finding } from '../../../domain.ts';
import { rulesFor } from '../languages/rules.ts';
import { notJudged, otherLanguage, tooShort } from '../not-judged.ts';
import type { AnswerToScore } from '../text/analysis.ts';
import { isLoose } from '../text/sentence-shape.ts';
import { argumentParts } from './argument-parts.ts';
import type { Part } from './part.ts';
import { fitsAnotherQuestion } from './story-fit.ts';
import { storyParts } from './story-parts.ts';

/**
 * Whether an answer has the parts that make it easy to follow. Behavioural: situation, task, action ("I", not
 * only "we"), result (best with a number). Technical: claim, reason, example or trade-off. Design: claim,
 * reason, trade-off and an example or a number. The weights are house weights. The answer to a follow-up on a
 * story need not be a whole story, and a story that fits another question gets little.
 */
export function scoreStructure(answer: AnswerToScore): DimensionScore {
  const short = tooShort(answer, 'structure');
  if (short) return short;
  const rules = rulesFor(answer.language);
  if (!rules) return otherLanguage(answer, 'structure');
  const story = answer.question.kind === 'behavioural';
  if (story && answer.followUpDepth > 0) return notJudged('structure', 'follow-up');
  const parts = story ? storyParts(answer, rules) : argumentParts(answer, rules);
  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  const earned = parts.reduce((sum, { weight, share }) => sum + weight * share, 0);
  const told = Math.round((100 * earned) / total);
  const other = story && fitsAnotherQuestion(answer);
  return {
    score: other ? Math.min(told, mostForOtherQuestion) : told,
    ...(other ? { reason: { code: 'other-question', dimension: 'structure' } as const } : {}),
    scorer: story ? 'star rules' : 'argument rules',
    confidence: isLoose(answer.analysis) || answer.analysis.words.length < 40 ? 'low' : 'medium',
    findings: parts.flatMap(findingsOf),
  };
}

/** However well told, it is not what was asked for. */
const mostForOtherQuestion = 25;

/** The verdict on a part, and what keeps it from being complete. */
function findingsOf({ name, share, flaw, at }: Part): Finding[] {
  const about = { dimension: 'structure', about: name, ...(at && { evidence: at }) } as const;
  const code = share >= 0.75 ? 'covered' : share > 0 ? 'partial' : 'missed';
  return [{ code, ...about }, ...(flaw ? [{ code: flaw, ...about }] : [])];
}
