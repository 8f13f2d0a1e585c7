import type { Fix } from '../../../domain.ts';
import type { FeedbackContext } from './context.ts';

/** A change to propose, the person's own sentence that it speaks of, uncut, and what is so instead or besides. */
export type ChosenFix = { fix: Fix; sentence?: string; statement?: string };

/** Proposes a change, or nothing where the answer does not need it. */
export type Propose = (context: FeedbackContext) => ChosenFix | null;
