/** Which posts hold what a person said or scored, for as long as the program runs: they are emptied when it is erased. */
import { z } from 'zod';
import type { Actor } from '../../pipeline/interview-types.ts';
import { sayView } from '../desk-view.ts';
import { call } from './call.ts';
import { faultOf } from './faults.ts';
import { type Content, renderView } from './render/view-blocks.ts';
import type { WebClient } from './web-client.ts';

/** A message, or a file that was shared: a chart or a transcript. */
export type Card = Post | { fileId: string };
/** `redraw` gives what is left of a post that shows others too. */
type Post = { channel: string; ts: string; redraw?: () => Content };
type Known = { card: Card; answerId: string | null };

const mostPeople = 2_000;
const mostEach = 200;

export type Cards = ReturnType<typeof createCards>;

export function createCards() {
  const known = new Map<string, Known[]>();
  const keyOf = ({ tenant, userId }: Actor) => `${tenant}|${userId}`;
  return {
    /** `answerId`: the answer that it is about, null where it is about several. */
    remember(actor: Actor, card: Card, answerId: string | null): void {
      const key = keyOf(actor);
      const others = (known.get(key) ?? []).filter((one) => !isSame(one.card, card));
      known.delete(key);
      known.set(key, [...others, { card, answerId }].slice(-mostEach));
      for (const oldest of known.keys()) {
        if (known.size <= mostPeople) break;
        known.delete(oldest);
      }
    },
    /** Gives what is known of a person, or of one answer of theirs, and forgets it. */
    take(actor: Actor, answerId?: string): Card[] {
      const key = keyOf(actor);
      const all = known.get(key) ?? [];
      const taken = all.filter((one) => answerId === undefined || one.answerId === answerId);
      const left = all.filter((one) => !taken.includes(one));
      if (left.length === 0) known.delete(key);
      else known.set(key, left);
      return taken.map(({ card }) => card);
    },
  };
}

const nameOf = (card: Card) => ('fileId' in card ? card.fileId : `${card.channel}:${card.ts}`);
const isSame = (one: Card, other: Card) => nameOf(one) === nameOf(other);

export const viewErased = sayView(
  'Erased',
  'What stood here was erased because the person it was about wanted that.',
);

/** Empties posts and deletes files, each once; the first that is given of several for the same post counts. Gives how many Slack does not let the app change any more. */
export async function emptyCards(client: WebClient, cards: readonly Card[]): Promise<number> {
  const each = new Map(cards.toReversed().map((card) => [nameOf(card), card]));
  let left = 0;
  for (const card of each.values()) {
    try {
      if ('fileId' in card) await deleteFile(client, card.fileId);
      else {
        const { channel, ts, redraw } = card;
        const content = redraw?.() ?? renderView(viewErased);
        await call(() => client.chat.update({ channel, ts, ...content }));
      }
    } catch (error) {
      if (!isGone(error)) left++;
    }
  }
  return left;
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
