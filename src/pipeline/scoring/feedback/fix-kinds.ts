import type { FeedbackContext } from './feedback-context.ts';

export type FixKind =
  | 'begin'
  | 'answer'
  | 'longer'
  | 'real'
  | 'sentences'
  | 'once'
  | 'wrong'
  | 'doubt'
  | 'missed'
  | 'partial'
  | 'result'
  | 'number'
  | 'action'
  | 'setting'
  | 'reason'
  | 'trade-off'
  | 'example'
  | 'long'
  | 'vague'
  | 'hedges'
  | 'fillers'
  | 'pace'
  | 'pause'
  | 'wording'
  | 'build'
  | 'polish';

/** One thing to change; `about` is the person's own sentence it speaks of, `statement` what is so. */
export type Fix = { kind: FixKind; text: string; about?: string; statement?: string };

/** Proposes a change, or nothing where the answer does not need it. */
export type Propose = (context: FeedbackContext) => Fix | null;
