/** How large one answer may become, all its pieces together. */
import { CoachError } from '../../errors.ts';
import { sizeOfAnswer } from '../../store/answers.ts';
import type { Db, Trx } from '../../store/open-store.ts';
import type { Parts } from './parts.ts';

/** Two hours of speech, written down, have about twice this; typed answers stay far below it. */
export const mostCharacters = 60_000;

type Given = { text?: string; durationMs?: number };

/** Throws `bad_input` when what is given makes an answer too large. What is there already stays as it is. */
export async function requireRoom(parts: Parts, db: Db | Trx, answerId: string, given: Given): Promise<void> {
  const { characters, durationMs } = await sizeOfAnswer(db, answerId);
  requireSize(parts, given, { characters, durationMs });
}

/** The same for an answer that begins, or ends, with what is given. */
export function requireSize(
  { config }: Pick<Parts, 'config'>,
  { text = '', durationMs = 0 }: Given,
  there = { characters: 0, durationMs: 0 },
): void {
  const isFirst = there.characters === 0 && there.durationMs === 0 ? 1 : 0;
  if (text !== '' && there.characters + text.length > mostCharacters)
    throw new CoachError('bad_input', 'fault.answer-too-long', { most: mostCharacters, isFirst });
  const most = config.ANSWER_MAX_SECONDS;
  // A file may be a little longer than its limit in whole seconds says.
  if (durationMs > 0 && there.durationMs + durationMs > (most + 1) * 1_000)
    throw new CoachError('bad_input', 'fault.answer-speech-too-long', { most, isFirst });
}
