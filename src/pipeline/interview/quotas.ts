/** How much a guild, a workspace or a person may use on one day (UTC). Without a setting there is no limit. */
import { CoachError, type Fault, type FaultValues } from '../../errors.ts';
import { lockPerson } from '../../store/locks.ts';
import { addPersonUse, addTenantUse, personUse, type QuotaUse, tenantUse } from '../../store/quota-use.ts';
import type { SessionRow } from '../../store/sessions.ts';
import type { Db, Trx } from '../../store/store.ts';
import type { Parts } from './parts.ts';

/** Who uses: the place's quota and the person's own are both counted. Without a person, only the place's. */
type User = Pick<SessionRow, 'tenant' | 'platform'> & { personId: string | null };

type Limits = { answers: number | undefined; audioMinutes: number | undefined };

/**
 * Counts an answer that begins, or throws `not_allowed` when there is none left for today. What was begun
 * before that is never refused.
 */
export async function countAnswer(
  parts: Pick<Parts, 'config' | 'now'>,
  trx: Trx,
  user: User,
  audioMs: number,
): Promise<void> {
  const before = await count(parts, trx, user, { answers: 1, audioMs });
  const fault = reachedIn(parts, user, before, { speaks: audioMs > 0 });
  if (fault) throw new CoachError('not_allowed', fault.fault, fault.values);
}

/** Counts more speech of an answer that has begun. */
export const countSpeech = async (
  parts: Pick<Parts, 'config' | 'now'>,
  trx: Trx,
  user: User,
  audioMs: number,
): Promise<unknown> => audioMs > 0 && (await count(parts, trx, user, { answers: 0, audioMs }));

/** An answer that was discarded before it was complete does not count. */
export const giveBackAnswer = async (
  parts: Pick<Parts, 'config' | 'now'>,
  trx: Trx,
  user: User,
  begunAt: string,
): Promise<unknown> =>
  dayOf(begunAt) === today(parts) && (await count(parts, trx, user, { answers: -1, audioMs: 0 }));

/** Why nothing more can be answered today; null while something can. */
export async function quotaReached(
  parts: Pick<Parts, 'config' | 'now'>,
  db: Db | Trx,
  user: User,
): Promise<Fault | null> {
  const { tenant, person } = limitsOf(parts);
  const ofTenant = isLimited(tenant) ? await tenantUse(db, user.tenant, today(parts)) : unused;
  const ofPerson =
    user.personId !== null && isLimited(person) ? await personUse(db, user.personId, today(parts)) : unused;
  return reachedIn(parts, user, { ofTenant, ofPerson }, { speaks: false });
}

export const isQuotaFault = (fault: string | null): boolean => fault?.startsWith('fault.quota-') ?? false;

/** The notice for a room or a person whose quota is used up. */
export const quotaNotice = ({ fault, values }: { fault: string | null; values: FaultValues }) =>
  ({
    type: 'notice',
    notice: 'quota',
    answerId: null,
    fault: fault === 'fault.quota-audio' ? fault : 'fault.quota-answers',
    values: { whose: String(values.whose), most: Number(values.most) },
  }) as const;

type Use = { ofTenant: QuotaUse; ofPerson: QuotaUse };
const unused: QuotaUse = { answers: 0, audioMs: 0 };

/** Adds to both counts, always in this order, and returns what was used before. */
async function count(
  parts: Pick<Parts, 'config' | 'now'>,
  trx: Trx,
  { tenant, personId }: User,
  added: QuotaUse,
): Promise<Use> {
  const limits = limitsOf(parts);
  const day = today(parts);
  const before = ({ answers, audioMs }: QuotaUse) => ({
    answers: answers - added.answers,
    audioMs: audioMs - added.audioMs,
  });
  // Their use in all places counts together.
  if (personId !== null && isLimited(limits.person)) await lockPerson(trx, personId);
  const ofTenant = isLimited(limits.tenant)
    ? before(await addTenantUse(trx, { tenant, day }, added))
    : unused;
  const ofPerson =
    personId !== null && isLimited(limits.person)
      ? before(await addPersonUse(trx, { personId, tenant, day }, added))
      : unused;
  return { ofTenant, ofPerson };
}

/** The first quota that is used up. Somebody who types needs no minutes of speech. */
function reachedIn(
  parts: Pick<Parts, 'config'>,
  { platform }: User,
  { ofTenant, ofPerson }: Use,
  { speaks }: { speaks: boolean },
): Fault | null {
  const limits = limitsOf(parts);
  for (const [whose, { answers, audioMinutes }, used] of [
    [platform, limits.tenant, ofTenant] as const,
    ['person', limits.person, ofPerson] as const,
  ]) {
    if (answers !== undefined && used.answers >= answers)
      return { fault: 'fault.quota-answers', values: { whose, most: answers } };
    if (speaks && audioMinutes !== undefined && used.audioMs >= audioMinutes * 60_000)
      return { fault: 'fault.quota-audio', values: { whose, most: audioMinutes } };
  }
  return null;
}

const limitsOf = ({ config }: Pick<Parts, 'config'>): { tenant: Limits; person: Limits } => ({
  tenant: {
    answers: config.QUOTA_TENANT_ANSWERS_PER_DAY,
    audioMinutes: config.QUOTA_TENANT_AUDIO_MINUTES_PER_DAY,
  },
  person: {
    answers: config.QUOTA_PERSON_ANSWERS_PER_DAY,
    audioMinutes: config.QUOTA_PERSON_AUDIO_MINUTES_PER_DAY,
  },
});
const isLimited = ({ answers, audioMinutes }: Limits): boolean =>
  answers !== undefined || audioMinutes !== undefined;

/** The day of a moment in UTC. */
export const dayOf = (moment: string): string => moment.slice(0, 10);
const today = ({ now }: Pick<Parts, 'now'>): string => dayOf(now().toISOString());
