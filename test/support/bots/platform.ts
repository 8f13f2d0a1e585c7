import { fileURLToPath } from 'node:url';
import type { Platform, TenantId } from '../../../src/domain.ts';
import { createEvaluator } from '../../../src/pipeline/evaluate.ts';
import type { Evaluator } from '../../../src/pipeline/evaluation-types.ts';
import type { Store } from '../../../src/store/open-store.ts';
import { followUpWords } from '../../../src/wording/follow-up.ts';
import { englishWording, type Wording } from '../../../src/wording/wording.ts';
import { scriptedModels } from '../scripted.ts';

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
  /** The bot ends and another one begins over the same store. */
  restart(): Promise<void>;
};

export type BotPlatform = {
  platform: Platform;
  /** What the platform tells of the person's clock, or UTC where it tells nothing. */
  timeZone: string;
  /** Commands that make no sense here. */
  lacks: readonly string[];
  /** How a command is written here, where that is not by its name. */
  written?(name: string): string;
  /** Starts the bot with a store of its own; without an evaluator, the real one without models. `hear` gives what is understood of a recording. */
  open(options?: OpenOptions): Promise<AtBot>;
  /** What a client of the platform makes of a text that it gets. */
  displayed(text: string): string;
  /** Matches what would ping somebody or be formatting that the bot did not mean. */
  live: RegExp;
};

export type OpenOptions = {
  evaluator?: Evaluator;
  hear?: () => string;
  wording?: Wording;
  /** Folder of the questions; default that of the tests. */
  bank?: string;
};

/** A short recording that every platform takes. */
export const recording = fileURLToPath(new URL('../../fixtures/audio/discord-short.ogg', import.meta.url));

/** The judge of `MODELS=none`: rules alone. */
export const rulesAlone = (): Evaluator =>
  createEvaluator({ words: followUpWords(englishWording), models: scriptedModels(), harper: false });
