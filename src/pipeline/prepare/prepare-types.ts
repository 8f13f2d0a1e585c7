/** What a job description and a résumé become: a plan for one interview, with the words that gave each part of it away. */
import type { Actor, Level, Moment, Question } from '../../domain.ts';

/** Which of the two documents a quote stands in. */
export type Source = 'job' | 'resume';
/** The person's or the employer's own words, exactly as they stand in the document. */
export type Quote = { source: Source; quote: string };

/** How much a job asks for a skill: `named` where it only mentions it. */
export const needs = ['must', 'named', 'nice'] as const;
export type Need = (typeof needs)[number];

export type FoundSkill = {
  name: string;
  /** Null where only the résumé has it. */
  need: Need | null;
  /** At least one. */
  quotes: Quote[];
};

export type FoundDomain = { name: string; quotes: Quote[] };

/** `quote` null: nothing says it, and it is taken to be `mid`. */
export type FoundLevel = { level: Level; quote: Quote | null; years: number | null };

/** Something that the person says they did. `name`: what they call it, where it has a name. */
export type FoundProject = { name: string | null; quote: string };

/** What was found in the documents, and nothing that is not there. */
export type Found = {
  level: FoundLevel;
  domains: FoundDomain[];
  skills: FoundSkill[];
  projects: FoundProject[];
};

/** Why a question is in the plan. */
export type Reason =
  | { for: 'skill'; skill: string; need: Need | null; quote: Quote }
  | { for: 'project'; name: string | null; quote: string }
  | { for: 'principle'; principle: string }
  | { for: 'round' };

export type PlannedQuestion = { question: Question; reason: Reason };

export type Plan = {
  /** The domain that it is mostly about. */
  domain: string;
  level: Level;
  found: Found;
  questions: PlannedQuestion[];
  /** Must-have skills that the bank has no question about. */
  unasked: string[];
  /** How the questions were chosen. */
  by: 'meaning' | 'words';
  /** The kind of round, and the manner of the interviewer: names of files; null for none. */
  round: string | null;
  manner: string | null;
  followUps: number | null;
  /** Ids of the questions that were dropped or swapped away: they do not come back. */
  refused: string[];
};

export type PlanRequest = {
  job?: string;
  resume?: string;
  /** Decides in place of the documents. */
  domain?: string;
  level?: Level;
  round?: string;
  manner?: string;
  /** Default: as the round says, otherwise 5. */
  questions?: number;
  /** The same documents and seed give the same plan. */
  seed: string;
  signal?: AbortSignal;
};

export type PlanChange =
  | { change: 'drop' | 'swap' /** Index of the question, from 0. */; at: number }
  | { change: 'level'; level: Level };

/** A plan that the person chose to keep. */
export type KeptPlan = { id: string; at: Moment; plan: Plan };

/** A kind of interview round, as its file describes it. */
export type Round = { name: string; title: string; about: string };
export type InterviewManner = { name: string; title: string; about: string };

/** Who could put the questions about a person's own projects into words; `host`: it is another machine. */
export type Wordsmith = { name: string; host: string | null };

export type Preparation = {
  /** The text of a document. Throws `bad_input`, saying in one sentence what is wrong with it. */
  read(bytes: Uint8Array, options?: { signal?: AbortSignal }): Promise<string>;
  /** Whether a text is a job description or a résumé, by the name of its file or by its words. */
  tell(text: string, fileName?: string): Source;
  /** Throws `bad_input` where nothing in the texts says what to practise. */
  plan(request: PlanRequest): Promise<Plan>;
  /** Throws `bad_input` where there is nothing left to change. */
  change(plan: Plan, change: PlanChange, options?: { signal?: AbortSignal }): Promise<Plan>;
  rounds(): Round[];
  manners(): InterviewManner[];
  /** What the interviewer says with a question, in the manner that the session has; null for nothing. */
  lead(manner: string | null, turn: { id: string; number: number; of: number; kind: string }): string | null;
  /** Null where no able model is loaded. */
  wordsmith(): Wordsmith | null;
  /**
   * The same plan with its questions about own projects in a model's words, each checked; one that is not good enough stays as
   * it was. To be called for a model on another machine only after the person agreed.
   */
  word(plan: Plan, options?: { signal?: AbortSignal }): Promise<Plan>;

  /** `isRepeat`: the same plan was kept before, and nothing changed. */
  keep(actor: Actor, plan: Plan): Promise<KeptPlan & { isRepeat: boolean }>;
  /** Newest first. */
  kept(actor: Actor): Promise<KeptPlan[]>;
  /** Throws `not_found`. */
  open(actor: Actor, id: string): Promise<KeptPlan>;
  remove(actor: Actor, id: string): Promise<void>;
};
