import type { Actor } from '../../domain.ts';
import { type Consent, consentsOf, insertConsent, revokeConsents } from '../../store/consents.ts';
import { ensurePerson, findPerson } from '../../store/people.ts';
import type { Store } from '../../store/store.ts';

/** What people agree to: `voice` means being heard and transcribed in interviews. */
export type ConsentScope = 'voice';
export type { Consent } from '../../store/consents.ts';

/**
 * Whether a person may be heard and why. Their own answer decides; a role counts only for people who have not
 * answered.
 */
export type Hearing = 'agreed' | 'refused' | 'through-role' | 'unasked';

export type Consents = {
  has(actor: Actor, scope: ConsentScope): Promise<boolean>;
  /**
   * Decides for the whole program whether a person may be heard. A recorded no overrides a consent role and
   * every setting.
   */
  hearing(actor: Actor, given: { holdsConsentRole: boolean }): Promise<Hearing>;
  /** Records an agreement; one already in force is left as it is. */
  grant(actor: Actor, scope: ConsentScope): Promise<void>;
  /** Withdraws it, or records a no from a person who was never asked; false if no agreement was in force. */
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
  /** Version of the text that people agree to, so that we know later what they saw. */
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
        // A no from a person who never agreed is stored as an agreement that was never in force.
        if (!had) await insertConsent(trx, { ...consent, textVersion }, at);
        return (await revokeConsents(trx, consent, at)) > 0 && had;
      });
    },
  };
}
