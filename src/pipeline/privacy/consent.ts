import type { Actor } from '../../domain.ts';
import { type Consent, consentsOf, insertConsent, revokeConsents } from '../../store/consents.ts';
import type { Store } from '../../store/open-store.ts';
import { ensurePerson, findPerson } from '../../store/people.ts';

/** What somebody agrees to: `voice` is to be heard and transcribed in interviews. */
export type ConsentScope = 'voice';
export type { Consent } from '../../store/consents.ts';

/** Whether somebody is heard and why: their own word decides; a role speaks only for those who have said nothing. */
export type Hearing = 'agreed' | 'refused' | 'through-role' | 'unasked';

export type Consents = {
  has(actor: Actor, scope: ConsentScope): Promise<boolean>;
  /** Decides for the whole program whether somebody may be heard. A recorded no beats a consent role and every setting. */
  hearing(actor: Actor, given: { holdsConsentRole: boolean }): Promise<Hearing>;
  /** Records an agreement; one that is in force already is left as it is. */
  grant(actor: Actor, scope: ConsentScope): Promise<void>;
  /** Takes it back, or records a no from somebody who was never asked; false when there was no agreement in force. */
  revoke(actor: Actor, scope: ConsentScope): Promise<boolean>;
  list(actor: Actor): Promise<Consent[]>;
};

export function createConsents({
  store,
  now,
  textVersion,
}: {
  store: Store;
  now: () => Date;
  /** Of the text that people agree to, so that what they saw can be told later. */
  textVersion: string;
}): Consents {
  const inForce = (consents: Consent[], scope: ConsentScope) =>
    consents.some((consent) => consent.scope === scope && consent.revokedAt === null);
  const list = async (actor: Actor): Promise<Consent[]> => {
    const personId = await findPerson(store.db, actor);
    return personId === null ? [] : await consentsOf(store.db, actor.tenant, personId);
  };
  return {
    list,
    has: async (actor, scope) => inForce(await list(actor), scope),
    async hearing(actor, { holdsConsentRole }) {
      const said = (await list(actor)).filter(({ scope }) => scope === 'voice');
      if (inForce(said, 'voice')) return 'agreed';
      return said.length > 0 ? 'refused' : holdsConsentRole ? 'through-role' : 'unasked';
    },
    async grant(actor, scope) {
      await store.transaction(async (trx) => {
        const personId = await ensurePerson(trx, actor, now());
        if (inForce(await consentsOf(trx, actor.tenant, personId), scope)) return;
        const consent = { tenant: actor.tenant, personId, scope, textVersion };
        await insertConsent(trx, consent, now().toISOString());
      });
    },
    async revoke(actor, scope) {
      return await store.transaction(async (trx) => {
        const personId = await ensurePerson(trx, actor, now());
        const consent = { tenant: actor.tenant, personId, scope };
        const at = now().toISOString();
        const had = (await consentsOf(trx, actor.tenant, personId)).some((one) => one.scope === scope);
        // A no from somebody who never agreed is an agreement that was never in force.
        if (!had) await insertConsent(trx, { ...consent, textVersion }, at);
        return (await revokeConsents(trx, consent, at)) > 0 && had;
      });
    },
  };
}
