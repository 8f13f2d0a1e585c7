/** Where something happened and for whom. */
import type { Guild, Interaction, User } from 'discord.js';
import type { TenantId } from '../../../domain.ts';
import type { Actor, Place, SessionView } from '../../../pipeline/interview/interview-types.ts';
import { actorIn, type Desk, tenantOf } from '../desk.ts';

export type Where = {
  actor: Actor;
  /** The session that is meant, if one runs. */
  session: SessionView | null;
  /** Where that session is, else where something new would be. */
  place: Place;
};

/** In a server: that server. In direct messages: where the session there belongs, else a server that both are in. */
export async function whereIs(
  desk: Desk,
  interaction: Pick<Interaction, 'guildId' | 'channelId' | 'user'>,
): Promise<Where> {
  const { guildId, user } = interaction;
  const channelId = interaction.channelId ?? '';
  const here = desk.sessions.inChannel(channelId);
  const tenant =
    guildId !== null ? tenantOf(guildId) : (here?.place.tenant ?? (await homeTenant(desk, user)));
  const actor = actorIn(tenant, user.id);
  const own = desk.sessions.ofPerson(user.id, tenant);
  const session = here && (takesPart(here, user.id) || !own) ? here : own;
  return {
    actor,
    session,
    place: session?.place ?? { tenant, platform: 'discord', channelId },
  };
}

const takesPart = (session: SessionView, userId: string) =>
  session.ownerUserId === userId || session.participants.some((one) => one.userId === userId);

const homes = new WeakMap<Desk, Map<string, TenantId>>();

/** A person's history belongs to a server; in direct messages it is the first one that they share with the bot. */
export async function homeTenant(desk: Desk, user: User): Promise<TenantId> {
  const known = homes.get(desk) ?? new Map<string, TenantId>();
  homes.set(desk, known);
  const found = known.get(user.id) ?? (await sharedGuild(desk, user.id));
  known.set(user.id, found);
  return found;
}

async function sharedGuild(desk: Desk, userId: string): Promise<TenantId> {
  const isIn = async (guild: Guild) => (await guild.members.fetch(userId).catch(() => null)) !== null;
  for (const guild of [...desk.client.guilds.cache.values()].slice(0, 20))
    if (await isIn(guild)) return tenantOf(guild.id);
  return tenantOf(`user-${userId}`);
}
