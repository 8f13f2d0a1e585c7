/** What somebody is told who is the only one so far to have answered a question for everyone. */
import type { Actor, SessionView } from '../pipeline/interview/interview-types.ts';
import { sayView } from './desk-view.ts';
import type { View } from './view.ts';

/** The labels of the buttons that a platform shows under the question, and how it marks a person. */
export type WaitingWords = { takePart: string; showResults: string; nameOf(userId: string): string };

/** Null where there is nobody to wait for. */
export function viewWaiting(actor: Actor, session: SessionView, words: WaitingWords): View | null {
  const { ownerUserId, style, state, turn, participants } = session;
  const candidates = participants.filter(({ role }) => role === 'candidate');
  if (style !== 'everyone' || state !== 'active' || turn?.userId !== null || candidates.length > 1)
    return null;
  const until = turn.closesAt ? ` until ${turn.closesAt.slice(0, 16).replace('T', ' ')} UTC` : '';
  const open = `You are the only one taking part so far, so the question stays open for others${until}: they press ${words.takePart} under it.`;
  const who = actor.userId === ownerUserId ? `To see the results now,` : `${words.nameOf(ownerUserId)} can`;
  const closing = actor.userId === ownerUserId || until === '' ? ` ${who} press ${words.showResults}.` : '';
  return sayView('Waiting for others', `${open}${closing}`);
}
