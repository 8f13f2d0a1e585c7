/** What went wrong, told to people in one sentence and to the log without anything that was said. */
import { randomUUID } from 'node:crypto';
import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import { CoachError, isCoachError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { englishWording } from '../../wording/wording.ts';
import { sayView } from '../desk-view.ts';
import type { View } from '../view.ts';

/** Codes of Discord's REST API that are treated differently. */
export const discordCode = {
  unknownChannel: 10003,
  unknownMessage: 10008,
  unknownWebhook: 10015,
  unknownInteraction: 10062,
  missingAccess: 50001,
  closedDms: 50007,
  missingPermissions: 50013,
  invalidWebhookToken: 50027,
  invalidForm: 50035,
} as const;
export type DiscordFault = keyof typeof discordCode;

export const isDiscordFault = (error: unknown, ...kinds: DiscordFault[]): error is DiscordAPIError =>
  error instanceof DiscordAPIError && kinds.some((kind) => discordCode[kind] === error.code);

/** True when the same call may work later: an outage, a rate limit, a broken line. */
export const isPassing = (error: unknown): boolean =>
  error instanceof RateLimitError ||
  (error instanceof HTTPError && error.status >= 500) ||
  (error instanceof DiscordAPIError && error.status >= 500) ||
  (error instanceof Error &&
    /ECONN|ETIMEDOUT|EPIPE|ENOTFOUND|UND_ERR|AbortError|other side closed|fetch failed/.test(
      `${error.name} ${error.message} ${String(error.cause)}`,
    ));

/** An error for the log: Discord's errors carry the whole request, with what people said and with tokens. */
export function loggable(error: unknown): object {
  if (error instanceof DiscordAPIError || error instanceof HTTPError)
    return {
      name: error.name,
      status: error.status,
      method: error.method,
      ...('code' in error ? { code: error.code } : {}),
    };
  return error instanceof Error ? { name: error.name, stack: error.stack } : { name: typeof error };
}

/** What a person is shown: the sentence of a CoachError, or a neutral one with an id that stands in the log too. */
export function viewFault(error: unknown, log: Log): View {
  if (isCoachError(error)) return sayView('That did not work', englishWording.fault(error));
  const faultId = randomUUID().slice(0, 8);
  log.error({ fault: loggable(error), faultId }, 'Something in the Discord bot failed');
  return sayView(
    'That did not work',
    `Something went wrong here. Try again; if it stays, tell the owner of this bot: ${faultId}.`,
  );
}

export const badInput = (message: string) => new CoachError('bad_input', message);
export const notAllowed = (message: string) => new CoachError('not_allowed', message);
export const wrongState = (message: string) => new CoachError('wrong_state', message);
