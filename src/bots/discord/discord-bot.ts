/** The Discord bot: what happens there becomes calls of the interview, and its deliveries become messages. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, Events } from 'discord.js';
import { CoachError } from '../../errors.ts';
import { englishWording } from '../../wording/wording.ts';
import type { Bot, BotContext } from '../bot.ts';
import { createClient, logIn, untilRefused } from './client.ts';
import { registerCommands } from './commands/register.ts';
import { showDeliveries } from './deliveries.ts';
import { type Desk, type Timings, usualTimings } from './desk.ts';
import { endSession } from './end-session.ts';
import { createCards } from './erasable.ts';
import { loggable } from './faults.ts';
import { handleInteraction } from './handle/interactions.ts';
import { handleEdit, handleMessage, handleTyping } from './handle/messages.ts';
import { createLivePosts } from './live-posts.ts';
import { createOpenSessions } from './open-sessions.ts';
import { createPeerReviews } from './peer-reviews.ts';
import { drawPace } from './pictures.ts';
import { createResponders } from './responder.ts';
import { createScores } from './scores.ts';
import { takeUpSessions } from './take-up.ts';
import { createTyped } from './typed.ts';
import { createRooms } from './voice/rooms.ts';

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
      const client = createClient(context);
      try {
        const ready = await logIn(client, config.DISCORD_TOKEN, signal);
        await work(ready, context, { ...usualTimings, ...timings }, signal);
      } catch (error) {
        if (!signal.aborted) throw error;
      } finally {
        await client.destroy();
      }
    },
  };
}

async function work(
  client: Client<true>,
  context: BotContext,
  timings: Timings,
  signal: AbortSignal,
): Promise<void> {
  const stop = new AbortController();
  const desk = openDesk({ client, context, timings, signal: AbortSignal.any([signal, stop.signal]) });
  const { log } = context;
  listenTo(client, desk);
  const refused = untilRefused(client, signal);
  refused.catch(() => undefined);
  try {
    const guildId = context.config.DISCORD_GUILD_ID;
    const registering = registerCommands(client, { guildId, log, signal: desk.signal });
    registering.catch(() => undefined);
    await takeUpSessions(desk);
    await Promise.race([refused, registering.then(() => refused), showDeliveries(desk), showStages(desk)]);
    await refused;
  } finally {
    client.removeAllListeners(Events.InteractionCreate);
    client.removeAllListeners(Events.MessageCreate);
    desk.typed.stop();
    await desk.rooms
      .closeAll()
      .catch((error: unknown) =>
        log.error({ fault: loggable(error) }, 'A voice channel could not be left in order'),
      );
    stop.abort();
    await Promise.race([desk.posts.settled(), sleep(farewellMs, null, { ref: false })]);
  }
}

function openDesk(parts: Pick<Desk, 'client' | 'context' | 'timings' | 'signal'>): Desk {
  const { client, context, timings, signal } = parts;
  const { log, interview, now } = context;
  const sessions = createOpenSessions();
  const live = createLivePosts({ client, log, editEveryMs: timings.editEveryMs });
  const desk: Desk = {
    client,
    context,
    timings,
    signal,
    sessions,
    posts: live,
    responders: createResponders({ log }),
    scores: createScores(),
    peers: createPeerReviews({ client, interview, log }),
    typed: createTyped(() => desk),
    rooms: createRooms({
      client,
      interview,
      consents: context.consents,
      tenantSettings: context.tenantSettings,
      transcriber: context.models.transcriber,
      hearing: {
        remote: context.config.TRANSCRIBER_URL !== undefined,
        keepsSound: context.config.RETENTION.audioDays > 0,
      },
      timings,
      wording: englishWording,
      log,
      now,
      showUnder: live.say,
      abandoned: (session, reason) => endSession({ client, context, sessions }, session, reason),
    }),
    targets: new Map(),
    cards: createCards({ client, log, posts: context.posts, live }),
    charts: (answer) => drawPace(answer, log),
  };
  return desk;
}

function listenTo(client: Client<true>, desk: Desk): void {
  client.on(Events.InteractionCreate, (interaction) => void handleInteraction(desk, interaction));
  client.on(Events.MessageCreate, (message) => void handleMessage(desk, message));
  client.on(Events.MessageUpdate, (_old, message) => void handleEdit(desk, message));
  client.on(Events.TypingStart, (typing) => handleTyping(desk, typing));
  client.on(Events.VoiceStateUpdate, (old, now) => desk.rooms.voiceStateChanged(old, now));
  client.on(Events.ChannelDelete, (channel) => {
    for (const session of desk.sessions.all())
      if (session.place.channelId === channel.id || session.place.voiceChannelId === channel.id)
        void endSession(desk, session, 'place-gone');
  });
}

/** How far answers are, under their questions; in a hot seat the others are asked once an answer is in. */
async function showStages(desk: Desk): Promise<void> {
  for await (const { answerId, sessionId, stage } of desk.context.interview.stages(desk.signal)) {
    const session = desk.sessions.byId(sessionId);
    if (stage !== 'listening' || session?.mode === 'voice') desk.posts.stage(sessionId, answerId, stage);
    if (session?.style === 'hot-seat' && (stage === 'transcribing' || stage === 'scoring'))
      void desk.peers.open(session, answerId).catch((error: unknown) => {
        desk.context.log.warn({ fault: loggable(error), sessionId }, 'A peer review could not be posted');
      });
  }
}
