import { createHash, randomInt } from 'node:crypto';
import type { Actor } from '../../domain.ts';
import { CoachError } from '../../errors.ts';
import {
  addGuess,
  dropCode,
  findCode,
  guessesSince,
  mergePeople,
  saveCode,
  sharedTenants,
} from '../../store/links.ts';
import type { Store, Trx } from '../../store/open-store.ts';
import { ensurePerson } from '../../store/people.ts';
import type { Progress } from './progress-types.ts';

const validMs = 10 * 60_000;
/** Wrong codes that somebody may give within ten minutes. */
const mostGuesses = 5;
/** Without letters and digits that look alike; eight of them are one in 10¹¹. */
const letters = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

const wrongCode =
  'This code is not valid, or no longer: a code works once and for ten minutes. Get a new one with: /link.';

/** Joins two accounts of one person: a code that is made on the one and given on the other. */
export function createLinks({
  store,
  now,
}: {
  store: Store;
  now: () => Date;
}): Pick<Progress, 'linkCode' | 'link'> {
  return {
    async linkCode(actor) {
      const code = Array.from({ length: 8 }, () => letters[randomInt(letters.length)]).join('');
      const validUntil = new Date(now().getTime() + validMs).toISOString();
      await store.transaction(async (trx) => {
        const personId = await ensurePerson(trx, actor, now());
        await saveCode(trx, { codeHash: hashOf(code), personId, ...actor }, validUntil);
      });
      return { code, validUntil };
    },

    async link(actor, code) {
      // A wrong guess has to be kept, so it is no error within the transaction.
      const fault = await store.transaction((trx) => join(trx, actor, code, now()));
      if (fault !== null) throw new CoachError('bad_input', fault);
    },
  };
}

/** Null when the accounts are joined, or what is wrong. */
async function join(trx: Trx, actor: Actor, code: string, at: Date): Promise<string | null> {
  const personId = await ensurePerson(trx, actor, at);
  const since = new Date(at.getTime() - validMs).toISOString();
  if ((await guessesSince(trx, personId, since)) >= mostGuesses)
    return 'Too many wrong codes; wait ten minutes, then try again.';
  const found = await findCode(trx, hashOf(code), at.toISOString());
  if (!found) {
    await addGuess(trx, personId, at.toISOString());
    return wrongCode;
  }
  if (found.personId === personId)
    return found.tenant === actor.tenant
      ? 'This code was made by this account; use it on your other account.'
      : 'These accounts are linked already.';
  await dropCode(trx, found.codeHash);
  if ((await sharedTenants(trx, personId, found.personId)).length > 0)
    return 'Both accounts have a history in the same place, so they cannot be one person.';
  await mergePeople(trx, personId, found.personId);
  return null;
}

const hashOf = (code: string): string =>
  createHash('sha256').update(code.trim().toUpperCase().replaceAll(/[\s-]/g, '')).digest('hex');
