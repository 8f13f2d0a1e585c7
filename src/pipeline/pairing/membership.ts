/** Who takes part, when they pause, and whom they avoid. */
import type { Actor, TenantId } from '../../domain.ts';
import { CoachError } from '../../errors.ts';
import { accountsOf } from '../../store/export-person.ts';
import { lockName } from '../../store/locks.ts';
import {
  addAvoided,
  avoidedIn,
  countPairMembers,
  pairGroup,
  pairMember,
  removeAvoided,
  removePairMember,
  savePairMember,
} from '../../store/pair-members.ts';
import { currentPairMatches, pairPartnersOf } from '../../store/pair-rounds.ts';
import { ensurePerson, findPerson } from '../../store/people.ts';
import { ownSettings } from '../../store/preferences.ts';
import { settingsOf } from '../../store/settings.ts';
import type { Db, Store, Trx } from '../../store/store.ts';
import { withdraw } from './answer-match.ts';
import { readFreeHours, usualHours, writeFreeHours } from './free-hours.ts';
import type { Pairing, PairStatus } from './pairing-types.ts';
import { readMatch } from './read-match.ts';

const mostAvoided = 50;
const dayMs = 86_400_000;

type Given = { store: Store; config: { TIME_ZONE: string }; now: () => Date };

export function createMembership(
  given: Given,
): Pick<Pairing, 'join' | 'leave' | 'status' | 'pause' | 'avoid'> {
  const { store, now } = given;

  async function status(db: Db | Trx, actor: Actor): Promise<PairStatus> {
    const { tenant } = actor;
    const personId = await findPerson(db, actor);
    const member = personId === null ? null : await pairMember(db, tenant, personId);
    const match = personId === null ? null : (await ownCurrent(db, tenant, personId))[0];
    const group = await pairGroup(db, tenant);
    const zone = personId === null ? null : (await ownSettings(db, personId)).timeZone;
    return {
      member: member && {
        domain: member.domain,
        level: member.level,
        hours: member.hours,
        pausedUntil:
          member.paused_until !== null && member.paused_until > now().toISOString()
            ? member.paused_until
            : null,
      },
      timeZone: zone ?? (await zoneOf(db, given, tenant)),
      members: await countPairMembers(db, tenant),
      avoided:
        personId === null
          ? 0
          : (await avoidedIn(db, tenant)).filter((one) => one.personId === personId).length,
      nextAt: group?.next_at ?? null,
      match: match ? await readMatch(db, match) : null,
    };
  }

  const ownCurrent = (db: Db | Trx, tenant: TenantId, personId: string) =>
    currentPairMatches(db, tenant, personId, now());

  return {
    status: (actor) => status(store.db, actor),
    async join(actor, { domain, level, hours }) {
      const written = hours === undefined ? undefined : writeFreeHours(readFreeHours(hours));
      return await store.transaction(async (trx) => {
        await lockName(trx, `pairs:${actor.tenant}`);
        const personId = await ensurePerson(trx, actor, now());
        const before = await pairMember(trx, actor.tenant, personId);
        await savePairMember(trx, {
          tenant: actor.tenant,
          person_id: personId,
          domain,
          level,
          hours: written ?? before?.hours ?? usualHours,
          paused_until: null,
          left_out_at: before?.left_out_at ?? null,
          joined_at: before?.joined_at ?? now().toISOString(),
        });
        return await status(trx, actor);
      });
    },
    async leave(actor) {
      return await store.transaction(async (trx) => {
        await lockName(trx, `pairs:${actor.tenant}`);
        const personId = await findPerson(trx, actor);
        if (personId === null) return false;
        for (const match of await ownCurrent(trx, actor.tenant, personId))
          await withdraw({ store }, trx, match, personId);
        return await removePairMember(trx, actor.tenant, personId);
      });
    },
    async pause(actor, days) {
      return await store.transaction(async (trx) => {
        await lockName(trx, `pairs:${actor.tenant}`);
        const personId = await findPerson(trx, actor);
        const member = personId === null ? null : await pairMember(trx, actor.tenant, personId);
        if (!member) throw new CoachError('wrong_state', 'fault.pair-not-joined', { join: '/pair join' });
        const until = days === 0 ? null : new Date(now().getTime() + days * dayMs).toISOString();
        await savePairMember(trx, { ...member, paused_until: until });
        return await status(trx, actor);
      });
    },
    async avoid(actor, userId, { undo }) {
      if (userId === actor.userId) throw new CoachError('bad_input', 'fault.pair-self');
      const other = { tenant: actor.tenant, userId };
      return await store.transaction(async (trx) => {
        await lockName(trx, `pairs:${actor.tenant}`);
        const personId = await ensurePerson(trx, actor, now());
        if (undo) {
          await removeAvoided(trx, personId, other);
          return await status(trx, actor);
        }
        if ((await status(trx, actor)).avoided >= mostAvoided)
          throw new CoachError('bad_input', 'fault.pair-too-many-avoided', { most: mostAvoided });
        await addAvoided(trx, personId, other, now().toISOString());
        await partNow(trx, actor, personId, userId);
        return await status(trx, actor);
      });
    },
  };

  /** What both are matched in now is called off, as if the person could not come. */
  async function partNow(trx: Trx, { tenant }: Actor, personId: string, userId: string): Promise<void> {
    for (const match of await ownCurrent(trx, tenant, personId)) {
      const partners = await pairPartnersOf(trx, match);
      const isTheirs = partners.some((one) => one.userId === userId && one.answer !== 'cannot');
      if (isTheirs) await withdraw({ store }, trx, match, personId);
    }
  }
}

/** Before somebody is erased: what they are matched in is called off wherever it is, so that their partners are told. */
export async function withdrawEverywhere(
  { store, now }: Pick<Given, 'store' | 'now'>,
  personId: string,
): Promise<void> {
  for (const tenant of new Set((await accountsOf(store.db, personId)).map((one) => one.tenant)))
    await store.transaction(async (trx) => {
      await lockName(trx, `pairs:${tenant}`);
      for (const match of await currentPairMatches(trx, tenant, personId, now()))
        await withdraw({ store }, trx, match, personId);
    });
}

/** The zone of a group: that of its rounds, of the place, or of the program. */
export async function zoneOf(
  db: Db | Trx,
  { config }: Pick<Given, 'config'>,
  tenant: TenantId,
): Promise<string> {
  const group = await pairGroup(db, tenant);
  return group?.time_zone ?? (await settingsOf(db, tenant)).get('timeZone') ?? config.TIME_ZONE;
}
