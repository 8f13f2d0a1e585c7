import { type Consent, consentsOf, insertConsent, revokeConsents } from '../../store/consents.ts';
import type { Store } from '../../store/open-store.ts';
import { type Actor, ensurePerson, findPerson } from '../../store/people.ts';

/** What somebody agrees to: `voice` is to be heard and transcribed in interviews. */
export type ConsentScope = 'voice';
export type { Consent } from '../../store/consents.ts';

/** Changes with the wording that people agree to, so that what they saw can be told later. */
export const consentTextVersion = '2026-11';

export type Consents = {
  has(actor: Actor, scope: ConsentScope): Promise<boolean>;
  /** Records an agreement; one that is in force already is left as it is. */
  grant(actor: Actor, scope: ConsentScope): Promise<void>;
  /** Takes it back; false when there was none. */
  revoke(actor: Actor, scope: ConsentScope): Promise<boolean>;
  list(actor: Actor): Promise<Consent[]>;
};

export function createConsents({ store, now }: { store: Store; now: () => Date }): Consents {
  const inForce = (consents: Consent[], scope: ConsentScope) =>
    consents.some((consent) => consent.scope === scope && consent.revokedAt === null);
  const list = async (actor: Actor): Promise<Consent[]> => {
    const personId = await findPerson(store.db, actor);
    return personId === null ? [] : await consentsOf(store.db, actor.tenant, personId);
  };
  return {
    list,
    has: async (actor, scope) => inForce(await list(actor), scope),
    async grant(actor, scope) {
      await store.transaction(async (trx) => {
        const personId = await ensurePerson(trx, actor, now());
        if (inForce(await consentsOf(trx, actor.tenant, personId), scope)) return;
        const consent = { tenant: actor.tenant, personId, scope, textVersion: consentTextVersion };
        await insertConsent(trx, consent, now().toISOString());
      });
    },
    async revoke(actor, scope) {
      return await store.transaction(async (trx) => {
        const personId = await findPerson(trx, actor);
        if (personId === null) return false;
        const consent = { tenant: actor.tenant, personId, scope };
        return (await revokeConsents(trx, consent, now().toISOString())) > 0;
      });
    },
  };
}
