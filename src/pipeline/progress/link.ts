import { createHash, randomInt } from 'node:crypto';
import type { Actor } from '../../domain.ts';
import { CoachError, type FaultKey } from '../../errors.ts';
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

type LinkFault = Extract<FaultKey, `fault.link-${string}`>;

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
async function join(trx: Trx, actor: Actor, code: string, at: Date): Promise<LinkFault | null> {
  const personId = await ensurePerson(trx, actor, at);
  const since = new Date(at.getTime() - validMs).toISOString();
  if ((await guessesSince(trx, personId, since)) >= mostGuesses) return 'fault.link-guesses';
  const found = await findCode(trx, hashOf(code), at.toISOString());
  if (!found) {
    await addGuess(trx, personId, at.toISOString());
    return 'fault.link-code';
  }
  if (found.personId === personId)
    return found.tenant === actor.tenant ? 'fault.link-same-account' : 'fault.link-linked';
  await dropCode(trx, found.codeHash);
  if ((await sharedTenants(trx, personId, found.personId)).length > 0) return 'fault.link-same-place';
  await mergePeople(trx, personId, found.personId);
  return null;
}

const hashOf = (code: string): string =>
  createHash('sha256').update(code.trim().toUpperCase().replaceAll(/[\s-]/g, '')).digest('hex');
