import { updateAnswer } from '../../store/answers.ts';
import { evaluationOf } from '../../store/evaluations.ts';
import { findTurn, reopenTurn, turnsOf } from '../../store/turns.ts';
import { requireOwnAnswer, requireSession } from './access.ts';
import type { Interview } from './interview-types.ts';
import type { Parts } from './parts.ts';

/** Opens an answer again whose author goes on speaking after their silence had ended it. */
export function createTakeBack({ store, stages }: Parts): Pick<Interview, 'takeBack'> {
  return {
    async takeBack(actor, answerId) {
      const taken = await store.transaction(async (trx) => {
        const answer = await requireOwnAnswer(trx, actor, answerId);
        // Its words are still being read, or judged: that judgement will find another answer, and is dropped.
        if (answer.state !== 'submitted' && answer.state !== 'transcribed') return null;
        const session = await requireSession(trx, actor, answer.session_id);
        const turn = await findTurn(trx, answer.turn_id);
        if (!turn || session.state !== 'active') return null;
        // A judged answer to which something was added has a card already.
        if (await evaluationOf(trx, answer.id)) return null;
        const isOver =
          turn.closed_at !== null && (turn.person_id === null || turn.close_reason !== 'answered');
        const isLast = (await turnsOf(trx, session.id)).every(({ position }) => position <= turn.position);
        if (isOver || !isLast) return null;
        await updateAnswer(trx, answer.id, { state: 'open', submitted_at: null, text: null });
        await reopenTurn(trx, turn.id);
        return answer;
      });
      if (taken)
        stages.send({ answerId, sessionId: taken.session_id, tenant: actor.tenant, stage: 'listening' });
      return taken !== null;
    },
  };
}
