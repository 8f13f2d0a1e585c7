import type { Notices } from '../../store/notices.ts';
import type { Evaluator } from '../evaluation-types.ts';

const topic = 'warm-judge';

/** The judge as a process without models knows it: it only tells the workers that somebody is about to answer. */
export const openDistantJudge = (notices: Notices): Evaluator => ({
  async evaluate() {
    throw new Error('Answers are judged by the workers.');
  },
  warm: () => notices.publish(topic, {}),
  close: async () => undefined,
});

/** Warms the judge of a worker whenever a process without models asks for it. */
export const warmWhenAsked = (notices: Notices, evaluator: Pick<Evaluator, 'warm'>): (() => void) =>
  notices.subscribe(topic, () => evaluator.warm?.());
