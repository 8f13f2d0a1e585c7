import type { Question } from '../../domain.ts';
import { updateAnswer } from '../../store/answers.ts';
import { findTurn } from '../../store/turns.ts';
import { utterancesOf } from '../../store/utterances.ts';
import { mostImportantFirst } from '../questions/most-important-first.ts';
import { contentWords } from '../questions/words.ts';
import { requireOwnAnswer, requireSession } from './access.ts';
import type { Clarified, Interview } from './interview-types.ts';
import { textOf } from './join-transcripts.ts';
import { findMannerHint } from './manner-hint.ts';
import type { Parts } from './parts.ts';

const nothing: Clarified = { hint: null, manner: null };

/** Counts that somebody asked what a question means or for a hint, and finds what helps. */
export function createClarify({ store }: Pick<Parts, 'store'>): Pick<Interview, 'clarify'> {
  return {
    async clarify(actor, answerId, { asks }) {
      return await store.transaction(async (trx) => {
        const answer = await requireOwnAnswer(trx, actor, answerId);
        const session = await requireSession(trx, actor, answer.session_id);
        const turn = await findTurn(trx, answer.turn_id);
        if (answer.state !== 'open' || !turn) return nothing;
        if (session.aim === 'exam' && asks === 'hint') return nothing;
        await updateAnswer(trx, answer.id, { clarified: answer.clarified + 1 });
        const isFirst = asks === 'question' && answer.clarified === 0;
        if (isFirst || session.aim === 'exam') return nothing;
        const utterances = await utterancesOf(trx, answer.id);
        const given = asks === 'hint' ? answer.clarified : answer.clarified - 1;
        return {
          hint: turn.part === null ? hintFor(turn.question, textOf(utterances), given) : null,
          manner: asks === 'hint' ? await findMannerHint(trx, answer.person_id, utterances) : null,
        };
      });
    },
  };
}

/** What the bank would ask about points that were not mentioned yet, the most important first, one after the other. */
function hintFor({ concepts }: Question, said: string, index: number): string | null {
  const open = mostImportantFirst(concepts).filter(({ statement }) => shareSaid(statement, said) < mentioned);
  const hints = open.flatMap(({ followUps }) => followUps.slice(0, 1));
  return hints[index % hints.length] ?? null;
}

/** A point of which so many words were said is not hinted at. */
const mentioned = 1 / 3;

/** The share of a statement's content words that occur in a text. */
function shareSaid(statement: string, said: string): number {
  const wanted = contentWords(statement);
  return wanted.size === 0 ? 0 : wanted.intersection(contentWords(said)).size / wanted.size;
}
