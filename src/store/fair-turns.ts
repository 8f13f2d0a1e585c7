/**
 * Fair queues. Every job gets a turn when it is added, and those of one queue and priority run by their turns: a place
 * (a guild, a workspace) takes one turn after the other, and one that had nothing waiting joins at the turn that is
 * being served. So somebody's only job runs after at most one of each other place, however many those have waiting.
 * This is start-time fair queueing (Goyal, Vin and Cheng, 1996) with jobs of equal length.
 */
import { type RawBuilder, sql } from 'kysely';

/** At most this many of the jobs that are next are looked at for one that is due. */
const lookAtMost = 50;

/** The turn of a new job, as an expression in the statement that adds it. `at`: the present. */
export function nextTurn(
  { queue, priority, tenant }: { queue: string; priority: number; tenant: string | null },
  at: string,
): RawBuilder<number> {
  const waiting = sql`from jobs where queue = ${queue} and priority = ${priority} and state = 'waiting'`;
  return sql<number>`coalesce(
    (select max(turn) + 1 ${waiting} and tenant = ${tenant}),
    (select min(turn) from (select turn, run_at ${waiting} order by turn limit ${sql.lit(lookAtMost)}) as ahead
      where run_at <= ${at}),
    (select min(turn) ${waiting}),
    0)`;
}
