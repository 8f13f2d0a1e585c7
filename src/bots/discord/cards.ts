/** Which posts hold what a person said or scored, for as long as the program runs: they are emptied when it is erased. */
import type { Client, Message } from 'discord.js';
import type { Log } from '../../log.ts';
import { sayView } from '../desk-view.ts';
import { isDiscordFault, loggable } from './faults.ts';
import type { Cards } from './ports.ts';
import { renderCard } from './render/card.ts';

const mostPeople = 2_000;
const mostEach = 100;

type Spot = Pick<Message, 'id' | 'channelId'>;

export function createCards({ client, log }: { client: Client; log: Log }): Cards {
  const posts = new Map<string, Spot[]>();
  return {
    remember({ tenant, userId }, { id, channelId }) {
      const key = `${tenant}|${userId}`;
      const known = (posts.get(key) ?? []).filter((spot) => spot.id !== id);
      posts.delete(key);
      posts.set(key, [...known, { id, channelId }].slice(-mostEach));
      for (const oldest of posts.keys()) {
        if (posts.size <= mostPeople) break;
        posts.delete(oldest);
      }
    },
    async empty({ tenant, userId }) {
      const key = `${tenant}|${userId}`;
      const spots = posts.get(key) ?? [];
      posts.delete(key);
      const view = sayView(
        'Erased',
        'What stood here was erased because the person it was about wanted that.',
      );
      const { components, flags, allowedMentions } = renderCard(view, { tenant });
      const card = { components, flags, allowedMentions, attachments: [] };
      for (const { id, channelId } of spots) {
        try {
          const channel = await client.channels.fetch(channelId);
          if (channel?.isTextBased()) await channel.messages.edit(id, card);
        } catch (error) {
          if (!isDiscordFault(error, 'unknownMessage', 'unknownChannel', 'missingAccess'))
            log.warn({ fault: loggable(error), channelId }, 'A post could not be emptied');
        }
      }
    },
  };
}
