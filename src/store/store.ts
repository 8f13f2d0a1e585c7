/** What both engines offer. */
import type { Kysely, Transaction } from 'kysely';
import type { Actor, MaintenanceOutcome, Post } from '../domain.ts';
import type { Queue } from './jobs.ts';
import type { Notices } from './notices.ts';
import type { Tables } from './schema.ts';

export type Engine = 'sqlite' | 'postgres';

export type Db = Kysely<Tables>;
/** A transaction of the store: all of it takes effect, or none of it. */
export type Trx = Transaction<Tables>;

export type Store = {
  engine: Engine;
  db: Db;
  queue: Queue;
  notices: Notices;
  /** Runs `work` in one write transaction; after the commit, wakes the workers that have new jobs. */
  transaction<Result>(work: (trx: Trx) => Promise<Result>): Promise<Result>;
  maintenance: StoreMaintenance;
  close(): Promise<void>;
};

/** What was erased: how many answers, and where bots had posted something about the person. */
export type Forgotten = { answers: number; posts: (Actor & Post)[] };

/** What keeps data safe and makes dropped data disappear; each engine does it in its own way. */
export type StoreMaintenance = {
  /**
   * Erases a person in one transaction, and counts that somebody was forgotten. Everything else keeps running
   * meanwhile.
   */
  forget(personId: string): Promise<Forgotten>;
  /** How many bytes have to be written again to erase what was dropped: the database and the copies this program made. */
  bytes(): Promise<number>;
  /** Overwrites dropped data wherever it may still be in the database. Calls to the store may wait meanwhile. */
  rewrite(): Promise<void>;
  /** Cleans up after old data was dropped: as much as takes a moment, and disturbs nobody. */
  tidy(): Promise<void>;
  /** Erases people from the copies that this program made. Returns the names of those that could not be changed. */
  eraseFromCopies(personIds: string[]): Promise<string[]>;
  /** Makes a copy beside the database, and keeps the newest `keep`. */
  backUp(options: { keep: number; now: Date }): Promise<MaintenanceOutcome>;
};
