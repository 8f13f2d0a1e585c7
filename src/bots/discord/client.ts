/** The connection to Discord: it needs no privileged intent, and says why when Discord refuses it. */
import {
  Client,
  type ClientOptions,
  DiscordAPIError,
  DiscordjsErrorCodes,
  Events,
  GatewayCloseCodes,
  GatewayIntentBits,
  HTTPError,
  Options,
  Partials,
  RateLimitError,
} from 'discord.js';
import type { Shards } from '../../config/discord-shards.ts';
import { CoachError, isCoachError } from '../../errors.ts';
import { withoutPasswords } from '../../given-text.ts';
import type { BotContext } from '../bot.ts';
import type { PlatformFault } from '../platform.ts';

const intents = [
  GatewayIntentBits.Guilds,
  GatewayIntentBits.GuildVoiceStates,
  GatewayIntentBits.GuildMessages,
  GatewayIntentBits.DirectMessages,
  GatewayIntentBits.DirectMessageTyping,
];

/** A client for these shards. */
export function createClient(
  { config, log }: Pick<BotContext, 'config' | 'log'>,
  { ids, count }: Shards,
): Client {
  const options: ClientOptions = {
    intents,
    shards: [...ids],
    shardCount: count,
    partials: [Partials.Channel],
    allowedMentions: { parse: [] },
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 20,
      ReactionManager: 0,
    }),
    rest:
      config.DISCORD_API_URL === undefined
        ? {}
        : { api: config.DISCORD_API_URL.replace(/\/+(v\d+\/?)?$/, '') },
  };
  const client = new Client(options);
  client.on(Events.Error, (error) =>
    log.warn({ fault: discordErrorFacts(error) }, 'The Discord client reported an error'),
  );
  client.on(Events.ShardError, (error) =>
    log.warn({ fault: discordErrorFacts(error) }, 'The connection to Discord broke'),
  );
  return client;
}

/** Resolves once the servers are known. Throws a CoachError when Discord refuses the token or an intent. */
export async function logIn(client: Client, token: string, signal: AbortSignal): Promise<Client<true>> {
  const ready = new Promise<Client<true>>((resolve, reject) => {
    client.once(Events.ClientReady, resolve);
    client.once(Events.ShardDisconnect, ({ code }) => reject(refusal(code)));
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  ready.catch(() => undefined);
  try {
    // Stopping does not wait for Discord, which may not answer.
    return await Promise.race([client.login(token).then(() => ready), ready]);
  } catch (error) {
    throw discordRefusal(error, client.rest.options.api);
  }
}

/** Rejects with a CoachError when Discord ends the connection for good; resolves when the signal aborts. */
export function untilRefused(client: Client, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    client.once(Events.ShardDisconnect, ({ code }) => reject(refusal(code)));
    client.once(Events.Invalidated, () => reject(refusal(GatewayCloseCodes.AuthenticationFailed)));
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** The errors that discord.js throws and emits when Discord closes the connection for good. */
const closings: readonly [RegExp, GatewayCloseCodes][] = [
  [/authentication failed/i, GatewayCloseCodes.AuthenticationFailed],
  [/disallowed intents/i, GatewayCloseCodes.DisallowedIntents],
  [/invalid intents/i, GatewayCloseCodes.InvalidIntents],
];

/** A CoachError that says why Discord refused, or that it cannot be reached; any other error as it is. */
export function discordRefusal(error: unknown, address: string): unknown {
  if (!(error instanceof Error)) return error;
  if (error instanceof DiscordAPIError && error.status === 401)
    return refusal(GatewayCloseCodes.AuthenticationFailed);
  if ('code' in error && error.code === DiscordjsErrorCodes.TokenInvalid)
    return refusal(GatewayCloseCodes.AuthenticationFailed);
  const closing = closings.find(([words]) => words.test(error.message));
  if (closing) return refusal(closing[1]);
  if (isPassing(error))
    return new CoachError(
      'network',
      'fault.discord-unreachable',
      { address: withoutPasswords(address) },
      { cause: error },
    );
  return error;
}

function refusal(code: number): CoachError {
  switch (code) {
    case GatewayCloseCodes.AuthenticationFailed:
      return new CoachError('bad_config', 'fault.discord-token-refused');
    case GatewayCloseCodes.DisallowedIntents:
      return new CoachError('bad_config', 'fault.discord-intent-disallowed');
    case GatewayCloseCodes.InvalidIntents:
      return new CoachError('bad_config', 'fault.discord-intent-unknown');
    default:
      return new CoachError('network', 'fault.discord-closed', { code });
  }
}

/** Codes of Discord's REST API that are treated differently. */
const discordCode = {
  unknownChannel: 10003,
  unknownMember: 10007,
  unknownMessage: 10008,
  unknownUser: 10013,
  unknownWebhook: 10015,
  unknownInteraction: 10062,
  missingAccess: 50001,
  closedDms: 50007,
  noSharedServer: 50278,
  missingPermissions: 50013,
  invalidWebhookToken: 50027,
  invalidForm: 50035,
} as const;
type DiscordFault = keyof typeof discordCode;

export const isDiscordFault = (error: unknown, ...kinds: DiscordFault[]): error is DiscordAPIError =>
  error instanceof DiscordAPIError && kinds.some((kind) => discordCode[kind] === error.code);

/** True when the same call may work later: an outage, a rate limit, a broken line. */
const isPassing = (error: unknown): boolean =>
  error instanceof RateLimitError ||
  (error instanceof HTTPError && error.status >= 500) ||
  (error instanceof DiscordAPIError && error.status >= 500) ||
  (error instanceof Error &&
    /ECONN|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_|EHOST|ENET|UND_ERR|AbortError|other side closed|fetch failed/.test(
      `${error.name} ${error.message} ${String(error.cause)}`,
    ));

/**
 * An error made safe for the log: Discord's errors carry the whole request, with tokens and what people said.
 */
export function discordErrorFacts(error: unknown): object {
  if (error instanceof DiscordAPIError || error instanceof HTTPError)
    return {
      name: error.name,
      status: error.status,
      method: error.method,
      ...('code' in error ? { code: error.code } : {}),
    };
  return error instanceof Error ? { name: error.name, stack: error.stack } : { name: typeof error };
}

/** What an error from Discord means for the message that was to be shown. */
export function discordFault(error: unknown): PlatformFault {
  const log = discordErrorFacts(error);
  if (error instanceof RateLimitError) return { kind: 'rate-limit', retryAfterMs: error.retryAfter, log };
  if (isPassing(error)) return { kind: 'passing', log };
  if (isCoachError(error, 'not_found') || isDiscordFault(error, ...goneFaults))
    return { kind: 'place-gone', log };
  if (isDiscordFault(error, 'missingPermissions')) return { kind: 'may-not-write', log };
  if (isDiscordFault(error, 'unknownMessage', 'invalidForm')) return { kind: 'refused', log };
  return { kind: 'unknown', log };
}

const goneFaults = ['unknownChannel', 'missingAccess', 'closedDms', 'noSharedServer'] as const;
