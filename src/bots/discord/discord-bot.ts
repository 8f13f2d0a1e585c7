/** The Discord bot: passes what happens there to the conversation, which posts there through the platform. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, Events, type TextBasedChannel } from 'discord.js';
import type { Shards } from '../../config/discord-shards.ts';
import type { Actor, EndReason, Session } from '../../domain.ts';
import { CoachError } from '../../errors.ts';
import { createMannerOf } from '../../pipeline/questions/manner-of.ts';
import type { HeldShards } from '../../pipeline/shard-leases.ts';
import { isServedBy } from '../../pipeline/shards.ts';
import type { Bot, BotContext } from '../bot.ts';
import { createConversation } from '../conversation/conversation.ts';
import type { ScoredMessage } from '../happened.ts';
import { viewText } from '../view.ts';
import { createClient, discordErrorFacts, logIn, untilRefused } from './client.ts';
import { registerCommands } from './commands/register.ts';
import { createDiscordPlatform } from './discord-platform.ts';
import { followConnection } from './follow-connection.ts';
import { guildIdOf } from './guild-tenant.ts';
import { createInbox, type Inbox } from './inbox.ts';
import { createOtherShards } from './other-shards.ts';
import { createReplies } from './replies.ts';
import { serveShards } from './serve-shards.ts';
import { createRooms } from './voice/rooms.ts';
import { usualVoiceTimings, type VoiceTimings } from './voice/timings.ts';
import { createVoiceCalls } from './voice/voice-calls.ts';

export type Timings = VoiceTimings & {
  /** A typed answer is complete when nothing more comes for this long. */
  typedPauseMs: number;
  /** The shortest time between two edits of a post. */
  editEveryMs: number;
  /** How long a dialog may take, of the three seconds that Discord gives. */
  dialogMs: number;
};
const usualTimings: Timings = {
  ...usualVoiceTimings,
  typedPauseMs: 8_000,
  editEveryMs: 1_000,
  dialogMs: 2_000,
};

/** How long a stop waits for posts that are being sent. */
const farewellMs = 5_000;

/** Needs `DISCORD_TOKEN`. `timings` are for tests. */
export function createDiscordBot(context: BotContext, timings: Partial<Timings> = {}): Bot {
  return {
    platform: 'discord',
    async run(signal) {
      const { config } = context;
      if (config.DISCORD_TOKEN === undefined)
        throw new CoachError('bad_config', 'fault.discord-token-missing');
      const token = config.DISCORD_TOKEN;
      try {
        await serveShards(context, token, signal, serve);
      } catch (error) {
        if (!signal.aborted) throw error;
      }

      async function serve(held: HeldShards, stop: AbortSignal): Promise<void> {
        const client = createClient(context, held);
        followConnection(client, context.connections);
        try {
          const ready = await logIn(client, token, stop);
          await work(ready, context, held, { ...usualTimings, ...timings }, stop);
        } catch (error) {
          if (!stop.aborted) throw error;
        } finally {
          await client.destroy();
        }
      }
    },
  };
}

async function work(
  client: Client<true>,
  context: BotContext,
  { ids, count }: Shards,
  timings: Timings,
  untilAborted: AbortSignal,
): Promise<void> {
  const { config, log, wording, bank, interview, consents, tenantSettings, models, narrator, now } = context;
  const { transcriber } = models;
  const stop = new AbortController();
  const signal = AbortSignal.any([untilAborted, stop.signal]);
  const commandIds = new Map<string, string>();
  const scored = new Map<string, ScoredMessage>();
  /** Sessions that continue after a restart and whose question has not been shown again yet. */
  const resumed = new Set<string>();
  const shards: Shards = { ids, count };
  const elsewhere = createOtherShards({ client, shards, notices: context.notices });
  const replies = createReplies({ dialogMs: timings.dialogMs, log, wording });
  const platform = createDiscordPlatform({
    client,
    log,
    wording,
    replies,
    commandIds,
    scored,
    shards,
    elsewhere,
    ...timings,
    introduced: ({ tenant }) => rooms.settled(guildIdOf(tenant)),
    lineUnder: (session) =>
      rooms.ofSession(session.id)?.channel()
        ? rooms.statusLine(session)
        : resumed.delete(session.id)
          ? wording.say('question.restarted')
          : null,
  });
  const rooms = createRooms({
    client,
    interview,
    consents,
    tenantSettings,
    mannerOf: createMannerOf(context),
    narrator,
    bank,
    transcriber,
    hearing: {
      heard: context.heard,
      advised: config.ADVISER_URL !== undefined,
      keepsSound: config.RETENTION.audioDays > 0,
    },
    timings,
    wording,
    log,
    now,
    post: platform.postFirst,
    showUnder: platform.live.say,
    abandoned: end,
  });
  const { postingPlace } = platform;
  const voice = createVoiceCalls({
    ...{ client, rooms, elsewhere, postingPlace, transcriber, timings, wording, log, signal },
  });
  const conversation = createConversation({ ...platform, voice }, context);
  /** Ends a session that cannot go on, and tells its owner why. */
  async function end(session: Session, reason: EndReason): Promise<void> {
    const owner = ownerOf(session);
    try {
      await interview.stop(owner, session.id, { reason });
    } catch (error) {
      log.warn({ fault: discordErrorFacts(error), sessionId: session.id }, 'Ending a session failed');
    }
    conversation.sessions.remove(session.id);
    const view = viewText(wording.say('owner.ended-title'), wording.say(`ended.because.${reason}`));
    const once = { receipt: `e${session.id.slice(0, 20)}` };
    await platform.sendPrivately(owner, { view }, once).catch(() => null);
  }
  const ready = knowChannels(client, shards, interview).then(() => conversation.takeUp());
  ready.catch(() => undefined);
  /** A session that had not ended continues where it was. */
  async function takeUp(session: Session): Promise<void> {
    const { id, place, mode, state, turn } = session;
    const owner = ownerOf(session);
    try {
      const channel = await client.channels.fetch(place.channelId).catch(() => null);
      if (!channel?.isTextBased()) return await end(session, 'place-gone');
      const isHeard = mode === 'voice' && (await rooms.resume(session, 'restarted'));
      if (state !== 'active') return;
      if (mode === 'voice' && !isHeard) {
        await interview.pause(owner, id);
        const text = wording.say('discord.restarted', { pause: platform.writeCommand('interview pause') });
        await platform.post(place, { view: viewText(wording.say('discord.restarted-title'), text) });
        return;
      }
      if (!turn) return;
      // The post with the buttons may be far up and is no longer known, so the question is shown once more.
      resumed.add(id);
      await interview.repeat(owner, id);
      await catchUp(channel, Date.parse(turn.askedAt), inbox);
    } catch (error) {
      log.warn({ fault: discordErrorFacts(error), sessionId: id }, 'Taking a session up again failed');
    }
  }
  const inbox = createInbox({
    client,
    conversation,
    platform,
    replies,
    scored,
    log,
    wording,
    ready,
    files: { config, signal },
    domains: () => bank.domains(),
    knownAt: (userId) => (count === 1 ? Promise.resolve([]) : context.knownAt('discord', userId)),
  });
  const stopListening = elsewhere.listen({
    letGo: platform.live.letGo,
    consentChanged: ({ tenant, userId }) => rooms.consentChanged(tenant, userId),
  });
  const refused = untilRefused(client, untilAborted);
  refused.catch(() => undefined);
  client.on(Events.VoiceStateUpdate, (old, now) => rooms.voiceStateChanged(old, now));
  client.on(Events.ChannelDelete, ({ id }) => {
    for (const session of conversation.sessions.all())
      if (session.place.channelId === id || session.place.voiceChannelId === id)
        void end(session, 'place-gone');
  });
  try {
    const guildId = config.DISCORD_GUILD_ID;
    const registering = registerCommands(client, {
      ...{ guildId, ids: commandIds, wording, log, signal },
      // One process registers them for all.
      mayChange: ids.includes(0),
    });
    registering.catch(() => undefined);
    inbox.listen();
    await ready;
    for (const session of conversation.sessions.all())
      if (isServedBy(shards, session.place)) await takeUp(session);
    await rooms.tidy();
    await Promise.race([refused, registering.then(() => refused), conversation.run(signal)]);
    await refused;
  } finally {
    inbox.close();
    stopListening();
    await rooms
      .closeAll()
      .catch((error: unknown) =>
        log.error({ fault: discordErrorFacts(error) }, 'Leaving a voice channel failed'),
      );
    stop.abort();
    await Promise.race([platform.live.settled(), sleep(farewellMs, null, { ref: false })]);
  }
}

/** At the start Discord lists the channels of servers, but not direct messages. */
async function knowChannels(
  client: Client<true>,
  shards: Shards,
  interview: Pick<BotContext['interview'], 'openSessions'>,
): Promise<void> {
  for (const { place } of await interview.openSessions('discord'))
    if (isServedBy(shards, place)) await client.channels.fetch(place.channelId).catch(() => null);
}

const ownerOf = ({ place, ownerUserId }: Session): Actor => ({
  tenant: place.tenant,
  userId: ownerUserId,
});

/**
 * Takes what was written while the bot was away; messages that were already taken are recognised by their
 * ids.
 */
async function catchUp(channel: TextBasedChannel, sinceMs: number, inbox: Inbox): Promise<void> {
  const recent = await channel.messages.fetch({ limit: 50, cache: false });
  const missed = [...recent.values()].filter(({ createdTimestamp }) => createdTimestamp >= sinceMs);
  for (const message of missed.reverse()) await inbox.message(message);
}
