import type { Log } from '../../log.ts';
import type { Store } from '../../store/store.ts';
import { createMatchAnswers } from './answer-match.ts';
import { createMembership, zoneOf } from './membership.ts';
import { createOrganising } from './organise.ts';
import type { Pairing } from './pairing-types.ts';
import { createShowLetters } from './show-letters.ts';

/** Practice partners; the pairing worker makes the rounds. */
export function createPairing(given: {
  store: Store;
  config: { TIME_ZONE: string };
  log: Log;
  now: () => Date;
}): Pairing {
  return {
    ...createMembership(given),
    ...createOrganising(given),
    ...createMatchAnswers({ ...given, zoneIn: (trx, { tenant }) => zoneOf(trx, given, tenant) }),
    showLetters: createShowLetters(given),
  };
}
