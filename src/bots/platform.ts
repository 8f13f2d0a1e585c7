/**
 * The port between the conversation and a chat platform. `conversation/` decides, once for all platforms,
 * what is said and done. A platform posts, edits and asks in its own way, and turns what people do there into
 * presses, commands, messages and dialogs. What a platform lacks is declared as a capability, or is a method
 * that it leaves out.
 */
import type { Platform, TenantId } from '../domain.ts';
import type { Actor, Place, SessionView, TurnView } from '../pipeline/interview/interview-types.ts';
import type { GivenOptions } from './command.ts';
import type { View } from './view.ts';

// ---------------------------------------------------------------------------------------------- what is shown

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

export const buttonActions = [
  // Under a question
  'answer',
  'done',
  'repeat',
  'pause',
  'skip',
  'stop',
  'join',
  'close',
  'seat',
  // Under feedback
  'retry',
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

// ---------------------------------------------------------------------------------------------------- dialogs

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

export const dialogActions = ['answer', 'follow-up', 'setup', 'score', 'score-message', 'share'] as const;
export type DialogAction = (typeof dialogActions)[number];

export type DialogField = { name: string; label: string; hint?: string; optional?: boolean } & (
  | { type: 'text'; lines?: boolean; value?: string; longest?: number }
  | { type: 'choice'; choices: readonly { value: string; label: string }[]; value?: string }
  /** A channel of the place, its id. */
  | { type: 'channel' }
);

// ---------------------------------------------------------------------------------------------- what people do

export type Happened = {
  person: Actor;
  /** Where it happened: the reply goes there, and it concerns the session that runs there. */
  place: Place;
  /** The place whose interview is meant, if it is another one: for text below a question in a channel. */
  meant?: Place;
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
  /** As far as the platform knows; `sound` and `text` are read, anything else is reported as unusable. */
  kind: 'sound' | 'text' | 'other';
  /** 16 kHz mono. Throws `bad_audio`, `network` or `not_allowed` for the person who sent it. */
  sound(): Promise<{ pcm: Float32Array; durationMs: number }>;
  /** The whole text. Throws as `sound` does. */
  text(): Promise<string>;
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

// ----------------------------------------------------------------------------------------------- the platform

export type Capabilities = {
  /** Whether a command (`mic-test`) makes sense here; if not, the help does not list it. */
  has(command: string): boolean;
  /** The longest text that a dialog field takes; null where there are no dialogs. */
  dialogText: number | null;
  /**
   * A typed answer is complete when nothing more comes for this long (0: at once); null where people say that
   * they are done.
   */
  typedPauseMs: number | null;
  /** An interview with others gets its own thread, where everything that is written belongs to it. */
  threads: boolean;
  /** A button can ask for confirmation before its press counts. */
  confirms: boolean;
  /** In a channel the bot can read only what is addressed to it, so there must be a button to answer with. */
  answersByButton: boolean;
};

/** Lets a message be posted exactly once, although calls are repeated and their responses get lost. */
export type PostOnce = {
  /** The same for every try of one message and different for any other; at most 25 characters. */
  receipt?: string;
  /** An earlier try may have succeeded: look for it before posting. */
  mayExist?: boolean;
  signal?: AbortSignal;
};

/** What was posted: a message, or a file if `channelId` is empty. The same as in the store. */
export type Posted = { channelId: string; messageId: string };

export type ChatPlatform = {
  platform: Platform;
  can: Capabilities;
  /** A command as it is typed here, for use in any text of a view: `/interview start backend mid`. */
  writeCommand(name: string, words?: string): string;

  post(place: Place, message: Message, once?: PostOnce): Promise<Posted>;
  /** Replaces what a message shows, its buttons included. */
  edit?(tenant: TenantId, posted: Posted, message: Message): Promise<void>;
  remove?(tenant: TenantId, posted: Posted): Promise<void>;
  /** Writes to one person alone; `closed` where they take no direct messages. */
  sendPrivately(person: Actor, message: Message, once?: PostOnce): Promise<Posted | 'closed'>;
  /** Shows something to one person only, where they acted last; false when that is no longer possible. */
  whisper?(person: Actor, message: Message): Promise<boolean>;
  /**
   * Shares a file with the people who see `place`. Left out by platforms that post files with their message.
   */
  upload?(place: Place, file: MessageFile): Promise<Posted>;

  /** True for direct messages and the terminal: nobody else can read them. */
  isPrivate(place: Place): boolean;
  /** The direct messages with a person; `closed` if they accept none. */
  privatePlace(person: Actor): Promise<Place | 'closed'>;
  /**
   * Where a group or public interview is held: in `channelId` if the managers of the place chose one,
   * otherwise where it was started. `opening` is posted if the platform opens a thread for it (`opened` is
   * that post). Throws `not_allowed`, naming the permission that the bot lacks there.
   */
  openPlace(
    from: Place,
    options: { channelId: string | null; opening: Message },
  ): Promise<{ place: Place; opened: Posted | null }>;
  /**
   * Asks the platform whether somebody is in a place now and may write there. Never called for private
   * places. Left out by platforms that have only private places.
   */
  mayWrite?(person: Actor, place: Place): Promise<boolean>;
  /** Throws `not_allowed`, naming what the bot lacks, if it may not post there. */
  mayPost?(place: Place): Promise<void>;
  /** A channel as people see it, for use in any text of a view: `#general`. */
  channelName(channelId: string): Promise<string>;
  /** A role as people see it; null for one that is gone. */
  roleName?(tenant: TenantId, roleId: string): Promise<string | null>;
  /** Where a private interview was started, if known: a card is shared there. */
  originOf?(session: SessionView): Place | null;
  /**
   * How people on the platform know a person, shown to somebody on another platform: a unique name if there
   * is one.
   */
  nameOf(person: Actor): Promise<string>;
  /**
   * Manages the server or workspace: may change its settings and planned practices, and stop any interview
   * there.
   */
  manages(person: Actor): Promise<boolean>;
  /** The time zone that the person set on the platform. */
  timeZoneOf?(person: Actor): Promise<string | null>;
  /** A message that was given to `ScoreRequest`, or null when it can no longer be found. */
  scoredMessage?(about: string): Promise<ScoredMessage | null>;

  /**
   * Removes what is about a person from a post: all of it, or only their part if it also shows others
   * (`shared`). False when the platform no longer lets the bot change it; a post that is already gone counts
   * as erased.
   */
  erase(posted: Posted, person: Actor, options: { shared: boolean; erased: Message }): Promise<boolean>;
  /** Everything the bot sent to a person directly, as far back as the platform lets it read. */
  postsTo?(person: Actor): Promise<{ posts: Posted[]; isAll: boolean }>;

  live: LiveView;
  /** Hearing people in voice channels. */
  voice?: VoiceCalls;

  /** What an error from a call means. */
  faultOf(error: unknown): PlatformFault;
};

/**
 * What is shown about an interview while it runs, wherever the platform shows it. None of these may throw.
 */
export type LiveView = {
  /** A question was posted: lines about it go there. The previous one loses its buttons. */
  asked(session: SessionView, turn: TurnView, posted: Posted, message: Message): void;
  /** How far an answer is; null once there is nothing more to say. `at`: where the person answered. */
  status(
    answer: { id: string; session: SessionView; userId: string | null; at?: Place },
    text: string | null,
  ): void;
  /** One line about the interview itself: paused, going on. */
  say(session: SessionView, text: string): void;
  /** The interview is over: its buttons go. */
  ended(session: SessionView, text: string): void;
};

/**
 * A voice channel of the platform. A room follows the state of its session by itself, from the events of the interview;
 * the conversation never steers microphones.
 */
export type VoiceCalls = {
  /**
   * Joins the voice channel that the person is in, and holds what `begin` starts there. Throws what prevents
   * it.
   */
  enter(
    from: Happened,
    options: { channelId: string | null; begin(place: Place): Promise<SessionView> },
  ): Promise<{ session: SessionView; channelName: string }>;
  /** Hands over what a person has said so far, before their answer is submitted. */
  finish(sessionId: string, userId: string): Promise<void>;
  /** Whether a person is heard now. */
  hears(person: Actor): boolean;
  /**
   * The name of the consent role through which a person is heard who has not answered themselves; null for
   * everybody else.
   */
  consentRoleOf(person: Actor): Promise<string | null>;
  /** Consent was given or taken back: this takes effect at once. */
  consentChanged(person: Actor): Promise<void>;
  /** Listens for a moment and reports what came through. */
  testMicrophone(call: Happened): Promise<View>;
  /**
   * Joins again for a person who re-answers after the interview has ended; false when they are in no channel.
   */
  rejoin?(session: SessionView, userId: string): Promise<boolean>;
};

/** What went wrong in a call to the platform. `log`: facts for the log, without what anybody said and without tokens. */
export type PlatformFault = { log: object } & (
  | { kind: 'rate-limit'; retryAfterMs: number }
  /** An outage or a broken line: the same call may work later. */
  | { kind: 'passing' }
  /** The channel is gone, or permanently closed to the bot: an interview cannot go on there. */
  | { kind: 'place-gone' }
  /** The bot may no longer write there, but somebody can restore the permission. */
  | { kind: 'may-not-write' }
  /** The platform will never accept this message. */
  | { kind: 'refused' }
  | { kind: 'unknown' }
);
