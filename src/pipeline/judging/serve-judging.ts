import { serveCalls } from '../../async/serve-calls.ts';
import { createEvaluator } from '../evaluate.ts';
import type { JudgingLog } from '../evaluation-types.ts';
import type { FollowUpWords } from '../questions/follow-up-request.ts';
import { borrowModels } from './borrow-models.ts';
import type { JudgingCall } from './open-judging-thread.ts';

/** The thread's side of `openJudgingThread`. */
export function serveJudging({ words, harper }: { words: FollowUpWords; harper: boolean }): void {
  const { ask } = serveCalls(async (message, { signal }) => {
    const call = message as JudgingCall;
    if (call.do === 'warm') return evaluator.warm?.();
    if (call.do === 'close') return await evaluator.close();
    models.set(call.present);
    if (call.do === 'read') return await evaluator.readAhead?.(call.answer, { signal });
    return await evaluator.evaluate(call.answer, { signal });
  });
  const tell = (what: object) => void ask(what).catch(() => undefined);
  const write =
    (level: keyof JudgingLog): JudgingLog['warn'] =>
    (facts, text) =>
      tell({ ask: 'log', level, facts, message: text });
  const models = borrowModels(ask);
  const evaluator = createEvaluator({
    models,
    words,
    harper,
    log: { warn: write('warn'), debug: write('debug') },
    counted: (counts) => tell({ ask: 'count', counts }),
  });
}
