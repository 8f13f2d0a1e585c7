/** Shows what the interview has to say. */

import type { Actor, Delivery, DeliveryBody, SessionView } from '../../pipeline/interview/interview-types.ts';
import { personMark } from '../../wording/marks.ts';
import { noticeText } from '../../wording/notice-text.ts';
import { paceChart } from '../chart.ts';
import { sayView } from '../desk-view.ts';
import { viewFeedback } from '../feedback-view.ts';
import { type View, viewQuestion, viewSummary } from '../view.ts';
import { isDirect, type Posted, post, type Spot, upload } from './call.ts';
import { type Desk, openDirect } from './desk.ts';
import { loggable } from './faults.ts';
import { viewGroupSummary, viewResults } from './render/results.ts';
import { type Button, renderView } from './render/view-blocks.ts';
import type { Workspace } from './workspaces.ts';

type Body<Type extends DeliveryBody['type']> = Extract<DeliveryBody, { type: Type }>;
type Courier = { desk: Desk; delivery: Delivery; workspace: Workspace; mayExist: boolean };

/** Posts one delivery and gives the id of the message. `mayExist`: an earlier try may have come through. */
export async function deliver(desk: Desk, delivery: Delivery, mayExist: boolean): Promise<string> {
  const { session, body } = delivery;
  desk.sessions.put(session);
  const workspace = await desk.workspaces.of(session.place.tenant);
  const courier = { desk, delivery, workspace, mayExist };
  switch (body.type) {
    case 'question':
      return await deliverQuestion(courier, body);
    case 'feedback':
      return await deliverFeedback(courier, body);
    case 'results':
      return await deliverResults(courier, body);
    case 'notice':
      return await deliverNotice(courier, body);
    case 'summary':
      return await deliverSummary(courier, body);
  }
}

const placeOf = ({ place }: SessionView): Spot => ({ channel: place.channelId, threadTs: place.threadId });

/** Where something that concerns one person only is shown. */
async function privately({ delivery, workspace }: Courier, userId: string): Promise<Spot> {
  const { session } = delivery;
  const isAlone = session.style === 'solo';
  if (isAlone || !session.private || isDirect(session.place.channelId)) return placeOf(session);
  return { channel: await openDirect({ workspace, userId }) };
}

async function show(
  { desk, delivery, workspace, mayExist }: Courier,
  spot: Spot,
  view: View,
  { buttons, part = '' }: { buttons?: Button[]; part?: string } = {},
): Promise<Posted> {
  const receipt = `greenroom-${delivery.id}${part}`;
  const content = renderView(view, { receipt, buttons });
  return await post(workspace.client, spot, content, { receipt, mayExist, signal: desk.signal });
}

const actorIn = ({ place }: SessionView, userId: string): Actor => ({ tenant: place.tenant, userId });

async function deliverQuestion(courier: Courier, { turn }: Body<'question'>): Promise<string> {
  const { session } = courier.delivery;
  const view = viewQuestion(turn, session.id);
  const forAll = turn.userId === null;
  const closing = turn.closesAt === null ? [] : [`open until ${turn.closesAt.slice(11, 16)} UTC`];
  const to = session.style === 'hot-seat' && !forAll ? [`${personMark(turn.userId ?? '')} answers`] : [];
  const below =
    isDirect(session.place.channelId) || session.place.threadId ? '' : 'Answer in the thread below. ';
  const how =
    session.mode === 'voice'
      ? 'Send an audio clip: it is scored by itself. Typing works too: press Done at the end.'
      : 'Write in as many messages as you like and press Done; changes before that count. Or send an audio clip.';
  const shown = {
    ...view,
    meta: [...view.meta, ...to, ...closing],
    blocks: [...view.blocks, { type: 'text' as const, text: `${below}${how}` }],
  };
  const join: Button[] = forAll
    ? [
        { name: 'join', label: 'Take part', about: session.id },
        { name: 'close', label: 'Close and show results', about: session.id },
      ]
    : [];
  const posted = await show(courier, placeOf(session), shown, { buttons: join });
  // A follow-up quotes what the person said before, and is emptied with it.
  const whose = session.style === 'solo' ? session.ownerUserId : turn.userId;
  const quoted = turn.kind === 'follow-up' ? turn.afterAnswerId : null;
  if (whose !== null) await courier.desk.cards.remember(actorIn(session, whose), posted, quoted);
  return posted.ts;
}

async function deliverFeedback(courier: Courier, { answer }: Body<'feedback'>): Promise<string> {
  const { desk, workspace, mayExist } = courier;
  const spot = await privately(courier, answer.userId);
  const buttons: Button[] = [
    { name: 'follow-up', label: 'Follow-up', about: answer.id },
    { name: 'fair', label: 'Fair score', about: answer.id },
    { name: 'unfair', label: 'Not fair', about: answer.id },
  ];
  const posted = await show(courier, spot, viewFeedback(answer), { buttons });
  const author = actorIn(courier.delivery.session, answer.userId);
  await desk.cards.remember(author, posted, answer.id);
  await desk.lines.end(answer.id);
  await askForNextCandidate(courier);
  const picture = answer.evaluation && !mayExist ? paceChart(answer.evaluation) : null;
  if (picture) {
    try {
      const { name, alt } = picture;
      const fileId = await upload(workspace.client, spot, { name, bytes: await picture.png(), alt });
      await desk.cards.remember(author, { fileId }, answer.id);
    } catch (error) {
      // The card says the same in words.
      desk.log.warn({ fault: loggable(error) }, 'A chart could not be shared in Slack');
    }
  }
  return posted.ts;
}

async function deliverResults(courier: Courier, { turn, answers }: Body<'results'>): Promise<string> {
  const { desk, delivery } = courier;
  const { session } = delivery;
  const results = answers.map(({ userId, evaluation }) => ({ userId, overall: evaluation?.overall ?? null }));
  const posted = await show(courier, placeOf(session), viewResults(turn, results, session));
  for (const { id, userId } of answers)
    await desk.cards.remember(actorIn(session, userId), { ...posted, isShared: true }, id);
  return posted.ts;
}

async function deliverNotice(courier: Courier, body: Body<'notice'>): Promise<string> {
  const { notice, answerId } = body;
  const { desk, delivery } = courier;
  const spot =
    delivery.userId === null ? placeOf(delivery.session) : await privately(courier, delivery.userId);
  if (answerId !== null) await desk.lines.end(answerId);
  const { ts } = await show(courier, spot, sayView(titles[notice], noticeText(desk.context.wording, body)));
  if (notice === 'skipped') await askForNextCandidate(courier);
  return ts;
}

/** A hot seat that is free: whoever wants it takes it. */
async function askForNextCandidate(courier: Courier): Promise<void> {
  const { session } = courier.delivery;
  if (session.style !== 'hot-seat' || session.state !== 'active' || session.turn !== null) return;
  const view = sayView('The seat is free', 'Who is next? Press the button to get the next question.');
  const buttons: Button[] = [{ name: 'seat', label: 'I am next', about: session.id }];
  await show(courier, placeOf(session), view, { buttons, part: '-seat' });
}

const titles: Record<Body<'notice'>['notice'], string> = {
  'no-speech': 'I heard nothing',
  'no-transcriber': 'Your recording is kept',
  failed: 'That did not work',
  paused: 'Paused',
  resumed: 'Going on',
  stopped: 'The interview ends here',
  skipped: 'Skipped',
  announcement: 'Practice together',
  reminder: 'Practice begins soon',
  missed: 'Practice was left out',
  'round-up': 'Practice is over',
};

async function deliverSummary(courier: Courier, { summary }: Body<'summary'>): Promise<string> {
  const { desk, delivery } = courier;
  const { session } = delivery;
  if (session.style === 'solo') {
    const nameOf = (userId: string) => (userId === session.ownerUserId ? 'You' : personMark(userId));
    const posted = await show(courier, placeOf(session), viewSummary(summary, nameOf));
    await desk.cards.remember(actorIn(session, session.ownerUserId), posted, null);
    return posted.ts;
  }
  if (session.private && !isDirect(session.place.channelId)) {
    for (const person of summary.people) {
      const own = viewSummary({ ...summary, people: [person] }, () => 'You');
      await show(courier, await privately(courier, person.userId), own, { part: `-${person.userId}` });
    }
  }
  const posted = await show(courier, placeOf(session), viewGroupSummary(summary, session));
  for (const { userId } of summary.people)
    await desk.cards.remember(actorIn(session, userId), { ...posted, isShared: true }, null);
  return posted.ts;
}
