import { createHash } from 'node:crypto';
import type { Level, Question, QuestionKind } from '../../domain.ts';

/** A question that somebody brought along: it has no concepts, and its kind is told from how it begins. */
export function ownQuestion(text: string, { domain, level }: { domain?: string; level?: Level }): Question {
  const wording = text.trim();
  return {
    id: `own-${createHash('sha256').update(wording.toLowerCase()).digest('hex').slice(0, 12)}`,
    domain: domain ?? 'own',
    level: level ?? 'mid',
    kind: kindOf(wording),
    text: wording,
    concepts: [],
    modelAnswer: null,
    tags: [],
    source: 'own',
  };
}

function kindOf(text: string): QuestionKind {
  if (
    /\b(?:time|situation|occasion|example) (?:when|where|in which|you|of when)\b|\btell me about (?:a|your)\b/i.test(
      text,
    )
  )
    return 'behavioural';
  return /\b(?:design|architect)\b/i.test(text) ? 'design' : 'technical';
}
