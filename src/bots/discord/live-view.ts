/** The one post of each session that is edited live: the open question, and how far the answers are. */
import type { Client } from 'discord.js';
import type { Session, TenantId } from '../../domain.ts';
import type { Log } from '../../log.ts';
import type { Wording } from '../../wording/wording.ts';
import type { Message, Posted } from '../message.ts';
import type { LiveView } from '../platform.ts';
import { renderCard } from './cards.ts';
import { discordErrorFacts, isDiscordFault } from './client.ts';

export type LivePosts = LiveView & {
  /** Leaves a message alone from now on; resolves when no edit of it is in flight. */
  letGo(messageId: string): Promise<void>;
  /** Resolves when every edit so far has been sent. */
  settled(): Promise<void>;
};

type Followed = ReturnType<typeof followPost>;
type Edit = (posted: Posted, tenant: TenantId, message: Message) => Promise<void>;

export function createLivePosts(options: {
  client: Client;
  log: Log;
  wording: Wording;
  /** The shortest time between two edits of a post. */
  editEveryMs: number;
  receiptOf(messageId: string): string | undefined;
  /** The first line under the question of a session, in place of the one in its message. */
  lineUnder(session: Session): string | null;
}): LivePosts {
  const { client, log, wording, editEveryMs, receiptOf } = options;
  const posts = new Map<string, Followed>();
  /** The post that an answer belongs to, even once the next question has been asked. */
  const answers = new Map<string, { post: Followed; sessionId: string }>();
  /** Lines from before Discord reported where the post is: people can answer faster than that. */
  const early = new Map<string, string>();
  /** Posts with edits in flight, including those that are no longer followed. */
  const working = new Map<Promise<void>, Followed>();

  const edit: Edit = async ({ channelId, messageId }, tenant, message) => {
    try {
      const channel = await client.channels.fetch(channelId);
      if (!channel?.isTextBased()) return;
      const card = renderCard(message, { tenant, wording, receipt: receiptOf(messageId) });
      const { components, flags, allowedMentions } = card;
      await channel.messages.edit(messageId, { components, flags, allowedMentions });
    } catch (error) {
      if (isDiscordFault(error, 'unknownChannel', 'unknownMessage', 'missingAccess')) return;
      log.warn({ fault: discordErrorFacts(error), channelId }, 'A post could not be brought up to date');
    }
  };
  const started = (work: Promise<void>, post: Followed) => {
    working.set(work, post);
    void work.finally(() => working.delete(work));
  };

  return {
    asked(session, turn, posted, message) {
      const { id, place } = session;
      posts.get(id)?.change({ closed: true });
      const about = { posted, tenant: place.tenant, message, forEveryone: turn.userId === null };
      const post = followPost(about, { edit, editEveryMs, started });
      posts.set(id, post);
      const first = options.lineUnder(session);
      if (first !== null) post.say(first);
      const said = early.get(id);
      early.delete(id);
      if (said !== undefined) post.say(said);
    },
    status({ id, session }, text) {
      const post = answers.get(id)?.post ?? posts.get(session.id);
      if (!post) return;
      if (text === null) answers.delete(id);
      else answers.set(id, { post, sessionId: session.id });
      post.status(id, text);
    },
    say({ id }, text) {
      const post = posts.get(id);
      if (post) post.say(text);
      else early.set(id, text);
    },
    ended({ id }, text) {
      posts.get(id)?.change({ text, closed: true });
      posts.delete(id);
      early.delete(id);
      for (const [answerId, { sessionId }] of answers) if (sessionId === id) answers.delete(answerId);
    },
    async letGo(messageId) {
      const all = [...posts.values(), ...[...answers.values()].map(({ post }) => post), ...working.values()];
      await Promise.all(all.filter((post) => post.messageId === messageId).map((post) => post.letGo()));
    },
    async settled() {
      await Promise.all(working.keys());
    },
  };
}

/** `text`: the line about the interview or about its answers, whichever came last. */
type Shown = { text: string; closed: boolean };

/** One post: what it should show and what it shows. Spaced edits bring the two in line; the last one wins. */
function followPost(
  {
    posted,
    tenant,
    message,
    forEveryone,
  }: { posted: Posted; tenant: TenantId; message: Message; forEveryone: boolean },
  {
    edit,
    editEveryMs,
    started,
  }: { edit: Edit; editEveryMs: number; started(work: Promise<void>, post: Followed): void },
) {
  let line = message.status ?? '';
  let wanted: Shown = { text: line, closed: false };
  let shown = wanted;
  let running = false;
  let lastRun = Promise.resolve();
  let isLetGo = false;
  const statuses = new Map<string, string>();

  /** For a question to everyone: who is heard and who is awaited, then how far the answers are. */
  const together = () => [line, countAlike([...statuses.values()])].filter((text) => text !== '').join(' ');
  async function run(): Promise<void> {
    running = true;
    while (!isLetGo && keyOf(shown) !== keyOf(wanted)) {
      const next = wanted;
      const gap = new Promise<void>((resolve) => setTimeout(resolve, editEveryMs));
      const { view, buttons = [] } = message;
      await edit(posted, tenant, { view, buttons: next.closed ? [] : buttons, status: next.text });
      shown = next;
      if (!next.closed) await gap;
    }
    running = false;
  }
  const self = {
    messageId: posted.messageId,
    say(text: string): void {
      line = text;
      self.change({ text: forEveryone ? together() : text });
    },
    change(change: Partial<Shown>): void {
      wanted = { ...wanted, ...change };
      if (running || isLetGo) return;
      lastRun = run();
      started(lastRun, self);
    },
    status(answerId: string, text: string | null): void {
      if (text === null) statuses.delete(answerId);
      else statuses.set(answerId, text);
      self.change({ text: forEveryone ? together() : countAlike([...statuses.values()]) || line });
    },
    async letGo(): Promise<void> {
      isLetGo = true;
      await lastRun;
    },
  };
  return self;
}

const keyOf = ({ text, closed }: Shown): string => `${closed}|${text}`;

/** One answer: how far it is. Several: how many are at each point. */
function countAlike(texts: readonly string[]): string {
  if (texts.length <= 1) return texts[0] ?? '';
  const alike = Map.groupBy(texts, (text) => text);
  return [...alike].map(([text, { length }]) => `${length} × ${text}`).join(' · ');
}
