/** What writing and recording have in common: who takes part, and how a piece of an answer is known again. */
import { CoachError } from '../../../errors.ts';
import type { SessionView } from '../../../pipeline/interview/interview-types.ts';
import { personMark } from '../../../wording/marks.ts';
import { viewWaiting } from '../../waiting-view.ts';
import { actorOf, type Desk, type Doer } from '../desk.ts';
import { forOne, type SlackReply } from '../outlet.ts';

/** The same piece of an answer has the same key, however often Slack sends it. */
export const pieceKey = (channel: string, ts: string): string => `${channel}:${ts}`;

/** Whoever answers in a group's thread takes part in it. */
export async function joinIfNeeded(desk: Desk, doer: Doer, session: SessionView): Promise<void> {
  if (session.participants.some(({ userId, role }) => userId === doer.userId && role === 'candidate')) return;
  if (session.style === 'solo')
    throw new CoachError(
      'not_allowed',
      'This is the interview of somebody else; start one of your own with /interview start.',
    );
  desk.sessions.put(await desk.context.interview.join(actorOf(doer), session.id, 'candidate'));
}

/** Submits what somebody answered, and tells them when the question stays open for others. */
export async function submitAnswer(
  desk: Desk,
  doer: Doer,
  { id, place }: SessionView,
): Promise<SlackReply | null> {
  const { interview } = desk.context;
  const { answerId } = await interview.submit(actorOf(doer), id);
  const spot = { channel: place.channelId, threadTs: place.threadId };
  await desk.lines.begin(answerId, doer.workspace.client, spot);
  const session = await interview.session(actorOf(doer), id);
  const view = viewWaiting(actorOf(doer), session, words);
  const isLead = session.ownerUserId === doer.userId;
  return view && forOne(view, isLead ? [{ name: 'close', label: words.showResults, about: id }] : []);
}

const words = { takePart: 'Take part', showResults: 'Close and show results', nameOf: personMark };
