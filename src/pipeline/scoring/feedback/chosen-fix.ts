import type { Fix } from '../../../domain.ts';
import type { FeedbackContext } from './context.ts';

/** A change to propose, and the person's own sentence that it is about, uncut. */
export type ChosenFix = { fix: Fix; sentence?: string };

/** Proposes a change, or nothing if the answer does not need it. */
export type Propose = (context: FeedbackContext) => ChosenFix | null;
