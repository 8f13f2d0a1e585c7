/** Shows what the interview has to say. */
import type { Delivery, DeliveryBody, SessionView } from '../../pipeline/interview-types.ts';
import { paceChart } from '../chart.ts';
import { sayView } from '../desk-view.ts';
import { viewFeedback } from '../feedback-view.ts';
import { type View, viewQuestion, viewSummary } from '../view.ts';
import { isDirect, post, type Spot, upload } from './call.ts';
import { type Desk, openDirect } from './desk.ts';
import { loggable } from './faults.ts';
import { personMark } from './render/mrkdwn.ts';
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
      return await show(courier, placeOf(session), viewResults(body.turn, body.answers, session));
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
): Promise<string> {
  const receipt = `greenroom-${delivery.id}${part}`;
  const content = renderView(view, { receipt, buttons });
  const { ts } = await post(workspace.client, spot, content, { receipt, mayExist, signal: desk.signal });
  return ts;
}

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
  return await show(courier, placeOf(session), shown, { buttons: join });
}

async function deliverFeedback(courier: Courier, { answer }: Body<'feedback'>): Promise<string> {
  const { desk, workspace, mayExist } = courier;
  const spot = await privately(courier, answer.userId);
  const buttons: Button[] = [
    { name: 'follow-up', label: 'Follow-up', about: answer.id },
    { name: 'fair', label: 'Fair score', about: answer.id },
    { name: 'unfair', label: 'Not fair', about: answer.id },
  ];
  const ts = await show(courier, spot, viewFeedback(answer), { buttons });
  const person = { teamId: workspace.teamId, userId: answer.userId };
  desk.cards.remember(person, { channel: spot.channel, ts }, answer.id);
  await desk.lines.end(answer.id);
  await askForNextCandidate(courier);
  const picture = answer.evaluation && !mayExist ? paceChart(answer.evaluation, answer.transcript) : null;
  if (picture) {
    try {
      const file = await upload(workspace.client, spot, {
        name: picture.name,
        bytes: await picture.png(),
        alt: picture.alt,
      });
      desk.cards.remember(person, { file }, answer.id);
    } catch (error) {
      // The card says the same in words.
      desk.log.warn({ fault: loggable(error) }, 'A chart could not be shared in Slack');
    }
  }
  return ts;
}

async function deliverNotice(courier: Courier, { notice, answerId, text }: Body<'notice'>): Promise<string> {
  const { desk, delivery } = courier;
  const spot =
    delivery.userId === null ? placeOf(delivery.session) : await privately(courier, delivery.userId);
  if (answerId !== null) await desk.lines.end(answerId);
  const ts = await show(courier, spot, sayView(titles[notice], text));
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
  const { desk, delivery, workspace } = courier;
  const { session } = delivery;
  const remember = (userId: string, { channel }: Spot, ts: string) =>
    desk.cards.remember({ teamId: workspace.teamId, userId }, { channel, ts }, null);
  if (session.style === 'solo') {
    const nameOf = (userId: string) => (userId === session.ownerUserId ? 'You' : personMark(userId));
    const ts = await show(courier, placeOf(session), viewSummary(summary, nameOf));
    remember(session.ownerUserId, placeOf(session), ts);
    return ts;
  }
  if (session.private && !isDirect(session.place.channelId)) {
    for (const person of summary.people) {
      const own = viewSummary({ ...summary, people: [person] }, () => 'You');
      const spot = await privately(courier, person.userId);
      remember(person.userId, spot, await show(courier, spot, own, { part: `-${person.userId}` }));
    }
  }
  return await show(courier, placeOf(session), viewGroupSummary(summary, session));
}
