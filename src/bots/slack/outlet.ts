/** Where the answer to a command, a click or a message goes: to the one who asked, unless it is meant for all. */
import type { Reply } from '../run-command.ts';
import type { View } from '../view.ts';
import { call, isDirect, post, type Spot, type Upload, upload } from './call.ts';
import { actorOf, type Desk, type Doer, openDirect } from './desk.ts';
import { loggable, viewFault } from './faults.ts';
import { type Button, type Content, renderView } from './render/view-blocks.ts';

/** `about`: the answer that its files are about. */
export type SlackReply = Reply & { buttons?: Button[]; about?: string };
export type Outlet = {
  show(reply: SlackReply): Promise<void>;
};

export const forOne = (view: View, buttons: Button[] = []): SlackReply => ({ view, private: true, buttons });

/** In direct messages everything is private; in a channel a private answer is one that only the person sees. */
export function outletAt(desk: Desk, doer: Doer, spot: Spot): Outlet {
  const { client } = doer.workspace;
  return {
    async show({ view, private: isPrivate, files = [], buttons, about = null }) {
      const content = renderView(view, { buttons });
      if (isPrivate && !isDirect(spot.channel)) {
        await call(() =>
          client.chat.postEphemeral({
            channel: spot.channel,
            user: doer.userId,
            ...content,
            ...(spot.threadTs ? { thread_ts: spot.threadTs } : {}),
          }),
        );
      } else await post(client, spot, content);
      const fileSpot = isPrivate && !isDirect(spot.channel) ? { channel: '' } : spot;
      if (files.length > 0 && fileSpot.channel === '') fileSpot.channel = await openDirect(doer);
      await shareFiles(desk, doer, { spot: fileSpot, files, about });
    },
  };
}

/** Answers a slash command at the place that Slack gives for it: one use of five within half an hour. */
export function outletForCommand(
  desk: Desk,
  doer: Doer,
  respond: (body: Content & { response_type: 'ephemeral' | 'in_channel' }) => Promise<unknown>,
): Outlet {
  return {
    async show({ view, private: isPrivate, files = [], buttons, about = null }) {
      await respond({
        ...renderView(view, { buttons }),
        response_type: isPrivate ? 'ephemeral' : 'in_channel',
      });
      if (files.length === 0) return;
      await shareFiles(desk, doer, { spot: { channel: await openDirect(doer) }, files, about });
    },
  };
}

async function shareFiles(
  { cards }: Desk,
  doer: Doer,
  { spot, files, about }: { spot: Spot; files: readonly Upload[]; about: string | null },
): Promise<void> {
  for (const file of files) {
    const fileId = await upload(doer.workspace.client, spot, file);
    await cards.remember(actorOf(doer), { fileId }, about);
  }
}

/** Puts the answer in the place of the message whose button was clicked. */
export const outletInPlace = (
  respond: (body: Content & { replace_original: true }) => Promise<unknown>,
): Outlet => ({
  async show({ view, buttons }) {
    await respond({ ...renderView(view, { buttons }), replace_original: true });
  },
});

/** Shows what `work` gives, or why it could not be done. Never throws. */
export async function answer(
  desk: Desk,
  outlet: Outlet,
  work: () => Promise<SlackReply | null>,
): Promise<void> {
  try {
    const reply = await work().catch((error: unknown) => forOne(viewFault(error, desk.log)));
    if (reply) await outlet.show(reply);
  } catch (error) {
    desk.log.warn({ fault: loggable(error) }, 'An answer could not be shown in Slack');
  }
}
