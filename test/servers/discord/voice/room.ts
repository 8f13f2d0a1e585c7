import { type DeliveryService, openDeliveryService } from '../dave/delivery-service.ts';
import type { BotSocket } from './bot-socket.ts';
import { openSpeaker, type Speaker } from './speaker.ts';

/** One voice channel as the voice server sees it. */
export type Room = {
  guildId: string;
  channelId: string;
  people: Map<string, Speaker>;
  bot: BotSocket | null;
  /** Null when the call is not end-to-end encrypted. */
  service: DeliveryService | null;
  participants(): string[];
};

export function openRoom(guildId: string, channelId: string, encrypted: boolean): Room {
  const room: Room = {
    guildId,
    channelId,
    people: new Map(),
    bot: null,
    service: encrypted ? openDeliveryService(channelId) : null,
    participants: () => [...room.people.keys(), ...(room.bot ? [room.bot.userId] : [])],
  };
  return room;
}

export function enterRoom(room: Room, userId: string, ssrc: number): Speaker {
  const speaker = openSpeaker(room, userId, ssrc);
  room.people.set(userId, speaker);
  room.bot?.tellOfPerson(userId);
  speaker.dave?.start();
  return speaker;
}

export function leaveRoom(room: Room, speaker: Speaker): void {
  room.people.delete(speaker.userId);
  room.bot?.tellOfLeaving(speaker.userId, speaker.ssrc);
  speaker.leave();
}
