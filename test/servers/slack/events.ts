/** Events: what happens in a workspace, told to the app when it is there to see it. */
import { randomBytes } from 'node:crypto';
import type { Delivery } from './deliveries.ts';
import type { Platform } from './platform.ts';
import { type Channel, type Fields, isFields, type Message } from './protocol.ts';
import { makeId, nextTs, type Team } from './team.ts';

export function emitEvent(platform: Platform, team: Team, event: Fields): Delivery {
  const kind = event.subtype === undefined ? String(event.type) : `${event.type}/${event.subtype}`;
  const payload = envelopeOf(team, event);
  return platform.deliveries.deliver({ kind, envelope: 'events_api', payload, isOwn: isOfApp(team, event) });
}

/** What the app posted or changed itself: an app that has ended since need not hear of it. */
const isOfApp = ({ botUser }: Team, { user = null, user_id: by = user, message }: Fields): boolean =>
  by === botUser || (isFields(message) && message.user === botUser);

export const envelopeOf = (team: Team, event: Fields): Fields => ({
  token: 'sim',
  type: 'event_callback',
  team_id: team.id,
  context_team_id: team.id,
  ...(team.organisation && { enterprise_id: team.organisation.id }),
  api_app_id: team.appId,
  event: { event_ts: nextTs(), ...event },
  event_id: `Ev${randomBytes(6).toString('hex').toUpperCase()}`,
  event_time: Math.floor(Date.now() / 1000),
  authorizations: [
    {
      enterprise_id: team.organisation?.id ?? null,
      // Of an organisation's installation only the outer field says in which workspace it was.
      team_id: team.byOrganisation ? null : team.id,
      user_id: team.botUser,
      is_bot: true,
      is_enterprise_install: team.byOrganisation,
    },
  ],
  event_context: makeId('4-'),
});

/** A message as events: `message`, and `app_mention` too where it names the app in a channel. */
export async function emitMessage(
  platform: Platform,
  team: Team,
  channel: Channel,
  message: Message,
): Promise<Delivery[]> {
  if (!channel.members.has(team.botUser)) return [];
  const event: Fields = {
    ...structuredClone(message),
    channel: channel.id,
    event_ts: message.ts,
    channel_type: channel.kind,
  };
  if (event.thread_ts === event.ts) delete event.thread_ts;
  const parent = channel.messages.find((other) => other.ts === event.thread_ts);
  if (parent) event.parent_user_id = parent.user;
  const deliveries = [emitEvent(platform, team, event)];
  const mentioned = message.user !== team.botUser && message.text.includes(`<@${team.botUser}>`);
  if (mentioned && channel.kind !== 'im') {
    const { channel_type: _, subtype: __, ...rest } = event;
    deliveries.push(emitEvent(platform, team, { ...rest, type: 'app_mention' }));
  }
  await Promise.all(deliveries.map((delivery) => delivery.first));
  return deliveries;
}
