/** Shortcuts, and dialogs that were filled in. */

import { readClip } from '../clips/read-clip.ts';
import { actorOf, type Desk, type Doer, openDirect, placeAt } from '../desk.ts';
import { readScoredClip, scoreModal } from '../modals/score-modal.ts';
import { readSetup } from '../modals/setup-modal.ts';
import { forOne, type SlackReply } from '../outlet.ts';
import type { ShortcutCall, Submission } from '../payloads.ts';
import { plainText } from '../render/mrkdwn.ts';
import { startInterview, viewStarted } from '../start.ts';
import { refuseToHear, refuseWithoutConsent } from './clips.ts';
import { domainNames, openModal } from './commands.ts';

/** "Score this answer" in the menu of a message: what was written or recorded there is the answer. */
export async function scoreMessage(
  doer: Doer,
  { message, channel, trigger_id: triggerId }: ShortcutCall,
): Promise<null> {
  const [file] = message?.files ?? [];
  const dialog =
    file && channel && message
      ? scoreModal({
          clip: {
            channel: channel.id,
            ts: message.ts,
            file: { id: file.id },
            ...(message.user === undefined ? {} : { by: message.user }),
          },
        })
      : scoreModal({ answer: plainText(message?.text ?? '') });
  return await openModal(doer, triggerId, dialog);
}

export async function startFromDialog(desk: Desk, doer: Doer, given: Submission): Promise<SlackReply | null> {
  const options = readSetup(given, domainNames(desk));
  const channelId = given.about === '' || options.style === 'solo' ? await openDirect(doer) : given.about;
  const session = await startInterview(desk, doer, options, { channelId });
  return session.place.channelId === channelId ? null : forOne(viewStarted(session, channelId));
}

/** Hands one answer to the judge; the feedback comes in direct messages. */
export async function scoreFromDialog(desk: Desk, doer: Doer, given: Submission): Promise<null> {
  const clip = readScoredClip(given.about);
  const channel = await openDirect(doer);
  const question = given.values.question ?? '';
  const key = clip === null ? undefined : `score:${clip.channel}:${clip.ts}:${clip.file.id}:${question}`;
  if (clip)
    await (clip.by === doer.userId ? refuseWithoutConsent(desk, doer) : refuseToHear(desk, doer, clip.by));
  const said = clip
    ? { pcm: (await readClip(desk, doer.workspace, clip.file)).pcm }
    : { text: given.values.answer ?? '' };
  const { answerId } = await desk.context.interview.score(placeAt(doer, channel), actorOf(doer).userId, {
    question,
    ...said,
    ...(key === undefined ? {} : { key }),
  });
  await desk.lines.begin(answerId, doer.workspace.client, { channel });
  return null;
}
