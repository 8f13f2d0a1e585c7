/** Leaderboards of a tenant, from the standings that triggers keep alongside the evaluations. */
import { sql } from 'kysely';
import type { Moment, TenantId } from '../domain.ts';
import type { Db } from './store.ts';

export type StandingSpan = {
  period: 'week' | 'month' | 'all';
  /** First day of the period in the tenant's calendar; empty for all time. */
  startsOn: string;
  /** When that day begins in the tenant's time zone; empty for all time. */
  startsAt: Moment;
  /** First day of the period after it; empty for all time. */
  endsOn: string;
};

export type Standing = { userId: string; answers: number; gain: number | null };

/**
 * People who chose to be listed and have something to show, best first. Standings are kept by UTC day;
 * answers judged between midnight in UTC and midnight in the tenant's time zone are counted separately, so
 * that the board is exact.
 */
export async function topStandings(
  db: Db,
  tenant: TenantId,
  span: StandingSpan,
  by: 'answers' | 'gain',
  limit: number,
): Promise<Standing[]> {
  const order = by === 'answers' ? sql`answers` : sql`gain`;
  const { rows } = await sql<Standing>`
    with odd as (${oddPeople(tenant, span)}),
    kept as (
      select person_id, answers, gain from standings
      where tenant = ${tenant} and period = ${span.period} and starts_on = ${span.startsOn} and listed = 1
        and ${order} > 0 and person_id not in (select person_id from odd)
      order by ${order} desc limit ${limit}
    ),
    counted as (
      select odd.person_id as person_id, ${countedAnswers(tenant, span)} as answers, ${countedGain(tenant, span)} as gain
      from odd
      where exists (select 1 from settings where settings.tenant = ${tenant} and settings.person_id = odd.person_id
        and settings.name = 'onLeaderboard' and settings.value = '1')
    ),
    board as (
      select * from kept
      union all
      select * from counted where ${order} > 0
    )
    select (select user_id from accounts where accounts.tenant = ${tenant}
      and accounts.person_id = board.person_id) as "userId", answers, gain
    from board order by ${order} desc, answers desc, "userId" limit ${limit}
  `.execute(db);
  return rows.filter(({ userId }) => userId !== null);
}

/** How many people have an answer with a score in the period, and how many answers those are; listed or not. */
export async function totalsOf(
  db: Db,
  tenant: TenantId,
  span: StandingSpan,
): Promise<{ people: number; answers: number }> {
  const { rows } = await sql<{ people: number; answers: number | null }>`
    with odd as (${oddPeople(tenant, span)}),
    counted as (select ${countedAnswers(tenant, span)} as answers from odd)
    select count(*) as people, sum(answers) as answers from (
      select answers from standings
      where tenant = ${tenant} and period = ${span.period} and starts_on = ${span.startsOn}
        and person_id not in (select person_id from odd)
      union all
      select answers from counted where answers > 0
    ) as everybody
  `.execute(db);
  return { people: rows[0]?.people ?? 0, answers: rows[0]?.answers ?? 0 };
}

/**
 * People with an answer between midnight in UTC and midnight in the tenant's time zone, where the period
 * begins or where it ends: for them the kept numbers cover another period.
 */
function oddPeople(tenant: TenantId, { period, startsOn, startsAt, endsOn }: StandingSpan) {
  if (period === 'all') return sql`select '' as person_id where false`;
  const midnight = `${startsOn}T00:00:00.000Z`;
  const [from, until] = startsAt < midnight ? [startsAt, midnight] : [midnight, startsAt];
  return sql`
    select person_id from evaluations
    where tenant = ${tenant} and created_at >= ${from} and created_at < ${until}
    union
    select person_id from evaluations
    where tenant = ${tenant} and created_at >= ${`${endsOn}T00:00:00.000Z`}`;
}

const countedAnswers = (tenant: TenantId, { startsAt }: StandingSpan) => sql`(
  select count(*) from evaluations e where e.person_id = odd.person_id and e.tenant = ${tenant}
    and e.overall is not null and e.created_at >= ${startsAt})`;

const countedGain = (tenant: TenantId, { startsAt }: StandingSpan) => sql`(
  (select case when count(*) >= 2 then avg(e.overall) end from evaluations e
    where e.person_id = odd.person_id and e.tenant = ${tenant} and e.overall is not null
      and e.created_at >= ${startsAt})
  - (select case when count(*) >= 2 then avg(overall) end from (
    select overall from evaluations e
    where e.person_id = odd.person_id and e.tenant = ${tenant} and e.overall is not null
      and e.created_at < ${startsAt}
    order by e.created_at desc limit 10) as earlier))`;
