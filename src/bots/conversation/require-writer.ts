import type { Actor, Place } from '../../domain.ts';
import { CoachError } from '../../errors.ts';
import type { ChatPlatform } from '../platform.ts';

/**
 * Buttons outlive permissions: people who were banned or muted, or who left, still have the old messages.
 * Throws `not_allowed` for people who are not in the place now, or may not write there.
 */
export async function requireWriter(
  { isPrivate, mayWrite }: Pick<ChatPlatform, 'isPrivate' | 'mayWrite'>,
  person: Actor,
  place: Place,
): Promise<void> {
  if (isPrivate(place) || !mayWrite || (await mayWrite(person, place))) return;
  throw new CoachError('not_allowed', 'fault.may-not-write-there');
}
