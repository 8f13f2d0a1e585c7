/** What the bot says to the person who did something. */
import { randomUUID } from 'node:crypto';
import { CoachError, isCoachError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { Wording } from '../../wording/wording.ts';
import type { Happened } from '../happened.ts';
import type { Button, Message } from '../message.ts';
import type { ChatPlatform } from '../platform.ts';
import { type View, viewText } from '../view.ts';

/** `public`: everybody in the place sees it. `about`: the answer that its files are about. */
export type Reply = Message & { public?: boolean; about?: string };

export const toOne = (view: View, buttons: readonly Button[] = []): Reply => ({ view, buttons });

/** What a person sees of an error: its sentence, or a neutral one with an id that is also in the log. */
export function viewFault(
  error: unknown,
  {
    wording,
    log,
    platform,
  }: { wording: Wording; log: Log; platform: Pick<ChatPlatform, 'faultOf' | 'platform'> },
): View {
  const title = wording.say('fault.title');
  if (isCoachError(error)) return viewText(title, wording.fault(error));
  const faultId = randomUUID().slice(0, 8);
  log.error(
    { fault: platform.faultOf(error).log, faultId, platform: platform.platform },
    'Something that a person asked for failed',
  );
  return viewText(title, wording.fault(new CoachError('wrong_state', 'fault.unexpected', { faultId })));
}

/** Shows what `work` returns, or why it failed. Never throws. */
export async function replyTo(
  happened: Pick<Happened, 'reply' | 'person'>,
  parts: Parameters<typeof viewFault>[1] & { posted?: (reply: Reply) => Promise<void> },
  work: () => Promise<Reply | null>,
): Promise<void> {
  const { log, platform } = parts;
  try {
    const reply = await work().catch((error: unknown): Reply => toOne(viewFault(error, parts)));
    if (!reply) return;
    const { public: isPublic = false, about: _about, ...message } = reply;
    await happened.reply(message, { private: !isPublic });
  } catch (error) {
    log.warn(
      { fault: platform.faultOf(error).log, platform: platform.platform },
      'A reply could not be shown',
    );
  }
}
