/** The port of privacy: showing, exporting and erasing what is kept about a person. */
import type { Actor, Moment, Post, Remains } from '../../domain.ts';
import type { Consent } from './consent.ts';

export type Held = {
  answers: number;
  transcripts: number;
  evaluations: number;
  /** Recordings that are waiting for a transcript or kept by choice. */
  recordings: number;
  consents: Consent[];
  /** Other accounts that share this history: `slack:T1`. */
  linkedAccounts: string[];
  oldest: Moment | null;
  retention: { audioDays: number; transcriptsDays: number; evaluationsDays: number };
};

export type Privacy = {
  show(actor: Actor): Promise<Held>;
  /** Everything that is kept about a person as one zip: JSON, Markdown and charts. */
  export(actor: Actor): Promise<{ name: string; zip: Uint8Array }>;
  /**
   * Erases everything about a person. What remains is a count without a name. `posts` are those about them, in all their
   * accounts, up to that moment; whatever is posted later, `Posts.add` refuses.
   */
  forget(actor: Actor): Promise<{ answers: number; posts: (Actor & Post)[]; remains: Remains }>;
};
