/** What people say to an open question, whatever way it comes. */
import type { Actor, SessionView } from '../../../pipeline/interview/interview-types.ts';
import { loadSound, type SoundFile } from '../attachments.ts';
import type { Desk } from '../desk.ts';
import { wrongState } from '../faults.ts';

/** In an interview for everyone, whoever answers takes part. */
export async function joinToAnswer(desk: Desk, actor: Actor, session: SessionView): Promise<void> {
  const isIn = session.participants.some((one) => one.userId === actor.userId && one.role === 'candidate');
  if (session.style === 'everyone' && !isIn)
    desk.sessions.put(await desk.context.interview.join(actor, session.id, 'candidate'));
}

/** The answer is complete: what was said up to now is handed over first. */
export async function submitAnswer(desk: Desk, actor: Actor, session: SessionView): Promise<void> {
  const room = desk.rooms.ofSession(session.id);
  desk.typed.cancel(actor.userId, session.id);
  await room?.finish(actor.userId);
  await desk.context.interview.submit(actor, session.id);
}

/** A text that is a whole answer by itself. */
export async function answerWithText(
  desk: Desk,
  actor: Actor,
  session: SessionView,
  text: string,
  key: string,
): Promise<void> {
  await joinToAnswer(desk, actor, session);
  await desk.context.interview.addText(actor, session.id, text, { key });
  await submitAnswer(desk, actor, session);
}

/** A recording that is a whole answer by itself. */
export async function answerWithSound(
  desk: Desk,
  actor: Actor,
  session: SessionView,
  file: SoundFile,
  key: string,
): Promise<void> {
  if (!session.turn) throw wrongState('There is no question open right now; wait for the next one.');
  await joinToAnswer(desk, actor, session);
  const { pcm, durationMs } = await loadSound(file, desk.context.config, desk.signal);
  await desk.context.interview.addUtterance(actor, session.id, { pcm, startMs: 0, endMs: durationMs, key });
  await submitAnswer(desk, actor, session);
}
