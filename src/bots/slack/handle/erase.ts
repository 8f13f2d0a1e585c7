/** Erasing one answer, or everything about a person: asked first, and what was posted of it is emptied afterwards. */

import { personMark } from '../../../wording/marks.ts';
import { counted, sayView } from '../../desk-view.ts';
import { runCommand } from '../../run-command.ts';
import type { View } from '../../view.ts';
import { call } from '../call.ts';
import type { Card } from '../cards.ts';
import { actorOf, type Desk, type Doer, openDirect, placeAt } from '../desk.ts';
import { loggable } from '../faults.ts';
import { forOne, type SlackReply } from '../outlet.ts';

/** Nothing is erased before it was asked for twice. */
export const askToForget = (): SlackReply =>
  forOne(
    sayView(
      'Erase everything about you?',
      'Your answers, scores, progress and consents are erased for good. /privacy export gives you a copy first.',
    ),
    [{ name: 'forget-all', label: 'Erase everything', about: '-' }],
  );

/** `clicked`: the card whose button was pressed, known also after a restart. */
export async function eraseAnswer(
  desk: Desk,
  doer: Doer,
  answerId: string,
  clicked: Card | null,
): Promise<SlackReply> {
  const actor = actorOf(doer);
  const known = await desk.cards.of(actor, answerId);
  await desk.context.interview.deleteAnswer(actor, answerId);
  const cards = [...known, ...(clicked === null ? [] : [clicked])];
  const left = await desk.cards.empty(doer.workspace.client, actor, cards);
  await desk.cards.forget(actor, answerId);
  return forOne(
    sayView(
      'Deleted',
      `This answer, its transcript and its scores are erased, and its card is empty.${sayLeft(left)}`,
    ),
  );
}

/** Erases everything that is kept of whoever asked for it, and what of it the bot had posted. */
export async function eraseAll(desk: Desk, doer: Doer): Promise<View> {
  const actor = actorOf(doer);
  const direct = await openDirect(doer);
  const known = await desk.cards.of(actor);
  const { view } = await runCommand(
    { name: 'privacy forget' },
    {
      actor,
      place: placeAt(doer, direct),
      context: desk.context,
      nameOf: personMark,
      manages: false,
    },
  );
  const { cards, isAll } = await postedDirectly(desk, doer, direct);
  const left = await desk.cards.empty(doer.workspace.client, actor, [...known, ...cards]);
  const limits = isAll ? '' : ' Older posts in our direct messages stay until you delete them there.';
  return {
    ...view,
    blocks: [
      ...view.blocks,
      {
        type: 'text',
        text: `What I had posted about you is empty now, here and in channels.${sayLeft(left)}${limits}`,
      },
    ],
  };
}

const sayLeft = (left: number): string =>
  left === 0 ? '' : ` Slack does not let me change ${counted(left, 'post')} any more: delete them there.`;

const pageLength = 200;
const mostPages = 5;

/**
 * All that the app posted in the direct messages with a person, also before its last start: cards, files, and what stands
 * in threads there.
 */
async function postedDirectly(
  desk: Desk,
  { workspace }: Doer,
  channel: string,
): Promise<{ cards: Card[]; isAll: boolean }> {
  const { client, botUserId } = workspace;
  const cards: Card[] = [];
  const add = (messages: readonly Posted[]) => {
    for (const { user, ts, blocks = [], files = [] } of messages) {
      if (user !== botUserId) continue;
      if (ts !== undefined && blocks.length > 0) cards.push({ channel, ts });
      for (const { id } of files) if (id !== undefined) cards.push({ fileId: id });
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
      if (!hasMore || latest === undefined) return { cards, isAll: true };
    }
  } catch (error) {
    desk.log.warn({ fault: loggable(error) }, 'What was posted in direct messages could not be read');
  }
  return { cards, isAll: false };
}

type Posted = {
  user?: string;
  ts?: string;
  thread_ts?: string;
  blocks?: readonly unknown[];
  files?: readonly { id?: string }[];
};
