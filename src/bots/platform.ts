/**
 * The port between the conversation and a chat platform. `conversation/` decides, once for all platforms,
 * what is said and done. A platform posts, edits and asks in its own way, and turns what people do there into
 * presses, commands, messages and dialogs. What a platform lacks is declared as a capability, or is a method
 * that it leaves out.
 */
import type { Shards } from '../config/discord-shards.ts';
import type { Actor, Place, Platform, Session, TenantId, Turn } from '../domain.ts';
import type { Happened, ScoredMessage } from './happened.ts';
import type { Message, MessageFile, Posted } from './message.ts';
import type { View } from './view.ts';

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

export type ChatPlatform = {
  platform: Platform;
  can: Capabilities;
  /** The part of the platform that this process serves, where several share it. */
  shards?: Shards;
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
   * Shares a file with the people who see `place`. Left out by platforms that post files with their message. With
   * `mayExist`, one of the same name that is already there is taken instead.
   */
  upload?(place: Place, file: MessageFile, once?: Pick<PostOnce, 'mayExist'>): Promise<Posted>;

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
  /**
   * A room that only these people and the bot see: their group messages, or a private thread of `channelId`. Null where there
   * can be none. Left out by platforms that have none.
   */
  openRoom?(
    tenant: TenantId,
    room: { people: readonly string[]; channelId: string | null; name: string; once: string },
  ): Promise<Place | null>;
  /** A channel as people see it, for use in any text of a view: `#general`. */
  channelName(channelId: string): Promise<string>;
  /** A role as people see it; null for one that is gone. */
  roleName?(tenant: TenantId, roleId: string): Promise<string | null>;
  /** Where a private interview was started, if known: a card is shared there. */
  originOf?(session: Session): Place | null;
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
  asked(session: Session, turn: Turn, posted: Posted, message: Message): void;
  /** How far an answer is; null once there is nothing more to say. `at`: where the person answered. */
  status(
    answer: { id: string; session: Session; userId: string | null; at?: Place },
    text: string | null,
  ): void;
  /** One line about the interview itself: paused, going on. */
  say(session: Session, text: string): void;
  /** The interview is over: its buttons go. */
  ended(session: Session, text: string): void;
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
    options: { channelId: string | null; begin(place: Place): Promise<Session> },
  ): Promise<{ session: Session; channelName: string }>;
  /** Hands over what a person has said so far, before their answer is submitted. */
  finish(sessionId: string, userId: string): Promise<void>;
  /** Whether a person is heard now. */
  hears(person: Actor): boolean;
  /**
   * How the call of a session is encrypted end to end: `code` is what everybody in it can compare, or null while it is
   * not; null while the bot is in no call for it.
   */
  encryptionOf(sessionId: string): { channelName: string; code: string | null } | null;
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
  rejoin?(session: Session, userId: string): Promise<boolean>;
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
