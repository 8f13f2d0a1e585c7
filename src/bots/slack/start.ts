/** Starts interviews: alone in direct messages, or in a thread for everybody. */
import { CoachError } from '../../errors.ts';
import type { SessionView } from '../../pipeline/interview/interview-types.ts';
import { personMark } from '../../wording/marks.ts';
import type { StartOptions } from '../command.ts';
import { counted } from '../desk-view.ts';
import type { View } from '../view.ts';
import { isDirect, post } from './call.ts';
import { actorOf, type Desk, type Doer, openDirect, placeAt } from './desk.ts';
import { renderView } from './render/view-blocks.ts';

/** How long a question for everybody stays open, unless somebody says otherwise. */
export const defaultAnswerSeconds = 300;

export type StartPlace = { channelId: string; threadId?: string | null | undefined };

/**
 * Starts an interview. Alone it runs in direct messages, or in a thread where the workspace wants results to be public;
 * with others it runs in a thread of the channel.
 */
export async function startInterview(
  desk: Desk,
  doer: Doer,
  options: StartOptions & { answerSeconds?: number },
  { channelId, threadId = null }: StartPlace,
): Promise<SessionView> {
  const { interview, tenantSettings } = desk.context;
  const actor = actorOf(doer);
  const settings = await tenantSettings.read(actor.tenant);
  const alone = options.style === 'solo';
  const isPrivate = options.private && !(settings.publicResults ?? false);
  if (!alone && isDirect(channelId) && settings.channel === null)
    throw new CoachError('bad_input', 'Start a group practice in a channel: others cannot see this one.');
  const place = await (async () => {
    if (isDirect(channelId) && alone) return placeAt(doer, channelId, threadId);
    if (alone && isPrivate) return placeAt(doer, await openDirect(doer));
    const channel = settings.channel ?? channelId;
    const thread = threadId ?? (await openThread(doer, channel, options)).ts;
    return placeAt(doer, channel, thread);
  })();
  const session = await interview.start({
    place,
    userId: doer.userId,
    domain: options.domain,
    level: options.level,
    questions: options.questions,
    mode: options.mode,
    style: options.style,
    private: isPrivate,
    ...(settings.language === null ? {} : { language: settings.language }),
    ...(options.style === 'everyone' ? { answerSeconds: options.answerSeconds ?? defaultAnswerSeconds } : {}),
  });
  desk.sessions.put(session);
  const { channelId: channel, threadId: ts } = place;
  // It names who started the practice.
  if (ts != null && ts !== threadId) await desk.cards.remember(actor, { channel, ts, isShared: true }, null);
  return session;
}

/** The message that a practice in a channel hangs on. */
async function openThread(doer: Doer, channel: string, options: StartOptions) {
  const view: View = {
    title: options.style === 'solo' ? 'Practice interview' : 'Practice for everyone',
    meta: [options.domain, options.level, counted(options.questions, 'question'), options.style],
    blocks: [
      {
        type: 'text',
        text:
          options.style === 'solo'
            ? `${personMark(doer.userId)} practises in this thread.`
            : `${personMark(doer.userId)} starts a practice. Answer in this thread, in writing or by audio clip; ${
                options.style === 'hot-seat' ? 'one after the other takes the seat' : 'results come together'
              }.`,
      },
    ],
    actions: [],
  };
  return await post(doer.workspace.client, { channel }, renderView(view));
}

/** What the person who started it is told, where they started it. */
export function viewStarted(session: SessionView, channelId: string): View {
  const here = session.place.channelId === channelId;
  const where = isDirect(session.place.channelId)
    ? here
      ? 'The first question comes now.'
      : 'The first question waits for you in our direct messages.'
    : 'The first question comes in the thread.';
  const voice =
    session.mode === 'voice'
      ? ' Slack lets no app listen to calls: answer with an audio clip, or any sound file.'
      : '';
  return {
    title: 'The interview begins',
    meta: [session.domain, session.level, session.style],
    blocks: [{ type: 'text', text: `${where}${voice}` }],
    actions: [],
  };
}
