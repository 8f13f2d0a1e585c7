/** What goes wrong with Slack, told to people in one sentence and to the log without anything that was said. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { CoachError, isCoachError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { englishWording } from '../../wording/wording.ts';
import { sayView } from '../desk-view.ts';
import type { View } from '../view.ts';

export type SlackFault =
  /** Slack answered with an error of this name; `needed` names a missing scope. */
  | { type: 'refused'; error: string; needed: string | undefined }
  | { type: 'rate-limit'; retryAfterMs: number }
  /** Nobody knows whether the call took effect. */
  | { type: 'unsure' };

const platformError = z.object({
  data: z.object({ ok: z.literal(false), error: z.string(), needed: z.string().optional() }),
});
const rateLimit = z.object({ retryAfter: z.number() });

/** What a failed call of the Web API means; null for an error that is none of Slack's. */
export function faultOf(error: unknown): SlackFault | null {
  const refused = platformError.safeParse(error);
  if (refused.success) {
    const { error: name, needed } = refused.data.data;
    return passingErrors.has(name) ? { type: 'unsure' } : { type: 'refused', error: name, needed };
  }
  const limited = rateLimit.safeParse(error);
  if (limited.success) return { type: 'rate-limit', retryAfterMs: limited.data.retryAfter * 1000 };
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^slack_webapi_(request|http)/.test(code) ? { type: 'unsure' } : null;
}

const passingErrors = new Set(['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout']);
const tokenErrors = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'not_allowed_token_type',
  'app_disabled',
  'team_disabled',
  'user_removed_from_team',
]);
const goneErrors = new Set([
  'is_archived',
  'channel_not_found',
  'not_in_channel',
  'restricted_action',
  'messages_tab_disabled',
  'cannot_dm_bot',
  'user_disabled',
  'user_not_found',
  'thread_not_found',
]);

/** The app may no longer speak for a workspace: it was removed, or its token is wrong. */
export const isTokenFault = (error: unknown): boolean => {
  const fault = faultOf(error);
  return fault?.type === 'refused' && tokenErrors.has(fault.error);
};

/** The place is closed to the app for good, as far as it can tell. */
export const isGoneFault = (error: unknown): boolean => {
  const fault = faultOf(error);
  return fault?.type === 'refused' && goneErrors.has(fault.error);
};

const tokenAdvice = {
  SLACK_BOT_TOKEN: 'install the app again and set it to the bot token, which begins with xoxb-',
  SLACK_APP_TOKEN: 'set it to an app-level token of the app with connections:write, which begins with xapp-',
};

/**
 * The sentence that says what to do about an error of Slack's, or null for one that needs none. `token` is the one that the
 * call was made with.
 */
export function sayFault(error: unknown, token: keyof typeof tokenAdvice = 'SLACK_BOT_TOKEN'): string | null {
  const fault = faultOf(error);
  if (fault?.type !== 'refused') return null;
  if (tokenErrors.has(fault.error)) return `Slack refuses ${token} (${fault.error}); ${tokenAdvice[token]}.`;
  switch (fault.error) {
    case 'missing_scope':
      return `The Slack app lacks the permission ${fault.needed ?? ''}; update it from slack/manifest.yaml and install it again.`;
    case 'expired_trigger_id':
    case 'exchanged_trigger_id':
    case 'invalid_trigger_id':
      return 'That took too long for Slack to open the dialog; please try again.';
    case 'is_archived':
      return 'This Slack channel is archived; choose another one or unarchive it.';
    case 'not_in_channel':
    case 'channel_not_found':
      return 'I am not in that Slack channel; invite me with /invite and try again.';
    case 'forbidden_team':
      return 'Slack does not let this app use Socket Mode; switch it on in the settings of the app.';
    default:
      return `Slack refused that (${fault.error}); check the app against slack/manifest.yaml.`;
  }
}

/** Turns an error of Slack's into one whose message a person may read. */
export function explained(error: unknown): unknown {
  const sentence = sayFault(error);
  return sentence === null ? error : new CoachError('not_allowed', sentence, { cause: error });
}

/** An error for the log: Slack's errors may carry the whole request. */
export function loggable(error: unknown): object {
  const fault = faultOf(error);
  if (fault) return { ...fault };
  return error instanceof Error ? { name: error.name, stack: error.stack } : { name: typeof error };
}

/** What a person is shown: the sentence of a CoachError, or a neutral one with an id that stands in the log too. */
export function viewFault(error: unknown, log: Log): View {
  if (isCoachError(error)) return sayView('That did not work', englishWording.fault(error));
  const sentence = sayFault(error);
  if (sentence !== null) return sayView('That did not work', sentence);
  const faultId = randomUUID().slice(0, 8);
  log.error({ fault: loggable(error), faultId }, 'Something in the Slack bot failed');
  return sayView(
    'That did not work',
    `Something went wrong here. Try again; if it stays, tell the owner of this bot: ${faultId}.`,
  );
}
