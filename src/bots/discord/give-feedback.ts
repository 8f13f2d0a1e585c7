/** Feedback and summaries: private first, and never lost because somebody's direct messages are closed. */
import type { AnswerView, Delivery, SessionView } from '../../pipeline/interview/interview-types.ts';
import { personMark } from '../../wording/marks.ts';
import { sayView } from '../desk-view.ts';
import { viewFeedback } from '../feedback-view.ts';
import { viewSummary } from '../view.ts';
import { askForNextCandidate } from './ask-next.ts';
import { type Card, type CardButton, renderCard } from './cards.ts';
import { actorIn, type Desk } from './desk.ts';
import { type Body, ChannelGone, onceFor, postHere } from './post-delivery.ts';
import { channelFor, postOnce, sendToPerson } from './send.ts';

export async function giveFeedback(
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
  card: Card,
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
  const sent =
    channel && (channel.isDMBased() || !session.private)
      ? await postOnce(channel, card, once)
      : await sendToPerson(desk, userId, card, once);
  if (sent) {
    await desk.cards.remember(actorIn(tenant, userId), sent, answerId);
    return sent.id;
  }
  if (delivery.attempt === 1 && (await desk.responders.lastOf(tenant, userId)?.add(card))) return undefined;
  if (!channel) throw new ChannelGone(`Channel ${channelId} cannot be posted in`);
  return (await postOnce(channel, pointer(userId, tenant, answerId), once)).id;
}

function pointer(userId: string, tenant: SessionView['place']['tenant'], answerId: string | null) {
  const view = sayView(
    'Your feedback is ready',
    `${personMark(userId)}, your direct messages are closed, so I cannot send it to you.${answerId === null ? ' Open them for this server, or use /history.' : ' Press Show: only you will see it.'}`,
  );
  const buttons = answerId === null ? [] : [{ action: 'show', label: 'Show', about: answerId } as const];
  return renderCard(view, { tenant, buttons });
}

/** The end of a session. In a private group everybody gets their own part; the channel sees who took part. */
export async function sumUp(
  desk: Desk,
  delivery: Delivery,
  { summary }: Body<'summary'>,
): Promise<string | undefined> {
  const { session } = delivery;
  const { tenant, channelId } = session.place;
  desk.posts.end(session.id, 'This interview has ended.');
  desk.sessions.remove(session.id);
  const view = viewSummary(summary, personMark);
  if (!session.private) {
    const id = await postHere(desk, delivery, view);
    const [only, ...others] = summary.people;
    if (only && others.length === 0)
      await desk.cards.remember(actorIn(tenant, only.userId), { id, channelId }, null);
    return id;
  }
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
