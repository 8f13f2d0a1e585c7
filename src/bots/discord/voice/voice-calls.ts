/** The voice rooms as the conversation uses them. */
import type { Client } from 'discord.js';
import type { Place, TenantId } from '../../../domain.ts';
import { isCoachError } from '../../../errors.ts';
import type { VoiceCalls } from '../../platform.ts';
import { guildIdOf } from '../guild-tenant.ts';
import type { OtherShards } from '../other-shards.ts';
import { voiceChannelOf } from '../permissions.ts';
import { type MicrophoneTest, testMicrophone } from './mic-test.ts';
import type { VoiceRooms } from './rooms.ts';

export function createVoiceCalls(
  parts: Omit<MicrophoneTest, 'rooms'> & {
    client: Client<true>;
    rooms: VoiceRooms;
    elsewhere: Pick<OtherShards, 'consentChanged'>;
    /**
     * The channel in which an interview is posted. Throws `not_allowed` when the bot lacks a permission
     * there, and names it.
     */
    postingPlace(from: Place, channelId: string | null): Promise<Place>;
  },
): VoiceCalls {
  const { client, rooms, elsewhere, postingPlace } = parts;
  const guildOf = (tenant: TenantId) => client.guilds.cache.get(guildIdOf(tenant));
  return {
    async enter({ person, place: from }, { channelId, begin }) {
      const channel = voiceChannelOf(guildOf(person.tenant), person.userId);
      const place = await postingPlace(from, channelId);
      const session = await rooms.enter(channel, () => begin({ ...place, voiceChannelId: channel.id }));
      return { session, channelName: channel.name };
    },
    async finish(sessionId, userId) {
      await rooms.ofSession(sessionId)?.finish(userId);
    },
    hears: ({ tenant, userId }) => rooms.ofGuild(guildIdOf(tenant))?.heard().has(userId) ?? false,
    encryptionOf(sessionId) {
      const room = rooms.ofSession(sessionId);
      const code = room?.privacyCode();
      return code === undefined ? null : { channelName: room?.channel()?.name ?? '', code };
    },
    consentRoleOf: rooms.consentRoleOf,
    async consentChanged(person) {
      elsewhere.consentChanged(person);
      await rooms.consentChanged(person.tenant, person.userId);
    },
    testMicrophone: ({ person }) =>
      testMicrophone(parts, voiceChannelOf(guildOf(person.tenant), person.userId), person.userId),
    async rejoin(session, userId) {
      try {
        voiceChannelOf(guildOf(session.place.tenant), userId);
      } catch (error) {
        if (isCoachError(error)) return false;
        throw error;
      }
      return await rooms.resume(session, 'called');
    },
  };
}
