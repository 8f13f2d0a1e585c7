/** What the conversation shows on any platform: messages with their buttons, and dialogs. */
import type { View } from './view.ts';

/** What is posted, replied or edited: content without markup, the buttons below it, and files. */
export type Message = {
  view: View;
  buttons?: readonly Button[];
  files?: readonly MessageFile[];
  /** One more line below everything else: how far an answer is. */
  status?: string;
};

export type MessageFile = {
  name: string;
  bytes: Uint8Array;
  /** A description for people who cannot see the picture. */
  alt: string;
};

/** What was posted: a message, or a file if `channelId` is empty. The same as in the store. */
export type Posted = { channelId: string; messageId: string };

export const buttonActions = [
  // Under a question
  'answer',
  'done',
  'repeat',
  'listen',
  'pause',
  'skip',
  'stop',
  'join',
  'close',
  'seat',
  // Between two who interview each other
  'take-part',
  'not-now',
  'guide',
  'ask-follow-up',
  'next-question',
  'nothing-to-add',
  'score-answer',
  // Under feedback
  'retry',
  'retry-part',
  'keep-story',
  'follow-up',
  'said-other',
  'details',
  'transcript',
  'outline',
  'share',
  'delete',
  'delete-for-good',
  'fair',
  'unfair',
  'rate',
  'show',
  // About a person
  'agree',
  'revoke',
  'encryption',
  'forget-all',
  'add-late',
  'late-next',
  'drop-late',
  'link-confirm',
  'link-join',
  'link-refuse',
  // Beginning
  'setup',
  'progress',
  'practise-weak',
  'try-story',
  'try-technical',
  'week-start',
  // A plan for a real interview
  'prepare',
  'plan-start',
  'plan-change',
  'plan-easier',
  'plan-harder',
  'plan-word',
  'plan-keep',
  'plan-drop',
  'plan-open',
  'plan-delete',
  // Stories that somebody keeps
  'story-open',
  'story-delete',
  // Practice partners
  'pair-coming',
  'pair-other-time',
  'pair-cannot',
  'pair-met',
  'pair-not-yet',
  'pair-no-show',
  'pair-send',
  'pair-anew',
  'pair-stop',
  // A planned practice
  'practice-coming',
  'practice-cannot',
] as const;
export type ButtonAction = (typeof buttonActions)[number];

/** A button carries everything its press needs, so it works after a restart too. */
export type Button = {
  action: ButtonAction;
  label: string;
  /** Id of the session or answer that it is about; empty if it is about neither. */
  about: string;
  /** Id of the question it belongs to: a press on an old question does nothing. */
  turn?: string;
  /** Anything else the action needs, at most 24 characters: a rating and whose answer it is for. */
  value?: string;
  /** A question to confirm the press, on platforms that support it (`can.confirms`). */
  confirm?: { title: string; text: string; yes: string; no: string };
  /** Only for buttons that stand out: the first thing to do, or something that cannot be undone. */
  style?: 'primary' | 'danger';
};

/** The parts of a button that come back with its press. */
export type Pressed = Pick<Button, 'about' | 'turn' | 'value'> & {
  /** `unknown`: a button of ours that this version no longer knows. */
  action: ButtonAction | 'unknown';
};

/** A form that opens on top of the conversation. Its `action` and `about` come back with what was filled in. */
export type Dialog = {
  action: DialogAction;
  /** Id of what it is about, at most 60 characters. */
  about: string;
  /** Id of the question that it answers. */
  turn?: string;
  title: string;
  submit: string;
  /** Shown above the fields: the question to answer. */
  note?: string;
  fields: readonly DialogField[];
};

export const dialogActions = [
  ...['answer', 'follow-up', 'setup', 'score', 'score-message', 'share', 'prepare', 'plan-change'],
] as const;
export type DialogAction = (typeof dialogActions)[number];

export type DialogField = { name: string; label: string; hint?: string; optional?: boolean } & (
  | { type: 'text'; lines?: boolean; value?: string; longest?: number }
  | { type: 'choice'; choices: readonly { value: string; label: string }[]; value?: string }
  /** A channel of the place, its id. */
  | { type: 'channel' }
);
