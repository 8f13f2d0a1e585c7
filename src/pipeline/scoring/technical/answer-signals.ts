import { leadOverOtherQuestions } from '../structure/story-fit.ts';
import type { AnswerToScore } from '../text/analysis.ts';
import { type Subject, subjectOf } from './concepts/subject.ts';
import type { AnswerSignals } from './points/point-signals.ts';

/** What is known of the answer as a whole: whether it is a story, for which question, and how far it is about its own. */
export function answerSignalsOf(answer: AnswerToScore): AnswerSignals {
  const { own, share } =
    (answer.language === 'en' ? subjectOf(answer.text, answer.question.id) : null) ?? usual;
  return {
    isStory: answer.question.kind === 'behavioural' ? 1 : 0,
    otherStory: Math.min(2, Math.max(0, -(leadOverOtherQuestions(answer) ?? 0))),
    ownWords: own,
    ownShare: share,
  };
}

/** Where it is not known which words belong to a question, an answer counts as one with as many of them as most have. */
const usual: Subject = { own: 0.5, share: 0.4 };
