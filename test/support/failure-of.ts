import { type CoachErrorCode, isCoachError } from '../../src/errors.ts';
import { englishWording } from '../../src/wording/wording.ts';

/**
 * How `failing` fails: its code, and the sentence that a person reads. Any error but a CoachError is
 * rethrown.
 */
export async function failureOf(
  failing: Promise<unknown>,
): Promise<{ code: CoachErrorCode; sentence: string; retryAfterMs: number | undefined } | undefined> {
  try {
    await failing;
    return undefined;
  } catch (error) {
    if (!isCoachError(error)) throw error;
    return { code: error.code, sentence: englishWording.fault(error), retryAfterMs: error.retryAfterMs };
  }
}

/** The sentence that a person reads when `failing` throws. Any error but a CoachError is rethrown. */
export function sentenceOf(failing: () => unknown): string | undefined {
  try {
    failing();
    return undefined;
  } catch (error) {
    if (!isCoachError(error)) throw error;
    return englishWording.fault(error);
  }
}
