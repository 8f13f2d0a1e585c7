/** Shows one delivery. */
import type {
  AnswerView,
  Delivery,
  DeliveryBody,
  SessionView,
  TurnView,
} from '../../pipeline/interview-types.ts';
import { sayView } from '../desk-view.ts';
import { type View, viewFeedback, viewQuestion, viewSummary } from '../view.ts';
import { type Desk, guildIdOf } from './desk.ts';
import { postedAs } from './live-posts.ts';
import { type CardButton, renderCard } from './render/card.ts';
import { personMark } from './render/text.ts';
import { channelFor, type Once, type PostChannel, postOnce, sendToPerson } from './send.ts';
import { viewResults, withoutScores } from './views.ts';
import { listeningLine } from './voice/lines.ts';

/** The channel of a session cannot be posted in any more. */
export class ChannelGone extends Error {
  override name = 'ChannelGone';
}

type Body<Type extends DeliveryBody['type']> = Extract<DeliveryBody, { type: Type }>;

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

const onceFor = ({ id, attempt }: Delivery, part = ''): Once => ({
  nonce: `g${id}${part}`.slice(0, 25),
  again: attempt > 1,
  tag: `d${id}${part}`,
});

async function channelOf(desk: Desk, session: SessionView): Promise<PostChannel> {
  const channel = await channelFor(desk, session.place.channelId);
  if (!channel) throw new ChannelGone(`Channel ${session.place.channelId} cannot be posted in`);
  return channel;
}

async function postHere(
  desk: Desk,
  delivery: Delivery,
  view: View,
  buttons: CardButton[] = [],
): Promise<string> {
  const once = onceFor(delivery);
  const card = renderCard(view, { tenant: delivery.session.place.tenant, buttons, tag: once.tag ?? '' });
  return (await postOnce(await channelOf(desk, delivery.session), card, once)).id;
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
  const status = session.mode === 'voice' ? listeningLine(desk, session, turn) : typingLine;
  const card = renderCard(view, { tenant, buttons, status, tag: once.tag ?? '' });
  const message = await postOnce(await channelOf(desk, session), card, once);
  desk.posts.place(session.id, postedAs(message, { tenant, view, buttons, tag: once.tag ?? '' }), status);
  desk.rooms.ofSession(session.id)?.ask(session, turn);
  return message.id;
}

const typingLine = 'Write your answer here, send a voice message, or press Answer.';

/** In a group it is said whose question it is. */
function addressee(session: SessionView, turn: TurnView): View['blocks'] {
  if (session.style === 'solo') return [];
  const text = turn.userId === null ? 'For everyone.' : `For ${personMark(turn.userId)}.`;
  return [{ type: 'text', text }];
}

function questionButtons(session: SessionView): CardButton[] {
  const about = session.id;
  return [
    ...(session.mode === 'text' || session.style === 'everyone'
      ? [{ action: 'answer', label: 'Answer', about } as const]
      : []),
    ...(session.style === 'everyone' ? [{ action: 'close', label: 'Show results', about } as const] : []),
  ];
}

async function giveFeedback(
  desk: Desk,
  delivery: Delivery,
  { answer }: Body<'feedback'>,
): Promise<string | undefined> {
  const { session } = delivery;
  const once = onceFor(delivery);
  const card = renderCard(viewFeedback(answer), {
    tenant: session.place.tenant,
    buttons: feedbackButtons(answer),
    files: await desk.charts(answer),
    tag: once.tag ?? '',
  });
  const receipt = await showPrivately(desk, delivery, answer.userId, card, answer.id);
  if (session.style === 'hot-seat') await desk.peers.judged(session, answer);
  await askForNextCandidate(desk, delivery);
  return receipt;
}

/** A hot seat that is free: whoever wants it takes it. */
async function askForNextCandidate(desk: Desk, delivery: Delivery): Promise<void> {
  const { session } = delivery;
  if (session.style !== 'hot-seat' || session.state !== 'active' || session.turn !== null) return;
  const once = onceFor(delivery, 's');
  const view = sayView('The seat is free', 'Who is next? Press the button to get the next question.');
  const buttons = [{ action: 'seat', label: 'I am next', about: session.id } as const];
  await postOnce(
    await channelOf(desk, session),
    renderCard(view, { tenant: session.place.tenant, buttons, tag: once.tag ?? '' }),
    once,
  );
}

const feedbackButtons = (answer: AnswerView): CardButton[] => [
  { action: 'follow-up', label: 'Answer follow-up', about: answer.id },
  { action: 'fair', label: 'Fair', about: answer.id },
  { action: 'unfair', label: 'Not fair', about: answer.id },
];

/** Private feedback goes into the reply it was asked with, else by direct message, else behind a button in the channel. */
async function showPrivately(
  desk: Desk,
  delivery: Delivery,
  userId: string,
  card: ReturnType<typeof renderCard>,
  answerId: string | null,
  part = '',
): Promise<string | undefined> {
  const { session } = delivery;
  const { tenant, channelId } = session.place;
  const once = onceFor(delivery, part);
  if (session.purpose === 'score' && answerId !== null) {
    const asked = await desk.scores.replyFor(answerId, userId);
    if (asked?.alive()) {
      await asked.show(card);
      return undefined;
    }
  }
  const channel = await channelFor(desk, channelId);
  if (channel && (channel.isDMBased() || !session.private)) return (await postOnce(channel, card, once)).id;
  const sent = await sendToPerson(desk, userId, card, once);
  if (sent) return sent.id;
  if (delivery.attempt === 1 && (await desk.responders.lastOf(tenant, userId)?.add(card))) return undefined;
  if (!channel) throw new ChannelGone(`Channel ${channelId} cannot be posted in`);
  return (await postOnce(channel, pointer(userId, tenant, answerId), once)).id;
}

function pointer(userId: string, tenant: SessionView['place']['tenant'], answerId: string | null) {
  const view = sayView(
    'Your feedback is ready',
    `${personMark(userId)}, your direct messages are closed, so I cannot send it to you.${answerId === null ? ' Open them for this server, or use: history.' : ' Press Show: only you will see it.'}`,
  );
  const buttons = answerId === null ? [] : [{ action: 'show', label: 'Show', about: answerId } as const];
  return renderCard(view, { tenant, buttons });
}

async function giveNotice(desk: Desk, delivery: Delivery, { notice, text }: Body<'notice'>): Promise<string> {
  const { session } = delivery;
  if (notice === 'stopped') desk.posts.end(session.id, 'This interview has ended.');
  if (notice === 'paused') desk.posts.say(session.id, 'Paused. Press Pause again to go on.');
  if (notice === 'resumed') desk.posts.say(session.id, 'Going on.');
  const whose =
    delivery.userId === null || session.style === 'solo' ? '' : `${personMark(delivery.userId)}: `;
  const id = await postHere(desk, delivery, sayView(noticeTitles[notice], `${whose}${text}`));
  const room = desk.rooms.ofSession(session.id);
  if (notice === 'no-speech' || notice === 'failed') room?.askAgain(delivery.userId);
  else await room?.changed(session);
  if (notice === 'resumed' && session.mode === 'voice' && !room) await callBack(desk, session);
  if (notice === 'skipped') await askForNextCandidate(desk, delivery);
  return id;
}

/** A voice session goes on after the bot had lost its voice channel. */
async function callBack(desk: Desk, session: SessionView): Promise<void> {
  if (await desk.rooms.takeUp(session)) return;
  const channel = await channelFor(desk, session.place.channelId);
  const view = sayView(
    'I am not in a voice channel',
    'Join the voice channel, then press Pause twice to call me; or write your answer as a reply to the question.',
  );
  await channel?.send(renderCard(view, { tenant: session.place.tenant }));
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

/** The end of a session. In a private group everybody gets their own part; the channel sees who took part. */
async function sumUp(
  desk: Desk,
  delivery: Delivery,
  { summary }: Body<'summary'>,
): Promise<string | undefined> {
  const { session } = delivery;
  const { tenant } = session.place;
  desk.posts.end(session.id, 'This interview has ended.');
  desk.sessions.remove(session.id);
  await desk.rooms.close(session.id);
  const view = viewSummary(summary, personMark);
  if (!session.private) return await postHere(desk, delivery, view);
  for (const [index, person] of summary.people.entries()) {
    const own = renderCard(viewSummary({ ...summary, people: [person] }, personMark), { tenant });
    await showPrivately(desk, delivery, person.userId, own, null, `p${index}`);
  }
  if (session.style === 'solo' && summary.people.length > 0) return undefined;
  const took = summary.people.map((person) => `${personMark(person.userId)} (${person.answers})`).join(', ');
  return await postHere(
    desk,
    delivery,
    sayView(
      'How it went',
      took === ''
        ? 'Nothing was answered this time. See you soon.'
        : `Took part, with answers: ${took}. Scores were sent in private.`,
    ),
  );
}
