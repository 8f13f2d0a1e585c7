import { forgetIn } from '../erase-person.ts';
import type { Store, StoreMaintenance } from '../store.ts';
import type { PostgresServer } from './postgres-server.ts';

/** Every table in which something that people said, or that says something about them, may stand. */
const tables =
  'people, accounts, sessions, participants, turns, answers, utterances, utterance_audio, evaluations, ratings, ' +
  'concept_cards, consents, settings, standings, prepared_questions, schedules, link_codes, posts, ' +
  'held_texts, held_audio, kept_plans, audit_entries, slack_events, jobs';

/**
 * The server itself makes space of what was deleted; we ask it to do so at once. What the disk may still hold until it
 * is written over, and copies that the owner makes, are beyond a client: docs/privacy.md says so.
 */
export function createPostgresMaintenance({
  server,
  transaction,
}: {
  server: PostgresServer;
  transaction: Store['transaction'];
}): StoreMaintenance {
  const vacuum = async () => {
    await server.run(`vacuum ${tables}`);
  };
  return {
    forget: (personId) => transaction((trx) => forgetIn(trx, personId)),
    // A vacuum holds up nobody, so it never has to wait for the night.
    bytes: async () => 0,
    rewrite: vacuum,
    tidy: vacuum,
    eraseFromCopies: async () => [],
    backUp: async () => ({ outcome: 'by-the-server' }),
  };
}
