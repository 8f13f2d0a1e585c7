/** What the parts of the Discord bot ask of each other. */
import type { ButtonInteraction, RepliableInteraction } from 'discord.js';
import type { AnswerStage, Post, TenantId } from '../../domain.ts';
import type {
  Actor,
  AnswerView,
  SessionView,
  SubmitOutcome,
} from '../../pipeline/interview/interview-types.ts';
import type { View } from '../view.ts';
import type { SoundFile } from './attachments.ts';
import type { Card, CardButton } from './cards.ts';

/** The interviews that run now, as they were last seen. */
export type OpenSessions = {
  put(session: SessionView): void;
  byId(sessionId: string): SessionView | null;
  /** The one that is posted in this channel, or that listens in it. */
  inChannel(channelId: string): SessionView | null;
  /** The one that this person takes part in, somewhere in the server. */
  ofPerson(userId: string, tenant: string): SessionView | null;
  remove(sessionId: string): void;
  all(): SessionView[];
};

export type PostedQuestion = {
  tenant: TenantId;
  channelId: string;
  messageId: string;
  view: View;
  buttons: CardButton[];
  tag: string;
};

export type LivePosts = {
  /** From now on this message is the session's post; the one before it loses its buttons. */
  place(sessionId: string, post: PostedQuestion, status: string): void;
  /** Shows a line under the question. Edits are spaced out; the last line wins. */
  say(sessionId: string, status: string): void;
  /** How far an answer is, under the question that it belongs to, even when the next one is asked already. */
  stage(sessionId: string, answerId: string, stage: AnswerStage): void;
  /** The session is over: no more buttons. */
  end(sessionId: string, status: string): void;
  /** Leaves a message alone from now on; resolves when no edit of it is on its way. */
  letGo(messageId: string): Promise<void>;
  /** Resolves when every edit so far has been sent. */
  settled(): Promise<void>;
};

export type Responder = {
  userId: string;
  /** Shows a card to the one who acted. */
  show(card: Card): Promise<void>;
  /** Shows to them alone why nothing came of it, also where the answer would have been for everyone. */
  refuse(card: Card): Promise<void>;
  /** Shows another card to them alone; false when Discord no longer takes it. */
  add(card: Card): Promise<boolean>;
  /** The first answer can still be filled in or changed. */
  alive(): boolean;
  /** Something was shown already. */
  filled(): boolean;
};

export type Responders = {
  /** `private` and `public` promise a reply; `update` is for buttons: nothing new appears unless something is shown. */
  acknowledge(interaction: RepliableInteraction, how: 'private' | 'public' | 'update'): Promise<Responder>;
  /** The last interaction of a person in a server, while it can carry a message for them alone. */
  lastOf(tenant: string, userId: string): Responder | null;
};

export type Scores = {
  /** Runs `submit`, and remembers which reply the feedback goes into. */
  submit(responder: Responder, submit: () => Promise<SubmitOutcome>): Promise<SubmitOutcome>;
  /** The reply for an answer; waits for submissions of this person that are still on their way. */
  replyFor(answerId: string, userId: string): Promise<Responder | null>;
};

/** A message whose author or reader wants it scored. */
export type ScoreTarget = { text: string; sound: SoundFile | null; authorId: string };

/** Posts that hold what a person said or scored. */
export type Cards = {
  /** `answerId`: the answer that it is about, null where it is about several. */
  remember(person: Actor, post: { id: string; channelId: string }, answerId: string | null): Promise<void>;
  /** All posts of a person, or those about one answer: to be read before it is erased. */
  of(person: Actor, answerId?: string): Promise<Post[]>;
  /** Takes everything out of posts that can still be edited. */
  empty(person: Actor, posts: readonly Post[]): Promise<void>;
  /** What was posted of an answer is empty now. */
  forget(person: Actor, answerId: string): Promise<void>;
};

export type Typed = {
  /** Something was written: it is taken as the whole answer when nothing follows. */
  wrote(actor: Actor, sessionId: string): void;
  /** Somebody is typing. */
  typing(userId: string): void;
  /** The answer was submitted otherwise. */
  cancel(userId: string, sessionId: string): void;
  stop(): void;
};

export type PeerReviews = {
  /** An answer was submitted: the others are asked what they think. Once for each answer. */
  open(session: SessionView, answerId: string): Promise<void>;
  /** A press of one of the buttons. */
  rate(
    interaction: ButtonInteraction,
    meaning: { about: string; tenant: TenantId; value: string },
  ): Promise<void>;
  /** The machine has judged it too. */
  judged(session: SessionView, answer: AnswerView): Promise<void>;
};
