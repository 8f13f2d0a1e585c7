/** The dialog in which one answer to one question is handed in to be scored. */
import { z } from 'zod';
import { sentFile } from '../clips/read-clip.ts';
import { modal, textInput } from './inputs.ts';

export const scoreCallback = 'greenroom:score';

/** A message whose recording is the answer. */
const scoredClip = z.object({
  channel: z.string(),
  ts: z.string(),
  file: sentFile.pick({ id: true }),
  /** Who recorded it. */
  by: z.string().optional(),
});
export type ScoredClip = z.infer<typeof scoredClip>;

/** With a clip, only the question is asked for. */
export function scoreModal({ answer, clip }: { answer?: string; clip?: ScoredClip }) {
  return modal(scoreCallback, 'Score an answer', 'Score', clip ? JSON.stringify(clip) : '', [
    textInput('question', 'What was the question?', { hint: 'As it was asked, in one sentence.' }),
    ...(clip
      ? []
      : [
          textInput('answer', 'What is the answer?', {
            lines: true,
            ...(answer === undefined ? {} : { initial: answer }),
          }),
        ]),
  ]);
}

/** The clip that a dialog was opened for, or null for a typed answer. */
export function readScoredClip(about: string): ScoredClip | null {
  if (about === '') return null;
  return scoredClip.parse(JSON.parse(about));
}
