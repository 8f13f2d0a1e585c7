/** Shows one delivery. */

import type { Delivery, SessionView, TurnView } from '../../pipeline/interview/interview-types.ts';
import { personMark } from '../../wording/marks.ts';
import { noticeText } from '../../wording/notice-text.ts';
import { sayView } from '../desk-view.ts';
import { type View, viewQuestion } from '../view.ts';
import { askForNextCandidate } from './ask-next.ts';
import { renderCard } from './cards.ts';
import { actorIn, type Desk, guildIdOf } from './desk.ts';
import { giveFeedback, sumUp } from './give-feedback.ts';
import { postedAs } from './live-posts.ts';
import { type Body, channelOf, onceFor, postHere } from './post-delivery.ts';
import { questionButtons } from './question-buttons.ts';
import { postOnce } from './send.ts';
import { viewResults, withoutScores } from './views.ts';

/** Gives the id of the message, where one was posted. */
export async function deliver(desk: Desk, delivery: Delivery): Promise<string | undefined> {
  const { session, body } = delivery;
  desk.sessions.put(session);
  switch (body.type) {
    case 'question':
      return await askQuestion(desk, delivery, body);
    case 'feedback':
      return await giveFeedback(desk, delivery, body);
    case 'results': {
      const shown = session.private ? body.answers.map(withoutScores) : body.answers;
      return await postHere(desk, delivery, viewResults(body.turn, shown, session.private));
    }
    case 'notice':
      return await giveNotice(desk, delivery, body);
    case 'summary':
      return await sumUp(desk, delivery, body);
  }
}

async function askQuestion(desk: Desk, delivery: Delivery, { turn }: Body<'question'>): Promise<string> {
  const { session } = delivery;
  const { tenant } = session.place;
  if (session.mode === 'voice') await desk.rooms.settled(guildIdOf(tenant));
  const once = onceFor(delivery);
  const question = viewQuestion(turn, session.id);
  const blocks = [...addressee(session, turn), ...question.blocks];
  const view = { ...question, blocks };
  const buttons = questionButtons(session);
  const status = session.mode === 'voice' ? desk.rooms.statusLine(session) : typingLine;
  const card = renderCard(view, { tenant, buttons, status, tag: once.tag ?? '' });
  const message = await postOnce(await channelOf(desk, session), card, once);
  desk.posts.place(session.id, postedAs(message, { tenant, view, buttons, tag: once.tag ?? '' }), status);
  // It quotes what the person said before, and is emptied with it.
  if (turn.kind === 'follow-up' && turn.userId !== null)
    await desk.cards.remember(actorIn(tenant, turn.userId), message, turn.afterAnswerId);
  return message.id;
}

const typingLine = 'Write your answer here, send a voice message, or press Answer.';

/** In a group it is said whose question it is. */
function addressee(session: SessionView, turn: TurnView): View['blocks'] {
  if (session.style === 'solo') return [];
  const text = turn.userId === null ? 'For everyone.' : `For ${personMark(turn.userId)}.`;
  return [{ type: 'text', text }];
}

async function giveNotice(desk: Desk, delivery: Delivery, body: Body<'notice'>): Promise<string> {
  const { notice } = body;
  const { session } = delivery;
  if (notice === 'stopped') desk.posts.end(session.id, 'This interview has ended.');
  if (notice === 'paused') desk.posts.say(session.id, 'Paused. Press Pause again to go on.');
  if (notice === 'resumed') desk.posts.say(session.id, 'Going on.');
  const whose =
    delivery.userId === null || session.style === 'solo' ? '' : `${personMark(delivery.userId)}: `;
  const id = await postHere(
    desk,
    delivery,
    sayView(noticeTitles[notice], `${whose}${noticeText(desk.context.wording, body)}`),
  );
  if (notice === 'skipped') await askForNextCandidate(desk, delivery);
  return id;
}

const noticeTitles: Record<Body<'notice'>['notice'], string> = {
  'no-speech': 'I heard nothing',
  'no-transcriber': 'No speech model yet',
  failed: 'That went wrong',
  paused: 'Paused',
  resumed: 'Going on',
  stopped: 'The interview has ended',
  skipped: 'Skipped',
  announcement: 'Practice together',
  reminder: 'Practice begins soon',
  missed: 'Practice was left out',
  'round-up': 'Practice is over',
};
