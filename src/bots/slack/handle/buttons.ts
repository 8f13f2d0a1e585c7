/** Clicks on the buttons of questions, feedback and the home tab. */
import { CoachError } from '../../../errors.ts';
import { personMark } from '../../../wording/marks.ts';
import type { Command } from '../../command.ts';
import { sayView } from '../../desk-view.ts';
import { transcriptMarkdown, viewFeedback, viewOutline } from '../../feedback-view.ts';
import { isDirect, post, type Spot } from '../call.ts';
import type { Card } from '../cards.ts';
import { actorOf, type Desk, type Doer } from '../desk.ts';
import { setupModal } from '../modals/setup-modal.ts';
import { shareModal } from '../modals/share-modal.ts';
import { forOne, type SlackReply } from '../outlet.ts';
import type { Click } from '../payloads.ts';
import { renderView } from '../render/view-blocks.ts';
import type { StartPlace } from '../start.ts';
import { actOn, openModal } from './commands.ts';
import { eraseAll, eraseAnswer } from './erase.ts';

const steering: Partial<Record<string, Command['name']>> = {
  done: 'interview done',
  repeat: 'interview repeat',
  pause: 'interview pause',
  skip: 'interview skip',
  stop: 'interview stop',
};

export type Clicked = {
  name: string;
  about: string;
  triggerId: string;
  at: StartPlace;
  /** The message with the button; null for one that only the person sees, and on the home tab. */
  card: Card | null;
};

export function readClick({ actions, container, trigger_id: triggerId }: Click, prefix: string): Clicked {
  const [action] = actions;
  const { channel_id: channel, message_ts: ts, is_ephemeral: isEphemeral = false } = container;
  return {
    name: (action?.action_id ?? '').slice(prefix.length),
    about: action?.value ?? '',
    triggerId,
    at: { channelId: channel ?? '', threadId: container.thread_ts ?? null },
    card: channel === undefined || ts === undefined || isEphemeral ? null : { channel, ts },
  };
}

export async function actOnClick(desk: Desk, doer: Doer, clicked: Clicked): Promise<SlackReply | null> {
  const { name, about, triggerId, at } = clicked;
  const { interview, bank } = desk.context;
  const actor = actorOf(doer);
  const command = steering[name];
  if (command) return await steer(desk, doer, command, about);
  switch (name) {
    case 'setup':
      return await openModal(doer, triggerId, setupModal(bank.domains(), at.channelId));
    case 'progress':
      return await actOn(desk, doer, { name: 'progress' }, at);
    case 'practise-weak':
      return await actOn(desk, doer, { name: 'practice weak' }, at);
    case 'join':
      desk.sessions.put(await interview.join(actor, about, 'candidate'));
      return forOne(sayView('You are in', 'Answer in the thread, in writing or by audio clip.'));
    case 'seat':
      desk.sessions.put(await interview.join(actor, about, 'candidate'));
      await interview.callUp(actor, about, doer.userId);
      return null;
    case 'close':
      await interview.closeTurn(actor, about);
      return null;
    case 'retry':
      desk.sessions.put(await interview.retry(actor, about));
      return null;
    case 'follow-up':
      return await followUp(desk, doer, about);
    case 'transcript':
      return await showTranscript(desk, doer, about);
    case 'outline':
      return forOne(viewOutline(await interview.answer(actor, about)));
    case 'share':
      return await share(desk, doer, about, triggerId);
    case 'delete':
      return await eraseAnswer(desk, doer, about, clicked.card);
    case 'forget-all':
      return forOne(await eraseAll(desk, doer));
    case 'fair':
    case 'unfair':
      await interview.rate(actor, about, 'fair', name === 'fair' ? 1 : 0);
      return forOne(sayView('Thank you', 'Noted beside the score; it stays on this machine.'));
    default:
      throw new CoachError('bad_input', 'This button is from an older version; start again with /interview.');
  }
}

/** A button of a question steers the interview that it names, wherever it was clicked. */
async function steer(
  desk: Desk,
  doer: Doer,
  name: Command['name'],
  sessionId: string,
): Promise<SlackReply | null> {
  const session = await desk.context.interview.session(actorOf(doer), sessionId);
  if (session.state === 'ended')
    throw new CoachError('wrong_state', 'This interview has ended; start a new one.');
  const { channelId, threadId } = session.place;
  const reply = await actOn(desk, doer, { name } as Command, { channelId, threadId });
  return name === 'interview done' ? reply : null;
}

async function followUp(desk: Desk, doer: Doer, answerId: string): Promise<SlackReply | null> {
  const { interview } = desk.context;
  const answer = await interview.answer(actorOf(doer), answerId);
  const session = await interview.session(actorOf(doer), answer.sessionId);
  if (session.state === 'active' && session.turn) {
    await interview.repeat(actorOf(doer), session.id);
    return null;
  }
  const text = answer.evaluation?.followUp.text ?? 'There is none for this answer.';
  return forOne(
    sayView('Follow-up', `${text}\nThis interview is over: use Re-answer, or /score with this question.`),
  );
}

async function showTranscript(desk: Desk, doer: Doer, answerId: string): Promise<SlackReply> {
  const answer = await desk.context.interview.answer(actorOf(doer), answerId);
  const bytes = Buffer.from(transcriptMarkdown(answer));
  return {
    ...forOne(sayView('Transcript', 'All that you said, as a file.')),
    about: answerId,
    files: [{ name: 'transcript.md', bytes, alt: 'Transcript of your answer, as Markdown text' }],
  };
}

/** Shows a card to others, once its author asks for it: in the thread of the practice, else in a channel of their choice. */
async function share(
  desk: Desk,
  doer: Doer,
  answerId: string,
  triggerId: string,
): Promise<SlackReply | null> {
  const { interview } = desk.context;
  const answer = await interview.answer(actorOf(doer), answerId);
  const { place } = await interview.session(actorOf(doer), answer.sessionId);
  if (isDirect(place.channelId)) return await openModal(doer, triggerId, shareModal(answerId));
  return await shareAt(desk, doer, answerId, { channel: place.channelId, threadTs: place.threadId });
}

export async function shareAt(desk: Desk, doer: Doer, answerId: string, spot: Spot): Promise<SlackReply> {
  const answer = await desk.context.interview.answer(actorOf(doer), answerId);
  if (answer.userId !== doer.userId)
    throw new CoachError('not_allowed', 'Only the person who gave this answer can share it.');
  const card = { ...viewFeedback(answer), actions: [] };
  const view = { ...card, meta: [`shared by ${personMark(doer.userId)}`, ...card.meta] };
  const posted = await post(doer.workspace.client, spot, renderView(view));
  await desk.cards.remember(actorOf(doer), posted, answerId);
  return forOne(sayView('Shared', 'Your card is in the channel now.'));
}
