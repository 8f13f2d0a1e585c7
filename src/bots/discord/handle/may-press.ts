/** Who may open what a button leads to: said at the button, before anybody has written anything. */
import { isCoachError } from '../../../errors.ts';
import type { ButtonMeaning } from '../cards.ts';
import { actorIn, type Desk } from '../desk.ts';
import { notAllowed, wrongState } from '../faults.ts';

/** Why this person cannot use this button, as the error to show; null when they can, or when it is for others to judge. */
export async function refusalOf(
  desk: Desk,
  { action, about, tenant }: ButtonMeaning,
  userId: string,
): Promise<Error | null> {
  const { interview } = desk.context;
  const actor = actorIn(tenant, userId);
  try {
    if (action === 'answer') {
      const { state, style, turn, ownerUserId } = await interview.session(actor, about);
      if (state === 'ended') return wrongState('This interview has ended; start a new one.');
      if (style === 'solo' && ownerUserId !== userId)
        return notAllowed(
          'This question is somebody else’s: only they can answer it. Start your own with /interview start.',
        );
      if (turn && turn.userId !== null && turn.userId !== userId)
        return notAllowed('This question is for somebody else; wait until it is your turn.');
    }
    if (action === 'follow-up' || action === 'delete') {
      const answer = await interview.answer(actor, about);
      if (answer.userId !== userId)
        return notAllowed('This answer is somebody else’s: only the person who gave it can do that.');
    }
    return null;
  } catch (error) {
    if (isCoachError(error)) return error;
    throw error;
  }
}
