/** In a hot seat the others rate each answer with buttons; the machine's score stands beside their median. */
import type { Client } from 'discord.js';
import { MessageFlags } from 'discord.js';
import type { Log } from '../../log.ts';
import type { Interview } from '../../pipeline/interview/interview-types.ts';
import { personMark } from '../../wording/marks.ts';
import type { View } from '../view.ts';
import { type CardButton, renderCard } from './cards.ts';
import { actorIn } from './desk.ts';
import { loggable } from './faults.ts';
import type { PeerReviews } from './ports.ts';

/** What each button says and is worth on the scale of 0 to 100. */
const rubric = [
  { label: 'Off', value: 10, means: 'beside the question' },
  { label: 'Weak', value: 30, means: 'little that answers it' },
  { label: 'Fair', value: 50, means: 'the main idea, with gaps' },
  { label: 'Good', value: 70, means: 'right and clear' },
  { label: 'Strong', value: 90, means: 'complete, with proof' },
] as const;

export function createPeerReviews({
  client,
  interview,
  log,
}: {
  client: Client;
  interview: Interview;
  log: Log;
}): PeerReviews {
  const posts = new Map<string, { channelId: string; messageId: string | null; authorId: string }>();

  async function edit(answerId: string, card: ReturnType<typeof renderCard>): Promise<void> {
    const post = posts.get(answerId);
    if (!post?.messageId) return;
    try {
      const channel = await client.channels.fetch(post.channelId);
      if (!channel?.isTextBased()) return;
      await channel.messages.edit(post.messageId, {
        components: card.components,
        flags: card.flags,
        allowedMentions: card.allowedMentions,
      });
    } catch (error) {
      log.warn({ fault: loggable(error) }, 'A peer review could not be brought up to date');
    }
  }

  return {
    async open(session, answerId) {
      const authorId = session.turn?.userId ?? session.ownerUserId;
      if (session.style !== 'hot-seat' || posts.has(answerId)) return;
      posts.set(answerId, { channelId: session.place.channelId, messageId: null, authorId });
      const channel = await client.channels.fetch(session.place.channelId);
      if (!channel?.isTextBased() || !channel.isSendable()) return;
      const { tenant } = session.place;
      const buttons = ratingButtons(answerId, authorId);
      const message = await channel.send(
        renderCard(viewReview(authorId, 'Nobody has rated it yet.'), { tenant, buttons }),
      );
      posts.set(answerId, { channelId: channel.id, messageId: message.id, authorId });
    },
    async rate(interaction, { about, tenant, value }) {
      const [points = '', authorId = ''] = value.split('.');
      const rater = actorIn(tenant, interaction.user.id);
      const author = actorIn(tenant, authorId);
      const answer = await interview.answer(author, about);
      const session = await interview.session(author, answer.sessionId);
      if (rater.userId !== authorId && !session.participants.some((one) => one.userId === rater.userId))
        await interview.join(rater, session.id, 'observer');
      await interview.rate(rater, about, 'peer', Number(points));
      const { peers } = await interview.answer(author, about);
      const line = `${peers?.count ?? 0} rated it${answer.evaluation === null ? '' : `; their median is ${Math.round(peers?.median ?? 0)}`}.`;
      const card = renderCard(viewReview(authorId, line), {
        tenant,
        buttons: ratingButtons(about, authorId),
      });
      await interaction.editReply({
        components: card.components,
        flags: MessageFlags.IsComponentsV2,
        allowedMentions: card.allowedMentions,
      });
    },
    async judged(session, answer) {
      const { tenant } = session.place;
      const { peers, evaluation } = answer;
      const mine =
        session.private || evaluation?.overall === undefined || evaluation.overall === null
          ? ''
          : ` I gave ${Math.round(evaluation.overall)}.`;
      const line =
        peers === null
          ? 'Nobody has rated it yet.'
          : `${peers.count} rated it; their median is ${Math.round(peers.median)}.`;
      await edit(
        answer.id,
        renderCard(viewReview(answer.userId, `${line}${mine}`), {
          tenant,
          buttons: ratingButtons(answer.id, answer.userId),
        }),
      );
      posts.delete(answer.id);
    },
  };
}

const ratingButtons = (answerId: string, authorId: string): CardButton[] =>
  rubric.map(({ label, value }) => ({
    action: 'rate',
    label,
    about: answerId,
    value: `${value}.${authorId}`,
  }));

const viewReview = (authorId: string, line: string): View => ({
  title: 'What do the others say?',
  meta: rubric.map(({ label, means }) => `${label}: ${means}`),
  blocks: [
    { type: 'text', text: `How was the answer of ${personMark(authorId)}?` },
    { type: 'text', text: line },
  ],
  actions: [],
});
