import { z } from 'zod';
import type { SerialQueues } from '../../async/serial-queue.ts';
import type { Place } from '../../domain.ts';
import { CoachError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { Wording } from '../../wording/wording.ts';
import type { Conversation } from '../conversation/conversation.ts';
import type { Happened } from '../happened.ts';
import type { Dialog } from '../message.ts';
import { renderMessage } from './cards.ts';
import { call, isDirect, post } from './client.ts';
import type { InstalledIn, Workspace, Workspaces } from './connection/workspaces.ts';
import { renderDialog } from './dialogs.ts';
import { explained } from './faults.ts';
import { type FileReader, slackFile } from './files.ts';
import type { Home } from './home.ts';
import { actorOf, type SlackPlatform } from './slack-platform.ts';

/** Shared by the files that pass what happens in Slack to the conversation. */
export type Listening = {
  conversation: Conversation;
  platform: SlackPlatform;
  workspaces: Workspaces;
  queues: SerialQueues;
  files: FileReader;
  home: Home;
  wording: Wording;
  log: Log;
};

/** A message as events and shortcuts show it. */
export const typed = {
  user: z.string().optional(),
  text: z.string().optional(),
  ts: z.string(),
  thread_ts: z.string().optional(),
  /** The author of the message that a thread belongs to. */
  parent_user_id: z.string().optional(),
  files: z.array(slackFile).optional(),
};

/** Throws `not_found` for a workspace where the app is not installed. */
export async function workspaceOf(
  { workspaces }: { workspaces: Workspaces },
  { teamId, organisationId }: Pick<InstalledIn, 'teamId' | 'organisationId'>,
): Promise<Workspace> {
  const workspace = await workspaces.find(teamId, organisationId);
  if (!workspace) throw new CoachError('not_found', 'fault.slack-uninstalled', { team: teamId });
  return workspace;
}

/** Where something happened, with a way to answer it there. */
export function happenedAt(
  { wording }: { wording: Wording },
  workspace: Workspace,
  userId: string,
  at: { channel: string; threadTs?: string | undefined; key: string; triggerId?: string },
): Happened {
  const { channel, threadTs = null, key, triggerId } = at;
  const { client } = workspace;
  const person = actorOf(workspace, userId);
  const place: Place = { tenant: person.tenant, platform: 'slack', channelId: channel, threadId: threadTs };
  return {
    person,
    place,
    key,
    /** In direct messages everything is private; in a channel a private reply is ephemeral. */
    async reply(message, { private: isPrivate = true } = {}) {
      const content = renderMessage(message, { wording });
      if (!isPrivate || isDirect(channel)) return void (await post(client, { channel, threadTs }, content));
      await call(() =>
        client.chat.postEphemeral({
          channel,
          user: userId,
          ...content,
          ...(threadTs ? { thread_ts: threadTs } : {}),
        }),
      );
    },
    ...(triggerId === undefined
      ? {}
      : {
          async ask(dialog: Dialog) {
            const view = renderDialog(dialog, channel, wording.say('dialog.cancel'));
            try {
              await client.views.open({ trigger_id: triggerId, view });
            } catch (error) {
              throw explained(error);
            }
          },
        }),
  };
}
