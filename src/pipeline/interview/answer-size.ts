/** How large one answer may become, counting all its pieces. */
import { CoachError } from '../../errors.ts';
import type { Db, Trx } from '../../store/store.ts';
import { sizeOfAnswer } from '../../store/utterances.ts';
import type { Parts } from './parts.ts';

/** A transcript of two hours of speech has about twice this; typed answers stay far below it. */
export const mostCharacters = 60_000;

type Given = { text?: string; durationMs?: number };

/** Throws `bad_input` when a new piece makes an answer too large. What is already stored stays as it is. */
export async function requireRoom(parts: Parts, db: Db | Trx, answerId: string, given: Given): Promise<void> {
  const { characters, durationMs } = await sizeOfAnswer(db, answerId);
  requireSize(parts, given, { characters, durationMs });
}

/** The same for an answer of which this is the first or the last piece. */
export function requireSize(
  { config }: Pick<Parts, 'config'>,
  { text = '', durationMs = 0 }: Given,
  there = { characters: 0, durationMs: 0 },
): void {
  const isFirst = there.characters === 0 && there.durationMs === 0 ? 1 : 0;
  if (text !== '' && there.characters + text.length > mostCharacters)
    throw new CoachError('bad_input', 'fault.answer-too-long', { most: mostCharacters, isFirst });
  const most = config.ANSWER_MAX_SECONDS;
  // A file may be slightly longer than its limit in whole seconds.
  if (durationMs > 0 && there.durationMs + durationMs > (most + 1) * 1_000)
    throw new CoachError('bad_input', 'fault.answer-speech-too-long', { most, isFirst });
}
