/** The things that a platform reports to the conversation: presses, commands, messages, edits and dialogs. */
import type { Actor, Place } from '../domain.ts';
import type { GivenOptions } from './command.ts';
import type { Dialog, DialogAction, Message, Posted, Pressed } from './message.ts';

export type Happened = {
  person: Actor;
  /** Where it happened: the reply goes there, and it concerns the session that runs there. */
  place: Place;
  /** The place whose interview is meant, if it is another one: for text below a question in a channel. */
  meant?: Place;
  /** Files that came with the options of a command, by the option’s name. */
  attached?: Readonly<Record<string, SentFile>>;
  /** The same however often the platform reports the event, so that it is handled once. */
  key: string;
  /**
   * Answers the person. `private` (the default): nobody else sees it, by whatever means the platform has,
   * including direct messages. The platform keeps its own deadlines. Throws what the platform threw.
   */
  reply(message: Message, options?: { private?: boolean }): Promise<void>;
  /** Opens a dialog. Left out where none can be opened: then the same is asked or explained in text. */
  ask?(dialog: Dialog): Promise<void>;
  /** Replaces the reply; false once the platform no longer allows it. */
  replaceReply?(message: Message): Promise<boolean>;
};

/** A button was pressed. */
export type Press = Happened & {
  type: 'press';
  pressed: Pressed;
  /** The message with the button; null where only the person sees it. */
  on: Posted | null;
};

/** A command was given: with named options (slash commands), or in words (`start backend mid 3`). */
export type CommandCall = Happened & {
  type: 'command';
  given: { name: string; options: GivenOptions } | { words: string };
};

/** Something was written or recorded. */
export type Written = Happened & {
  type: 'message';
  /** As the person wrote it, without the platform's markup and without the mention of the bot. */
  text: string;
  files: readonly SentFile[];
  /**
   * The question that it was written for, if the platform knows: then it is not a late addition to the
   * previous answer.
   */
  turnId?: string;
  /** It was meant for the bot: a direct message, a mention, a reply, or written in the interview's own thread. */
  addressed: boolean;
};

export type SentFile = {
  /** Unique in its message. */
  key: string;
  name: string;
  /**
   * As far as the platform knows; `sound` and `text` are read as answers, a `document` (PDF, Word) to prepare an interview, and
   * anything else is reported as unusable.
   */
  kind: 'sound' | 'text' | 'document' | 'other';
  /** 16 kHz mono. Throws `bad_audio`, `network` or `not_allowed` for the person who sent it. */
  sound(): Promise<{ pcm: Float32Array; durationMs: number }>;
  /** The whole text. Throws as `sound` does. */
  text(): Promise<string>;
  /** All of a document. Throws as `sound` does. */
  bytes?(): Promise<Uint8Array>;
};

/** A message was changed, or deleted (`text` empty). */
export type Edited = Pick<Happened, 'person' | 'place' | 'key'> & { type: 'edit'; text: string };

/** A dialog was filled in: values by the name of their field. */
export type DialogReturn = Happened & {
  type: 'dialog';
  action: DialogAction;
  about: string;
  turn?: string;
  values: Readonly<Partial<Record<string, string>>>;
};

/** Somebody chose a message, their own or somebody else's, to be scored. */
export type ScoreRequest = Happened & {
  type: 'score-message';
  /** How the platform finds the message again, at most 60 characters. */
  about: string;
  message: ScoredMessage;
};
export type ScoredMessage = { text: string; files: readonly SentFile[]; authorId: string | null };

/**
 * What a press or command leads to, so that the platform can acknowledge it in time: a dialog (which some
 * platforms take only as the very first reply), nothing new (`quiet`), or a reply for one person or everyone.
 */
export type Expected = 'dialog' | 'quiet' | 'private' | 'public';
