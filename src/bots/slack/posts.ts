/** What the app has posted in Slack, read back and taken away. */
import { z } from 'zod';
import type { Log } from '../../log.ts';
import type { Posted } from '../message.ts';
import { type Content, withoutPerson } from './cards.ts';
import { call, type WebClient } from './client.ts';
import type { Workspace } from './connection/workspaces.ts';
import { loggable } from './faults.ts';

/** A post without what it shows about a person; null if it shows nobody else, or the app may not read it. */
export async function readWithout(
  client: WebClient,
  { channelId: channel, messageId: ts }: Posted,
  userId: string,
): Promise<Content | null> {
  try {
    const { messages = [] } = await call(() =>
      client.conversations.replies({ channel, ts, oldest: ts, latest: ts, inclusive: true, limit: 1 }),
    );
    return withoutPerson(messages.find((message) => message.ts === ts)?.blocks ?? [], userId);
  } catch {
    return null;
  }
}

/** Text posted with a file is removed with it. */
export async function deleteFile(client: WebClient, fileId: string): Promise<void> {
  const { file } = await call(() => client.files.info({ file: fileId }));
  const { public: open = {}, private: closed = {} } = shares.parse(file?.shares ?? {});
  for (const [channel, posts] of Object.entries({ ...open, ...closed }))
    for (const { ts } of posts) await call(() => client.chat.delete({ channel, ts }));
  await call(() => client.files.delete({ file: fileId }));
}

const shareList = z.record(z.string(), z.array(z.object({ ts: z.string() }))).optional();
const shares = z.object({ public: shareList, private: shareList });

const pageLength = 200;
const mostPages = 5;

/**
 * Everything the app posted in the direct messages with a person, even before its last start: cards, files,
 * and messages in threads.
 */
export async function postedIn(
  { client, botUserId }: Workspace,
  channel: string,
  log: Log,
): Promise<{ posts: Posted[]; isAll: boolean }> {
  const posts: Posted[] = [];
  const add = (messages: readonly Shown[]) => {
    for (const { user, ts, blocks = [], files = [] } of messages) {
      if (user !== botUserId) continue;
      if (ts !== undefined && blocks.length > 0) posts.push({ channelId: channel, messageId: ts });
      for (const { id } of files) if (id !== undefined) posts.push({ channelId: '', messageId: id });
    }
  };
  let latest: string | undefined;
  try {
    for (let page = 0; page < mostPages; page++) {
      const { messages = [], has_more: hasMore = false } = await call(() =>
        client.conversations.history({ channel, limit: pageLength, ...(latest ? { latest } : {}) }),
      );
      add(messages);
      for (const { ts, thread_ts: threadTs } of messages) {
        if (ts === undefined || threadTs !== ts) continue;
        const thread = await call(() => client.conversations.replies({ channel, ts, limit: pageLength }));
        add(thread.messages ?? []);
      }
      latest = messages.at(-1)?.ts;
      if (!hasMore || latest === undefined) return { posts, isAll: true };
    }
  } catch (error) {
    log.warn({ fault: loggable(error) }, 'What was posted in direct messages could not be read');
  }
  return { posts, isAll: false };
}

type Shown = {
  user?: string;
  ts?: string;
  thread_ts?: string;
  blocks?: readonly unknown[];
  files?: readonly { id?: string }[];
};
