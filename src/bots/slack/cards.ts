/** Empties what was posted of what a person said or scored, once it is erased. */
import { z } from 'zod';
import type { SerialQueues } from '../../async/serial-queue.ts';
import type { Posts } from '../../domain.ts';
import type { Actor } from '../../pipeline/interview/interview-types.ts';
import { sayView } from '../desk-view.ts';
import { call } from './call.ts';
import { faultOf } from './faults.ts';
import { type Content, renderView } from './render/view-blocks.ts';
import { withoutPerson } from './render/without-person.ts';
import type { WebClient } from './web-client.ts';

/** A message, or a file that was shared: a chart or a transcript. */
export type Card = Message | { fileId: string };
/** `isShared`: it shows others too, who stay. */
type Message = { channel: string; ts: string; isShared?: boolean };

export type Cards = ReturnType<typeof createCards>;

export function createCards({ posts, lanes }: { posts: Posts; lanes: SerialQueues }) {
  return {
    /** `answerId`: the answer that it is about, null where it is about several. */
    async remember(actor: Actor, card: Card, answerId: string | null): Promise<void> {
      const spot =
        'fileId' in card
          ? { channelId: '', messageId: card.fileId, isShared: false }
          : { channelId: card.channel, messageId: card.ts, isShared: card.isShared ?? false };
      await posts.add(actor, { ...spot, answerId });
    },
    /** All that is known of a person, or of one answer of theirs: to be read before it is erased. */
    async of(actor: Actor, answerId?: string): Promise<Card[]> {
      const known = await posts.of(actor, answerId);
      return known.map(({ channelId, messageId, isShared }) =>
        channelId === '' ? { fileId: messageId } : { channel: channelId, ts: messageId, isShared },
      );
    },
    /** What was posted of an answer is empty now. */
    forget: (actor: Actor, answerId: string): Promise<void> => posts.remove(actor, answerId),
    /**
     * Empties posts and deletes files, each once; the first that is given of several for the same post counts. Of a
     * shared post only what is about this person goes. Gives how many Slack does not let the app change any more.
     */
    async empty(client: WebClient, { userId }: Actor, cards: readonly Card[]): Promise<number> {
      const each = new Map(cards.toReversed().map((card) => [nameOf(card), card]));
      let left = 0;
      for (const [name, card] of each) {
        try {
          if ('fileId' in card) await deleteFile(client, card.fileId);
          // Two people who are erased at once must not bring each other back.
          else await lanes.run(`post:${name}`, () => emptyMessage(client, card, userId));
        } catch (error) {
          if (!isGone(error)) left++;
        }
      }
      return left;
    },
  };
}

const nameOf = (card: Card) => ('fileId' in card ? card.fileId : `${card.channel}:${card.ts}`);

const viewErased = sayView(
  'Erased',
  'What stood here was erased because the person it was about wanted that.',
);

async function emptyMessage(client: WebClient, message: Message, userId: string): Promise<void> {
  const { channel, ts, isShared = false } = message;
  const rest = isShared ? await readWithout(client, message, userId) : null;
  await call(() => client.chat.update({ channel, ts, ...(rest ?? renderView(viewErased)) }));
}

/** What a post shows without a person; null where nothing of others is in it, or the app may not read it. */
async function readWithout(
  client: WebClient,
  { channel, ts }: Message,
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

/** What is written beside a file goes with it. */
async function deleteFile(client: WebClient, fileId: string): Promise<void> {
  const { file } = await call(() => client.files.info({ file: fileId }));
  const { public: open = {}, private: closed = {} } = shares.parse(file?.shares ?? {});
  for (const [channel, posts] of Object.entries({ ...open, ...closed }))
    for (const { ts } of posts) await call(() => client.chat.delete({ channel, ts }));
  await call(() => client.files.delete({ file: fileId }));
}

const shareList = z.record(z.string(), z.array(z.object({ ts: z.string() }))).optional();
const shares = z.object({ public: shareList, private: shareList });

/** Somebody has deleted it already. */
function isGone(error: unknown): boolean {
  const fault = faultOf(error instanceof Error && error.cause !== undefined ? error.cause : error);
  return fault?.type === 'refused' && goneErrors.has(fault.error);
}
const goneErrors = new Set(['message_not_found', 'file_not_found', 'file_deleted']);
