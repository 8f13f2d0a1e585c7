import type { Question } from '../../domain.ts';
import { updateAnswer } from '../../store/answers.ts';
import { findTurn } from '../../store/turns.ts';
import { utterancesOf } from '../../store/utterances.ts';
import { mostImportantFirst } from '../questions/most-important-first.ts';
import { contentWords } from '../questions/words.ts';
import { requireOwnAnswer, requireSession } from './access.ts';
import type { Interview } from './interview-types.ts';
import { textOf } from './join-transcripts.ts';
import type { Parts } from './parts.ts';

/** Counts that somebody asked what a question means, and finds what helps. */
export function createClarify({ store }: Pick<Parts, 'store'>): Pick<Interview, 'clarify'> {
  return {
    async clarify(actor, answerId) {
      return await store.transaction(async (trx) => {
        const answer = await requireOwnAnswer(trx, actor, answerId);
        const session = await requireSession(trx, actor, answer.session_id);
        const turn = await findTurn(trx, answer.turn_id);
        if (answer.state !== 'open' || !turn) return { hint: null };
        await updateAnswer(trx, answer.id, { clarified: answer.clarified + 1 });
        // Other words come first. An exam gives no hints.
        if (answer.clarified === 0 || session.aim === 'exam') return { hint: null };
        const said = textOf(await utterancesOf(trx, answer.id));
        return { hint: hintFor(turn.question, said, answer.clarified - 1) };
      });
    },
  };
}

/** What the bank would ask about points that were not mentioned yet, the most important first, one after the other. */
function hintFor({ concepts }: Question, said: string, index: number): string | null {
  const open = mostImportantFirst(concepts).filter(({ statement }) => shareSaid(statement, said) < mentioned);
  const hints = open.flatMap(({ followUps }) => followUps.slice(0, 1));
  return hints[Math.min(index, hints.length - 1)] ?? null;
}

/** A point of which so many words were said is not hinted at. */
const mentioned = 1 / 3;

/** The share of a statement's content words that occur in a text. */
function shareSaid(statement: string, said: string): number {
  const wanted = contentWords(statement);
  return wanted.size === 0 ? 0 : wanted.intersection(contentWords(said)).size / wanted.size;
}
