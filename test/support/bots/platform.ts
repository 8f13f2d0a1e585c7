import { fileURLToPath } from 'node:url';
import { wrap } from '../../../src/bots/terminal/cards.ts';
import type { Platform, SessionStyle, TenantId } from '../../../src/domain.ts';
import { createEvaluator } from '../../../src/pipeline/evaluate.ts';
import type { Evaluator } from '../../../src/pipeline/evaluation-types.ts';
import type { Store } from '../../../src/store/store.ts';
import { followUpWords } from '../../../src/wording/follow-up.ts';
import { englishWording, type Wording } from '../../../src/wording/wording.ts';
import { type HeardByScript, scriptedModels } from '../scripted.ts';

export type CommandReply = { text: string; private: boolean };

/** One person at one bot, with the same few things to do on every platform. */
export type AtBot = {
  tenant: TenantId;
  userId: string;
  store: Store;
  begin(start: { level: 'junior' | 'senior'; questions: number }): Promise<unknown>;
  /** Types a part of an answer. */
  say(text: string): Promise<unknown>;
  /** Sends a recording, which is a whole answer. */
  record(): Promise<unknown>;
  /** Says that the answer is complete. */
  finish(): Promise<unknown>;
  /** Gives a command, `interview skip`, and reads what comes back. */
  command(words: string): Promise<CommandReply>;
  /** Everything of the bot that the person has in front of them, oldest first. */
  shown(): string[];
  /** The lines of the newest feedback card as they are shown: its buttons are none, and bars stand where they stand. */
  card(): string[];
  /** The bot ends and another one begins over the same store. */
  restart(): Promise<void>;
  /** Presses a button by its label, the newest one or, counted back from it, an older one. Left out where there are none. */
  press?(label: string, older?: number): Promise<unknown>;
  /** All the text of the dialog that a button or a command opens. Left out where there are none. */
  opens?(by: { press: string } | { command: string }): Promise<string>;
  /** Fills in and sends that dialog. Left out where there are none. */
  fill?(by: { press: string } | { command: string }, values: Record<string, string>): Promise<unknown>;
  /** What only this person sees beside what is shown, where that is another place. */
  replies?(): string[];
  /** Ends what was typed in lines. Left out where each message is whole. */
  endLine?(): Promise<unknown>;
  /** Pastes a text. Left out where that is the same as typing it. */
  paste?(text: string): Promise<unknown>;
  /** Sends files with a text beside them. Left out where no files are sent. */
  attach?(files: readonly Attached[], text?: string): Promise<unknown>;
};

export type Attached = { name: string; type: string; bytes: Uint8Array };

/** An interview that is held where others read along. */
export type AtGroup = {
  store: Store;
  /** The first one started it. */
  people: readonly [InGroup, InGroup];
  /** Everything that all of them see, oldest first. */
  shown(): string[];
  /** Somebody else, who takes no part and manages the place. */
  moderator: { press(label: string): Promise<unknown> };
  /** The bot may no longer write in this place. */
  muteBot(): void;
  /** The bot ends and another one begins over the same store. */
  restart(): Promise<void>;
};
export type InGroup = {
  userId: string;
  say(text: string): Promise<unknown>;
  finish(): Promise<unknown>;
  press(label: string): Promise<unknown>;
  /** What this person alone sees. */
  privately(): string[];
  /** Has everything about them erased. */
  forget(): Promise<unknown>;
};

export type BotPlatform = {
  platform: Platform;
  /** What the platform tells of the person's clock, or UTC where it tells nothing. */
  timeZone: string;
  /** How people say that they are done: by a word, or by writing no more. */
  ends: 'by word' | 'by itself';
  /** There are buttons (`AtBot.press`). */
  presses: boolean;
  /** Files can be sent (`AtBot.attach`). */
  attaches: boolean;
  /** Commands that make no sense here. */
  lacks: readonly string[];
  /** How a command is written here, where that is not by its name. */
  written?(name: string): string;
  /** Starts the bot with a store of its own; without an evaluator, the real one without models. `hear` gives what is understood of a recording. */
  open(options?: OpenOptions): Promise<AtBot>;
  /** Begins an interview on cooking where others read along. Left out where nobody else can be. */
  openGroup?(options: GroupOptions): Promise<AtGroup>;
  /** A command with options, `preferences share=never`, in words that the driver takes. */
  options?(words: string): string;
  /** What a client of the platform makes of a text that it gets. */
  displayed(text: string): string;
  /** Matches what would ping somebody or be formatting that the bot did not mean. */
  live: RegExp;
};

export type OpenOptions = {
  /** How long after an answer words are late for it. */
  lateTextMs?: number;
  evaluator?: Evaluator;
  hear?: () => HeardByScript;
  wording?: Wording;
  /** Folder of the questions; default that of the tests. */
  bank?: string;
  /** More settings. */
  environment?: Record<string, string>;
};

export type GroupOptions = {
  /** `peer`: the second person is asked to take part, and has not replied. */
  style: SessionStyle;
  /** Scores are for each one alone. */
  private: boolean;
  /** Default 1. */
  questions?: number;
  evaluator?: Evaluator;
  /** Default 0. */
  followUps?: number;
  /** More options of the command that starts it. */
  more?: Readonly<Record<string, string>>;
  /** Whoever started it takes no direct messages. */
  closed?: boolean;
  now?: () => Date;
};

/** The lines that a client with room for `width` characters makes of a text; empty ones are the space between blocks. */
export const wrapped = (text: string, width = 100): string[] =>
  text.split('\n').flatMap((line) => wrap(line.trim(), width).filter((part) => part !== ''));

/** A short recording that every platform takes. */
export const recording = fileURLToPath(new URL('../../fixtures/audio/discord-short.ogg', import.meta.url));

/** The judge of `MODELS=none`: rules alone. */
export const rulesAlone = (): Evaluator =>
  createEvaluator({ words: followUpWords(englishWording), models: scriptedModels(), harper: false });

/** What a bot is started with for a group: rules judge, and there are only the follow-ups that were asked for. */
export const forGroup = ({ evaluator = rulesAlone(), followUps = 0, now }: GroupOptions) => ({
  evaluator,
  environment: { MODELS: 'none', FOLLOW_UP_DEPTH: String(followUps) },
  ...(now ? { now } : {}),
});
