/** After a restart: every session that had not ended goes on where it was. */
import { sayView } from '../desk-view.ts';
import { viewQuestion } from '../view.ts';
import { renderCard } from './cards.ts';
import { actorIn, type Desk } from './desk.ts';
import { endSession } from './end-session.ts';
import { loggable } from './faults.ts';
import { handleMessage } from './handle/messages.ts';
import { postedAs } from './live-posts.ts';
import { questionButtons } from './question-buttons.ts';
import { channelFor, type PostChannel } from './send.ts';

export async function takeUpSessions(desk: Desk): Promise<void> {
  const { interview, log } = desk.context;
  for (const session of await interview.openSessions('discord')) {
    desk.sessions.put(session);
    try {
      await takeUp(desk, session);
    } catch (error) {
      log.warn({ fault: loggable(error), sessionId: session.id }, 'A session could not be taken up again');
    }
  }
}

type Session = Awaited<ReturnType<Desk['context']['interview']['openSessions']>>[number];

async function takeUp(desk: Desk, session: Session): Promise<void> {
  const { tenant, channelId } = session.place;
  const channel = await channelFor(desk, channelId);
  if (!channel) return await endSession(desk, session, 'place-gone');
  if (
    session.mode === 'voice' &&
    session.state === 'active' &&
    !(await desk.rooms.resume(session, 'restarted'))
  ) {
    await desk.context.interview.pause(actorIn(tenant, session.ownerUserId), session.id);
    const view = sayView(
      'I was restarted',
      'Nobody is in the voice channel now, so the interview is paused. Join it and use /interview pause to go on.',
    );
    await channel.send(renderCard(view, { tenant }));
    return;
  }
  // The post with the buttons may be far up, and is not known any more: the question is shown once more.
  const { turn } = session;
  if (!turn || session.state !== 'active') return;
  const view = viewQuestion(turn, session.id);
  const buttons = questionButtons(session);
  const status =
    session.mode === 'voice'
      ? desk.rooms.statusLine(session)
      : 'I was restarted. What you wrote before is kept: go on, or press Done.';
  const message = await channel.send(renderCard(view, { tenant, buttons, status }));
  desk.posts.place(session.id, postedAs(message, { tenant, view, buttons, tag: '' }), status);
  await catchUp(desk, channel, Date.parse(turn.askedAt));
}

/** What was written while the bot was away is taken now; what was taken before is known by its id and not taken twice. */
async function catchUp(desk: Desk, channel: PostChannel, sinceMs: number): Promise<void> {
  const recent = await channel.messages.fetch({ limit: 50, cache: false });
  const missed = [...recent.values()].filter((message) => message.createdTimestamp >= sinceMs).reverse();
  for (const message of missed) await handleMessage(desk, message);
}
