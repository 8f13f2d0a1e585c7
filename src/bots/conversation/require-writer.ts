import { CoachError } from '../../errors.ts';
import type { Actor, Place } from '../../pipeline/interview/interview-types.ts';
import type { ChatPlatform } from '../platform.ts';

/**
 * Buttons outlive what people may do: who was banned, left or was muted keeps the old messages. Throws `not_allowed` for
 * somebody who is not in the place now, or may not write there.
 */
export async function requireWriter(
  { isPrivate, mayWrite }: Pick<ChatPlatform, 'isPrivate' | 'mayWrite'>,
  person: Actor,
  place: Place,
): Promise<void> {
  if (isPrivate(place) || !mayWrite || (await mayWrite(person, place))) return;
  throw new CoachError('not_allowed', 'fault.may-not-write-there');
}
