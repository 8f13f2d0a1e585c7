/** What is said aloud of a question. */
import type { Question, Turn } from '../../domain.ts';
import { wordFix } from '../../wording/feedback.ts';
import type { Wording } from '../../wording/wording.ts';

/**
 * The question; where one part of an answer is said again, only what to say, without the person's own words. `isCommon`:
 * others will hear the same: a follow-up may quote its person, and what a model words is asked once.
 */
export function spokenQuestion(
  wording: Wording,
  { kind, question, part }: Pick<Turn, 'kind' | 'part'> & { question: Pick<Question, 'text' | 'source'> },
): { text: string; isCommon: boolean } {
  if (part) {
    const { evidence: _, ...fix } = part;
    return { text: `${wording.say('again.question.text')} ${wordFix(wording, fix)}`, isCommon: false };
  }
  return { text: question.text, isCommon: kind !== 'follow-up' && question.source === 'bank' };
}
