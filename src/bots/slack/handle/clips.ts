/** Audio clips and other recordings: one is a whole answer. */
import { CoachError } from '../../../errors.ts';
import type { SessionView } from '../../../pipeline/interview/interview-types.ts';
import { sayView } from '../../desk-view.ts';
import { readClip } from '../clips/read-clip.ts';
import { actorOf, type Desk, type Doer } from '../desk.ts';
import { forOne, type SlackReply } from '../outlet.ts';
import type { MessageEvent } from '../payloads.ts';
import { joinIfNeeded, pieceKey, submitAnswer } from './taking-part.ts';

/** Takes the recordings of a message as the answer to the open question, and submits it. */
export async function takeClips(
  desk: Desk,
  doer: Doer,
  session: SessionView | null,
  event: MessageEvent,
): Promise<SlackReply | null> {
  if (!session)
    return forOne(
      sayView(
        'No interview is running here',
        'Start one first, or use "Score this answer" in the menu of your message.',
      ),
    );
  const { interview } = desk.context;
  const actor = actorOf(doer);
  await refuseWithoutConsent(desk, doer);
  await joinIfNeeded(desk, doer, session);
  for (const file of event.files ?? []) {
    const { pcm, durationMs } = await readClip(desk, doer.workspace, file);
    await interview.addUtterance(actor, session.id, {
      pcm,
      startMs: 0,
      endMs: durationMs,
      key: `${pieceKey(event.channel, event.ts)}:${file.id}`,
    });
  }
  return await submitAnswer(desk, doer, session);
}

/** Sending a clip to be scored is asking for it to be heard; only who took that back is not listened to. */
export async function refuseWithoutConsent({ context }: Desk, doer: Doer): Promise<void> {
  const given = await context.consents.list(actorOf(doer));
  const tookBack = given.some(({ revokedAt }) => revokedAt !== null);
  if (tookBack && !given.some(({ revokedAt }) => revokedAt === null))
    throw new CoachError(
      'not_allowed',
      'You took back your consent to be heard; give it again with "/privacy consent", or type your answer.',
    );
}

/** Somebody else's recording is heard only where that person agreed to be heard. */
export async function refuseToHear({ context }: Desk, doer: Doer, by: string | undefined): Promise<void> {
  const agreed = by !== undefined && (await context.consents.has({ ...actorOf(doer), userId: by }, 'voice'));
  if (!agreed)
    throw new CoachError(
      'not_allowed',
      'This is somebody else’s recording, and they have not agreed to be heard; they can with "/privacy consent".',
    );
}
