/** The port of the story bank: the stories that a person chose to keep for their interviews. */
import type { Actor, Moment } from '../../domain.ts';
import type { Closeness } from '../questions/closeness.ts';

export type KeptStory = {
  id: string;
  /** When it was kept. */
  at: Moment;
  /** The question that it answered. */
  asked: string;
  told: string;
  /** Other questions of the bank that it may fit, the closest first; empty where none is close. */
  fits: string[];
  /** How often it was told in the last two weeks, each interview once. */
  timesTold: number;
};

export type Stories = {
  /**
   * Keeps an answer that is a whole story; of one whose part was said again, with that part. Throws `wrong_state` where parts are
   * missing, and `bad_input` when as many are kept as there is room for.
   */
  keep(actor: Actor, answerId: string): Promise<void>;
  /** Newest first. `by`: how the questions and tellings were found. */
  list(actor: Actor): Promise<{ stories: KeptStory[]; by: Closeness['by'] }>;
  /** Throws `not_found`. */
  remove(actor: Actor, id: string): Promise<void>;
};
