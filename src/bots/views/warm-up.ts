/** What somebody sees who warms up: something to keep, one small thing, and no score. */
import type { Answer } from '../../domain.ts';
import { isPart } from '../../pipeline/interview/join-part.ts';
import { wordFeedback } from '../../wording/feedback.ts';
import type { Wording } from '../../wording/wording.ts';
import type { Block, View } from '../view.ts';

export function viewWarmUpCard(wording: Wording, { evaluation, turn }: Answer): View {
  const { say } = wording;
  const { strength, fix } = evaluation ? wordFeedback(wording, evaluation) : { strength: null, fix: null };
  // Two sentences were asked for: nobody is told to say more.
  const isShown = evaluation && isPart(evaluation.feedback.fix) && turn.question.concepts.length > 0;
  const remark = (kind: 'strength' | 'fix', label: string, text: string): Block[] => [
    { type: 'remark', kind, label, text },
  ];
  return {
    title: say('warm-up.card', { number: turn.number, of: turn.of }),
    meta: [say('warm-up.no-score')],
    blocks: [
      ...(strength === null
        ? [{ type: 'text' as const, text: say('warm-up.said') }]
        : remark('strength', say('feedback.keep'), strength)),
      ...(fix === null || !isShown ? [] : remark('fix', say('warm-up.later'), fix)),
    ],
  };
}

export const viewWarmedUp = ({ say }: Wording, start: string): View => ({
  title: say('warm-up.done'),
  meta: [],
  blocks: [{ type: 'text', text: say('warm-up.done-text', { start }) }],
});
