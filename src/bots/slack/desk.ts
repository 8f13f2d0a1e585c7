/** What every part of the Slack bot works with. */

import type { SerialQueues } from '../../async/serial-queue.ts';
import type { Log } from '../../log.ts';
import type { Actor, Place } from '../../pipeline/interview/interview-types.ts';
import type { BotContext } from '../bot.ts';
import { call } from './call.ts';
import type { Cards } from './cards.ts';
import type { FileHosts } from './clips/download.ts';
import type { SessionIndex } from './session-index.ts';
import type { StatusLines } from './status-lines.ts';
import type { Workspace, Workspaces } from './workspaces.ts';
import { tenantOf } from './workspaces.ts';

export type Desk = {
  context: BotContext;
  workspaces: Workspaces;
  lanes: SerialQueues;
  sessions: SessionIndex;
  lines: StatusLines;
  cards: Cards;
  fileHosts: FileHosts;
  log: Log;
  signal: AbortSignal;
};

/** Somebody who did something, in the workspace where they did it. */
export type Doer = { workspace: Workspace; userId: string };

export const actorOf = ({ workspace, userId }: Doer): Actor => ({
  tenant: tenantOf(workspace.teamId),
  userId,
});

export const placeAt = ({ workspace }: Doer, channelId: string, threadId: string | null = null): Place => ({
  tenant: tenantOf(workspace.teamId),
  platform: 'slack',
  channelId,
  threadId,
});

/** The direct messages with a person; Slack gives the same conversation each time. */
export async function openDirect({ workspace, userId }: Doer): Promise<string> {
  const { channel } = await call(() => workspace.client.conversations.open({ users: userId }));
  if (channel?.id === undefined) throw new Error('Slack opened no conversation');
  return channel.id;
}
