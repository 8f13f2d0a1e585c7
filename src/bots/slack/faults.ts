/** Errors from Slack: one sentence for people, and a log entry without anything that was said. */
import { z } from 'zod';
import { CoachError } from '../../errors.ts';
import type { PlatformFault } from '../platform.ts';

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

/** What a failed Web API call means; null for an error that is not Slack's. */
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
const closedErrors = new Set(['messages_tab_disabled', 'cannot_dm_bot', 'user_disabled', 'user_not_found']);
const goneErrors = new Set([
  ...closedErrors,
  'is_archived',
  'channel_not_found',
  'not_in_channel',
  'thread_not_found',
]);

/** The app may no longer speak for a workspace: it was removed, or its token is wrong. */
export const isTokenFault = (error: unknown): boolean => {
  const fault = faultOf(error);
  return fault?.type === 'refused' && tokenErrors.has(fault.error);
};

/** The place seems to be closed to the app for good. */
export const isGoneFault = (error: unknown): boolean => {
  const fault = faultOf(error);
  return fault?.type === 'refused' && goneErrors.has(fault.error);
};

export type SlackToken = 'SLACK_BOT_TOKEN' | 'SLACK_APP_TOKEN';

/**
 * What to do about an error from Slack, as an error that a person may read; null if there is nothing to do.
 * `token` is the one used for the call.
 */
export function explanationOf(error: unknown, token: SlackToken = 'SLACK_BOT_TOKEN'): CoachError | null {
  const fault = faultOf(error);
  if (fault?.type === 'rate-limit')
    return new CoachError('network', 'fault.slack-busy', {}, { cause: error });
  if (fault?.type !== 'refused') return null;
  const { error: name, needed = '' } = fault;
  const because = { cause: error };
  if (tokenErrors.has(name))
    return new CoachError('bad_config', 'fault.slack-token-refused', { token, error: name }, because);
  switch (name) {
    case 'missing_scope':
      return new CoachError('not_allowed', 'fault.slack-scope-missing', { scope: needed }, because);
    case 'expired_trigger_id':
    case 'exchanged_trigger_id':
    case 'invalid_trigger_id':
      return new CoachError('not_allowed', 'fault.slack-dialog-late', {}, because);
    case 'is_archived':
      return new CoachError('not_allowed', 'fault.slack-archived', {}, because);
    case 'not_in_channel':
    case 'channel_not_found':
      return new CoachError('not_allowed', 'fault.slack-not-in-channel', {}, because);
    case 'forbidden_team':
      return new CoachError('bad_config', 'fault.slack-no-socket-mode', {}, because);
    default:
      return closedErrors.has(name)
        ? new CoachError('not_allowed', 'fault.slack-direct-closed', {}, because)
        : new CoachError('not_allowed', 'fault.slack-refused', { error: name }, because);
  }
}

/** The person accepts no direct messages from the app. */
export const isClosed = (error: unknown): boolean => {
  const fault = faultOf(causeOf(error));
  return fault?.type === 'refused' && closedErrors.has(fault.error);
};

/** Turns an error from Slack into one whose sentence a person may read. */
export const explained = (error: unknown): unknown => explanationOf(error) ?? error;

export const causeOf = (error: unknown): unknown =>
  error instanceof CoachError ? (error.cause ?? error) : error;

/** What an error from a call means to the conversation. */
export function platformFault(error: unknown): PlatformFault {
  const cause = causeOf(error);
  const fault = faultOf(cause);
  const log = loggable(cause);
  if (fault?.type === 'rate-limit') return { kind: 'rate-limit', retryAfterMs: fault.retryAfterMs, log };
  if (fault?.type === 'unsure') return { kind: 'passing', log };
  if (isTokenFault(cause) || isGoneFault(cause)) return { kind: 'place-gone', log };
  if (error instanceof CoachError && error.fault === 'fault.slack-uninstalled')
    return { kind: 'place-gone', log };
  if (fault?.type === 'refused' && fault.error === 'restricted_action') return { kind: 'may-not-write', log };
  return { kind: 'unknown', log };
}

/** An error made safe for the log: Slack's errors may carry the whole request. */
export function loggable(error: unknown): object {
  const fault = faultOf(error);
  if (fault) return { ...fault };
  return error instanceof Error ? { name: error.name, stack: error.stack } : { name: typeof error };
}
