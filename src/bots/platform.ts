/**
 * The port between the conversation and a chat platform. `conversation/` decides, once for all platforms, what is said
 * and done; a platform posts, edits and asks as its API does, and reads what people do there into presses, commands,
 * messages and dialogs. What a platform lacks is a capability that says so, or a method that it leaves out.
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
  /** One more line below everything: how far an answer is. */
  status?: string;
};

export type MessageFile = {
  name: string;
  bytes: Uint8Array;
  /** What it shows, for people who cannot see it. */
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

/** A button holds all that its press needs, so that it works after a restart too. */
export type Button = {
  action: ButtonAction;
  label: string;
  /** Id of the session or answer that it is about; empty where it is about neither. */
  about: string;
  /** Id of the question it belongs to: a press on an old question does nothing. */
  turn?: string;
  /** More that the action needs, at most 24 characters: a rating and whom it is for. */
  value?: string;
  /** Asked before the press counts, on platforms that can (`can.confirms`). */
  confirm?: { title: string; text: string; yes: string; no: string };
  /** Only what stands out: the first thing to do, or something that cannot be undone. */
  style?: 'primary' | 'danger';
};

/** The parts of a button that come back with its press. */
export type Pressed = Pick<Button, 'about' | 'turn' | 'value'> & {
  /** `unknown`: a button of ours that this version does not know any more. */
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
  /** Shown above the fields: the question that is answered. */
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
  /** Where it happened: the reply belongs there, and the session that runs there is meant. */
  place: Place;
  /** The place whose interview is meant, where that is another one: what is written below a question in a channel. */
  meant?: Place;
  /** The same however often the platform reports it: what is scored or added under it is taken once. */
  key: string;
  /**
   * Answers the person. `private` (the default): nobody else sees it, by whatever means the platform has, direct
   * messages among them. The platform keeps its own deadlines. Throws what the platform threw.
   */
  reply(message: Message, options?: { private?: boolean }): Promise<void>;
  /** Opens a dialog. Left out where nothing can be opened: then the same is asked or explained in words. */
  ask?(dialog: Dialog): Promise<void>;
  /** Puts a message in place of the reply, or gives false once the platform no longer takes it. */
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
  /** The question that it was written for, where the platform knows that: then it is no late word of the answer before. */
  turnId?: string;
  /** It was meant for the bot: a direct message, a mention, a reply, or written in the interview's own thread. */
  addressed: boolean;
};

export type SentFile = {
  /** Unique in its message. */
  key: string;
  name: string;
  /** As far as the platform tells; `sound` and `text` are read, everything else is said to be of no use. */
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

/** Somebody chose a message of their own or of somebody else to be scored. */
export type ScoreRequest = Happened & {
  type: 'score-message';
  /** How the platform finds the message again, at most 60 characters. */
  about: string;
  message: ScoredMessage;
};
export type ScoredMessage = { text: string; files: readonly SentFile[]; authorId: string | null };

/**
 * What a press or command leads to, so that the platform can acknowledge it in time: a dialog (which some platforms take
 * only as the very first reply), nothing that is new (`quiet`), or a reply for one person or for all.
 */
export type Expected = 'dialog' | 'quiet' | 'private' | 'public';

// ----------------------------------------------------------------------------------------------- the platform

export type Capabilities = {
  /** Whether a command (`mic-test`) makes sense here; the others are not listed in the help. */
  has(command: string): boolean;
  /** The longest text that a field of a dialog takes; null where there are no dialogs. */
  dialogText: number | null;
  /** A typed answer is complete when nothing more comes for so long, with 0 at once; null where people say that they are done. */
  typedPauseMs: number | null;
  /** An interview with others gets a thread of its own, where everything that is written belongs to it. */
  threads: boolean;
  /** A button can ask whether it is meant, before its press counts. */
  confirms: boolean;
  /** In a channel only what is meant for the bot can be read: there must be a button to answer with. */
  answersByButton: boolean;
};

/** How a message is posted once, although calls are repeated and their answers get lost. */
export type PostOnce = {
  /** The same for every try of the same message, at most 25 characters, and unlike that of any other. */
  receipt?: string;
  /** An earlier try may have come through: it is looked for before anything is posted. */
  mayExist?: boolean;
  signal?: AbortSignal;
};

/** What was posted: a message, or a file where `channelId` is empty. The same as the store keeps of it. */
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
  /** Shows something to one person where they acted last, and to nobody else; false when that is no longer possible. */
  whisper?(person: Actor, message: Message): Promise<boolean>;
  /** Shares a file with people who see `place`. A platform that posts files with their message leaves it out. */
  upload?(place: Place, file: MessageFile): Promise<Posted>;

  /** True for direct messages and the terminal: nobody else reads along. */
  isPrivate(place: Place): boolean;
  /** The direct messages with a person; `closed` where they take none. */
  privatePlace(person: Actor): Promise<Place | 'closed'>;
  /**
   * Where an interview with others, or in public, is held: in `channelId` where the place's managers chose one, else
   * where it was started. `opening` is posted where the platform opens a thread for it (`opened` is that post). Throws
   * `not_allowed` saying what the bot may not do there.
   */
  openPlace(
    from: Place,
    options: { channelId: string | null; opening: Message },
  ): Promise<{ place: Place; opened: Posted | null }>;
  /**
   * Whether somebody is in a place now, as the platform says when it is asked, and may write there. Not asked of private
   * places. A platform with nothing else leaves it out.
   */
  mayWrite?(person: Actor, place: Place): Promise<boolean>;
  /** Throws `not_allowed`, saying what the bot lacks, where it may not post. */
  mayPost?(place: Place): Promise<void>;
  /** A channel as people see it, for use in any text of a view: `#general`. */
  channelName(channelId: string): Promise<string>;
  /** A role as people see it; null for one that is gone. */
  roleName?(tenant: TenantId, roleId: string): Promise<string | null>;
  /** Where an interview that is held in private was started, as far as that is known: a card is shared there. */
  originOf?(session: SessionView): Place | null;
  /** How people on the platform know a person, for somebody on another platform: what is unique there, where it can be had. */
  nameOf(person: Actor): Promise<string>;
  /** Manages the server or workspace: may change its settings and plans, and stop any interview there. */
  manages(person: Actor): Promise<boolean>;
  /** The time zone that the person set on the platform. */
  timeZoneOf?(person: Actor): Promise<string | null>;
  /** A message that was given to `ScoreRequest`, or null when it cannot be found any more. */
  scoredMessage?(about: string): Promise<ScoredMessage | null>;

  /**
   * Takes what is about a person out of a post: all of it, or their part where it shows others too (`shared`). False
   * when the platform does not let the bot change it any more; a post that is gone already counts as erased.
   */
  erase(posted: Posted, person: Actor, options: { shared: boolean; erased: Message }): Promise<boolean>;
  /** All that the bot posted to a person directly, as far back as the platform lets it read. */
  postsTo?(person: Actor): Promise<{ posts: Posted[]; isAll: boolean }>;

  live: LiveView;
  /** Hearing people in voice channels. */
  voice?: VoiceCalls;

  /** What an error of a call means. */
  faultOf(error: unknown): PlatformFault;
};

/** What is shown of an interview while it runs, wherever the platform shows it. None of these may throw. */
export type LiveView = {
  /** A question was posted: lines about it go there. The one before it loses its buttons. */
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
  /** Joins the voice channel that the person is in, and holds what `begin` starts there. Throws what is in the way. */
  enter(
    from: Happened,
    options: { channelId: string | null; begin(place: Place): Promise<SessionView> },
  ): Promise<{ session: SessionView; channelName: string }>;
  /** Hands over what a person has said so far, before their answer is submitted. */
  finish(sessionId: string, userId: string): Promise<void>;
  /** Whether a person is heard now. */
  hears(person: Actor): boolean;
  /** The name of the role through which a person is heard who has said nothing themselves; null for nobody else. */
  consentRoleOf(person: Actor): Promise<string | null>;
  /** A consent was given or taken back: it counts at once. */
  consentChanged(person: Actor): Promise<void>;
  /** Listens for a moment and tells what came through. */
  testMicrophone(call: Happened): Promise<View>;
  /** Joins again for a person who answers once more after the interview has ended; false when they are in no channel. */
  rejoin?(session: SessionView, userId: string): Promise<boolean>;
};

/** What went wrong in a call to the platform. `log`: facts for the log, without what anybody said and without tokens. */
export type PlatformFault = { log: object } & (
  | { kind: 'rate-limit'; retryAfterMs: number }
  /** An outage or a broken line: the same call may work later. */
  | { kind: 'passing' }
  /** The channel is gone, or closed to the bot for good: an interview cannot go on there. */
  | { kind: 'place-gone' }
  /** The bot may no longer write there; somebody can give it the right back. */
  | { kind: 'may-not-write' }
  /** This message will never be taken. */
  | { kind: 'refused' }
  | { kind: 'unknown' }
);
