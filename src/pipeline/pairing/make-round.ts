/** Makes the matches of a round, from those who take part at the time. */
import type { Moment } from '../../domain.ts';
import { accountPrint, avoidedIn, type PairGroupRow, pairMembersAt } from '../../store/pair-members.ts';
import {
  addPairMatch,
  metInPairs,
  type PairRoundRow,
  pairMatchesOf,
  pairNoShows,
  pairPartnersOf,
  removePairMatches,
  sentPairRounds,
} from '../../store/pair-rounds.ts';
import type { Db, Trx } from '../../store/store.ts';
import { localDay } from '../progress/local-time.ts';
import { daysOffFrom, storedDaysOff } from './days-off.ts';
import { readFreeHours } from './free-hours.ts';
import { type Candidate, matchPeople } from './match-people.ts';
import type { PairPreview } from './pairing-types.ts';

type Taking = { candidates: Candidate[]; avoided: (readonly [string, string])[] };

/**
 * Matches the people of a round that has not gone out. Matches that it has already stay, unless somebody has left, pauses or
 * avoids another (`anew`: none stays, and others are preferred).
 */
export async function makeRound(
  trx: Trx,
  group: PairGroupRow,
  round: PairRoundRow,
  { now, anew = false }: { now: Date; anew?: boolean },
): Promise<void> {
  const { candidates, avoided } = await takingPart(trx, group, round.due_at);
  const before = await matchesOf(trx, round);
  const ids = new Set(candidates.map(({ id }) => id));
  const isStill = (people: readonly string[]) =>
    people.length > 1 &&
    people.every((id) => ids.has(id)) &&
    !avoided.some((pair) => pair.every((id) => people.includes(id)));
  const roundsAgo = await countRoundsAgo(trx, group);
  const met = (await metInPairs(trx, group.tenant)).map(({ people, dueAt }) => ({
    people,
    roundsAgo: roundsAgo(dueAt) ?? 1,
  }));
  const seen = anew ? before.flatMap((people) => pairsIn(people)) : [];
  const from = new Date(Math.max(Date.parse(round.due_at), now.getTime()));
  const { groups } = matchPeople(candidates, {
    from,
    timeZone: group.time_zone,
    daysOff: daysOffFrom(storedDaysOff(group.days_off), localDay(from, group.time_zone), 9),
    odd: group.odd,
    met: [...met, ...seen.map((people) => ({ people, roundsAgo: 1 }))],
    avoided,
    kept: anew ? [] : before.filter(isStill),
  });
  await removePairMatches(trx, round.id);
  for (const { people, startsAt } of groups)
    await addPairMatch(trx, round, { people, startsAt }, now.toISOString());
}

/** The round as its organiser sees it. */
export async function readPreview(
  db: Db | Trx,
  group: PairGroupRow,
  round: PairRoundRow,
): Promise<PairPreview> {
  const members = await pairMembersAt(db, group.tenant, round.due_at);
  const matches = await Promise.all(
    (await pairMatchesOf(db, round.id)).map(async (row) => ({ row, people: await pairPartnersOf(db, row) })),
  );
  const placed = new Set(matches.flatMap(({ people }) => people.map(({ person_id }) => person_id)));
  const noShows = await pairNoShows(db, group.tenant);
  return {
    id: round.id,
    tenant: group.tenant,
    dueAt: round.due_at,
    groups: matches
      .map(({ row, people }) => ({
        people: people.map(({ userId }) => userId).sort(),
        startsAt: row.starts_at,
      }))
      .sort((one, other) => ((one.people[0] ?? '') < (other.people[0] ?? '') ? -1 : 1)),
    leftOut: members
      .filter(({ person_id }) => !placed.has(person_id))
      .map(({ userId }) => userId)
      .sort(),
    noShows: members.flatMap(({ person_id, userId }) => {
      const times = noShows.get(person_id) ?? 0;
      return times === 0 ? [] : [{ userId, times }];
    }),
  };
}

async function takingPart(trx: Trx, group: PairGroupRow, at: Moment): Promise<Taking> {
  const { tenant } = group;
  const members = await pairMembersAt(trx, tenant, at);
  const noShows = await pairNoShows(trx, tenant);
  const roundsAgo = await countRoundsAgo(trx, group);
  const byPrint = new Map(
    members.map(({ person_id, userId }) => [accountPrint({ tenant, userId }), person_id]),
  );
  return {
    candidates: members.map((member) => ({
      id: member.person_id,
      domain: member.domain,
      level: member.level,
      timeZone: member.timeZone ?? group.time_zone,
      hours: readFreeHours(member.hours),
      noShows: noShows.get(member.person_id) ?? 0,
      leftOutRoundsAgo: member.left_out_at === null ? null : roundsAgo(member.left_out_at),
    })),
    avoided: (await avoidedIn(trx, tenant)).flatMap(({ personId, avoided }) => {
      const other = byPrint.get(avoided);
      return other === undefined ? [] : [[personId, other] as const];
    }),
  };
}

/** How many rounds ago one went out: 1 is the last; null for one that is forgotten. */
async function countRoundsAgo(trx: Trx, { tenant }: PairGroupRow): Promise<(dueAt: Moment) => number | null> {
  const sent = (await sentPairRounds(trx, tenant)).map(({ due_at }) => due_at);
  return (dueAt) => sent.filter((one) => one >= dueAt).length || null;
}

async function matchesOf(trx: Trx, round: PairRoundRow): Promise<string[][]> {
  const rows = await pairMatchesOf(trx, round.id);
  return await Promise.all(
    rows.map(async (row) => (await pairPartnersOf(trx, row)).map(({ person_id }) => person_id)),
  );
}

const pairsIn = (people: readonly string[]): (readonly [string, string])[] =>
  people.flatMap((one, index) => people.slice(index + 1).map((other) => [one, other] as const));
