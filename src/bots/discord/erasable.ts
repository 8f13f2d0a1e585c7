/** Which posts hold what a person said or scored: they are emptied when it is erased. */
import type { Client } from 'discord.js';
import type { Posts } from '../../domain.ts';
import type { Log } from '../../log.ts';
import { sayView } from '../desk-view.ts';
import { renderCard } from './cards.ts';
import { isDiscordFault, loggable } from './faults.ts';
import type { Cards, LivePosts } from './ports.ts';

export function createCards(parts: { client: Client; log: Log; posts: Posts; live: LivePosts }): Cards {
  const { client, log, posts, live } = parts;
  return {
    remember: (actor, { id, channelId }, answerId) =>
      posts.add(actor, { channelId, messageId: id, answerId, isShared: false }),
    of: (actor, answerId) => posts.of(actor, answerId),
    async empty({ tenant }, known) {
      const view = sayView(
        'Erased',
        'What stood here was erased because the person it was about wanted that.',
      );
      const { components, flags, allowedMentions } = renderCard(view, { tenant });
      const card = { components, flags, allowedMentions, attachments: [] };
      for (const { messageId, channelId } of known) {
        await live.letGo(messageId);
        try {
          const channel = await client.channels.fetch(channelId);
          if (channel?.isTextBased()) await channel.messages.edit(messageId, card);
        } catch (error) {
          if (!isDiscordFault(error, 'unknownMessage', 'unknownChannel', 'missingAccess'))
            log.warn({ fault: loggable(error), channelId }, 'A post could not be emptied');
        }
      }
    },
    forget: (actor, answerId) => posts.remove(actor, answerId),
  };
}
