import { createHash, randomInt, randomUUID } from 'node:crypto';
import type { Actor } from '../../domain.ts';
import { CoachError, type FaultKey } from '../../errors.ts';
import { accountsOf, countHeld } from '../../store/export-person.ts';
import {
  addGuess,
  dropCode,
  dropCodesUntil,
  findAsked,
  findCode,
  guessesSince,
  type LinkCode,
  saveAsker,
  saveCode,
  sharedTenants,
} from '../../store/links.ts';
import { lockAccount, lockName } from '../../store/locks.ts';
import { mergePeople, splitPerson } from '../../store/merge-people.ts';
import { ensurePerson, findPerson } from '../../store/people.ts';
import type { Store, Trx } from '../../store/store.ts';
import type { Links, OtherAccount } from './progress-types.ts';

const validMs = 10 * 60_000;
/** How long the maker of a code has to answer. */
const askedMs = 60 * 60_000;
/** How many wrong codes an account may enter within ten minutes. */
const mostGuesses = 5;
/** Without letters and digits that look alike; eight of them give one in 10¹¹. */
const letters = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

type LinkFault = Extract<FaultKey, `fault.link-${string}`>;

/**
 * Links two accounts of one person. A code could be sent to somebody else under a pretext, so it does nothing
 * alone: the person who enters it sees whose it is and confirms, then its maker does.
 */
export function createLinks({ store, now }: { store: Store; now: () => Date }): Links {
  const inMs = (ms: number) => new Date(now().getTime() + ms).toISOString();
  /** Codes that are over go first, and stay gone when the rest fails. */
  async function change<Result>(work: (trx: Trx) => Promise<Result>): Promise<Result> {
    await store.transaction((trx) => dropCodesUntil(trx, now().toISOString()));
    return await store.transaction(work);
  }

  /** The two people of a code, if they may be merged. */
  async function bothOf(trx: Trx, { maker }: LinkCode, actor: Actor): Promise<[string, string] | LinkFault> {
    const ownId = await ensurePerson(trx, actor, now());
    const makerId = await findPerson(trx, maker);
    if (makerId === null) return 'fault.link-code';
    if (ownId === makerId)
      return maker.tenant === actor.tenant ? 'fault.link-same-account' : 'fault.link-linked';
    if ((await sharedTenants(trx, ownId, makerId)).length > 0) return 'fault.link-same-place';
    return [ownId, makerId];
  }

  async function lookUp(trx: Trx, actor: Actor, code: string): Promise<OtherAccount | LinkFault> {
    const at = now().toISOString();
    const account = hashOf(`${actor.tenant}|${actor.userId}`);
    await lockName(trx, `link:${account}`);
    if ((await guessesSince(trx, account, inMs(-validMs))) >= mostGuesses) return 'fault.link-guesses';
    const found = await findCode(trx, { codeHash: hashOfCode(code) }, at);
    if (!found) {
      await addGuess(trx, account, at);
      return 'fault.link-code';
    }
    const both = await bothOf(trx, found, actor);
    return typeof both === 'string' ? both : other(found.id, found.maker, await ownAnswers(trx, both[0]));
  }

  /** The question that the maker of a code was asked, and nothing else. */
  async function askedBy(trx: Trx, actor: Actor, id: string) {
    const code = await findAsked(trx, actor, now().toISOString());
    if (code?.asker == null || code.id !== id) throw new CoachError('bad_input', 'fault.link-over');
    return { code, asker: code.asker };
  }

  return {
    async makeCode(actor, name) {
      const code = Array.from({ length: 8 }, () => letters[randomInt(letters.length)]).join('');
      const validUntil = inMs(validMs);
      await change(async (trx) => {
        await ensurePerson(trx, actor, now());
        const made = { id: randomUUID(), codeHash: hashOfCode(code), maker: { ...actor, name } };
        await saveCode(trx, made, validUntil);
      });
      return { code, validUntil };
    },

    async look(actor, code) {
      // A wrong guess must be stored, so it is not an error inside the transaction.
      const found = await change((trx) => lookUp(trx, actor, code));
      if (typeof found === 'string') throw new CoachError('bad_input', found);
      return found;
    },

    async confirm(actor, id, name) {
      return await change(async (trx) => {
        const code = await findCode(trx, { id }, now().toISOString());
        if (!code) throw new CoachError('bad_input', 'fault.link-over');
        const both = await bothOf(trx, code, actor);
        if (typeof both === 'string') throw new CoachError('bad_input', both);
        await saveAsker(trx, id, { ...actor, name }, inMs(askedMs));
        return other(id, code.maker, await ownAnswers(trx, both[0]));
      });
    },

    async asked(actor) {
      return await store.transaction(async (trx) => {
        const code = await findAsked(trx, actor, now().toISOString());
        const personId = await findPerson(trx, actor);
        if (code?.asker == null || personId === null) return null;
        return other(code.id, code.asker, await ownAnswers(trx, personId));
      });
    },

    async join(actor, id) {
      return await change(async (trx) => {
        const { code, asker } = await askedBy(trx, actor, id);
        const both = await bothOf(trx, code, asker);
        if (typeof both === 'string') throw new CoachError('bad_input', both);
        const joined = other(id, asker, await ownAnswers(trx, both[1]));
        await dropCode(trx, id);
        await mergePeople(trx, ...both);
        return joined;
      });
    },

    async refuse(actor, id) {
      await change(async (trx) => {
        await askedBy(trx, actor, id);
        await dropCode(trx, id);
      });
    },

    async undo(actor) {
      return await store.transaction(async (trx) => {
        const before = await lockAccount(trx, actor);
        if (before === null || (await accountsOf(trx, before)).length < 2)
          throw new CoachError('bad_input', 'fault.link-none');
        const sharedConcepts = await splitPerson(trx, actor, before);
        const after = await findPerson(trx, actor);
        return { answers: after === null ? 0 : await ownAnswers(trx, after), sharedConcepts };
      });
    },
  };
}

const other = (
  id: string,
  { tenant, name }: Pick<OtherAccount, 'tenant' | 'name'>,
  ownAnswers: number,
): OtherAccount => ({ id, tenant, name, ownAnswers });

const ownAnswers = async (trx: Trx, personId: string) => (await countHeld(trx, personId)).answers;

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const hashOfCode = (code: string): string => hashOf(code.trim().toUpperCase().replaceAll(/[\s-]/g, ''));
