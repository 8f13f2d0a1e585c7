/** What the people of a match say: whether they come, and whether they met. */
import type { Moment } from '../../domain.ts';
import { CoachError } from '../../errors.ts';
import { pairGroup, pairMember, savePairMember } from '../../store/pair-members.ts';
import {
  type PairMatchRow,
  type PairPartner,
  pairHourMs,
  pairPartnersOf,
  pairRoundById,
  pairWeekMs,
  updatePairMatch,
  updatePairPartner,
} from '../../store/pair-rounds.ts';
import { ownSettings } from '../../store/preferences.ts';
import type { Store, Trx } from '../../store/store.ts';
import { localDay } from '../progress/local-time.ts';
import { freeAt, startsIn } from './common-hours.ts';
import { daysOffFrom, storedDaysOff } from './days-off.ts';
import { readFreeHours, usualHours } from './free-hours.ts';
import { addLetter } from './letter-box.ts';
import { planAroundHour } from './pair-steps.ts';
import type { MatchLetter, PairAnswered, Pairing } from './pairing-types.ts';
import { ownMatch, readMatch } from './read-match.ts';

/** After this many changes people settle it among themselves. */
const mostMoves = 6;
/** How long after a match people may still say whether they met: “not yet” leaves them time. */
const latestMs = 2 * pairWeekMs;

type Given = { store: Store; now: () => Date; zoneIn: (trx: Trx, row: PairMatchRow) => Promise<string> };

export function createMatchAnswers(given: Given): Pick<Pairing, 'answer' | 'met'> {
  const { store } = given;
  return {
    async answer(actor, matchId, answer) {
      return await store.transaction(async (trx) => {
        const { row, partners, own } = await ownMatch(trx, actor, matchId);
        const others = partners.filter(({ person_id }) => person_id !== own.person_id);
        const done = async (outcome: PairAnswered['outcome']): Promise<PairAnswered> => {
          const { row: after } = await ownMatch(trx, actor, matchId);
          return { outcome: after.state === 'off' ? 'off' : outcome, match: await readMatch(trx, after) };
        };
        if (row.state === 'off') return await done('off');
        if ((await endOf(trx, row)) <= given.now().getTime())
          throw new CoachError('wrong_state', 'fault.pair-over');
        if (answer === 'cannot') {
          await withdraw(given, trx, row, own.person_id);
          return await done('off');
        }
        if (answer === 'other-time') {
          // Who does not come has no say in when the others meet.
          if (own.answer === 'cannot') throw new CoachError('wrong_state', 'fault.pair-cannot');
          return await done(await move(given, trx, row, partners, own));
        }
        await updatePairPartner(trx, { matchId, personId: own.person_id }, { answer });
        const isAll = others.every((one) => one.answer === 'coming' || one.answer === 'cannot');
        if (isAll && own.answer !== 'coming')
          await tell(given, trx, row, others, 'confirmed', `:${row.moves}`);
        return await done(isAll ? 'all-coming' : 'noted');
      });
    },
    async met(actor, matchId, met) {
      await store.transaction(async (trx) => {
        const { row, own } = await ownMatch(trx, actor, matchId);
        const nowMs = given.now().getTime();
        const hasBegun = row.starts_at === null || Date.parse(row.starts_at) <= nowMs;
        // The question may be an old one: the hour was moved since, or it was called off.
        if (row.state === 'off' || !hasBegun || nowMs > (await endOf(trx, row)) + latestMs)
          throw new CoachError('wrong_state', 'fault.pair-not-asked');
        await updatePairPartner(trx, { matchId, personId: own.person_id }, { met });
      });
    },
  };
}

/** When a match is over: with its hour, or with the week of its round where none was found. */
async function endOf(trx: Trx, row: PairMatchRow): Promise<number> {
  if (row.starts_at !== null) return Date.parse(row.starts_at) + pairHourMs;
  const round = await pairRoundById(trx, row.round_id);
  return Date.parse(round?.due_at ?? row.created_at) + pairWeekMs;
}

/** Somebody does not come. With nobody but one left the match is off, and that one comes first in the next round. */
export async function withdraw(
  { store }: Pick<Given, 'store'>,
  trx: Trx,
  row: PairMatchRow,
  personId: string,
): Promise<void> {
  await updatePairPartner(trx, { matchId: row.id, personId }, { answer: 'cannot' });
  const left = (await pairPartnersOf(trx, row)).filter(({ answer }) => answer !== 'cannot');
  if (left.length >= 2) return await tell({ store }, trx, row, left, 'one-less', `:${personId}`);
  await callOff({ store }, trx, row, left);
}

/** The match will not take place; `left` are told, and come first in the next round. */
async function callOff(
  { store }: Pick<Given, 'store'>,
  trx: Trx,
  row: PairMatchRow,
  left: readonly PairPartner[],
): Promise<void> {
  await updatePairMatch(trx, row.id, { state: 'off' });
  const round = await pairRoundById(trx, row.round_id);
  for (const { person_id } of left) {
    const member = await pairMember(trx, row.tenant, person_id);
    if (member && round) await savePairMember(trx, { ...member, left_out_at: round.due_at });
  }
  await tell({ store }, trx, row, left, 'called-off');
}

async function tell(
  { store }: Pick<Given, 'store'>,
  trx: Trx,
  { id, tenant }: PairMatchRow,
  whom: readonly PairPartner[],
  kind: MatchLetter,
  again = '',
): Promise<void> {
  for (const { userId, answer } of whom)
    if (answer !== 'cannot') await addLetter(store, trx, { tenant, kind, to: userId, about: id, again });
}

/** Proposes the next hour that suits everybody; after the last one, the first again. */
async function move(
  given: Given,
  trx: Trx,
  row: PairMatchRow,
  partners: readonly PairPartner[],
  own: PairPartner,
): Promise<'moved' | 'no-other'> {
  const { store } = given;
  const others = partners.filter(({ person_id }) => person_id !== own.person_id);
  const startsAt = row.moves < mostMoves ? await nextHour(given, trx, row, partners) : null;
  if (startsAt === null) {
    await updatePairPartner(trx, { matchId: row.id, personId: own.person_id }, { answer: 'other-time' });
    await tell(given, trx, row, others, 'other-time', `:${row.moves}`);
    return 'no-other';
  }
  const moves = row.moves + 1;
  await updatePairMatch(trx, row.id, { starts_at: startsAt, moves });
  for (const { person_id, answer } of partners)
    if (answer !== 'cannot')
      await updatePairPartner(trx, { matchId: row.id, personId: person_id }, { answer: null });
  await planAroundHour(store, trx, row, startsAt, given.now());
  await tell(given, trx, row, others, 'moved', `:${moves}`);
  return 'moved';
}

async function nextHour(
  { now, zoneIn }: Given,
  trx: Trx,
  row: PairMatchRow,
  partners: readonly PairPartner[],
): Promise<Moment | null> {
  const round = await pairRoundById(trx, row.round_id);
  const group = await pairGroup(trx, row.tenant);
  if (!round || !group) throw new CoachError('not_found', 'fault.pair-no-such-match');
  const zone = await zoneIn(trx, row);
  // The week of the round, as far as it is not over.
  const from = new Date(round.due_at);
  const daysOff = daysOffFrom(storedDaysOff(group.days_off), localDay(from, group.time_zone), 9);
  const soonest = now().getTime() + 2 * 3_600_000;
  const starts = startsIn({ from, daysOff, timeZone: group.time_zone }).filter((at) => at >= soonest);
  const free = await Promise.all(
    partners
      .filter(({ answer }) => answer !== 'cannot')
      .map(async ({ person_id, hours }) =>
        freeAt(
          starts,
          readFreeHours(hours ?? usualHours),
          (await ownSettings(trx, person_id)).timeZone ?? zone,
        ),
      ),
  );
  const common = starts.filter((_, index) => free.every((one) => one[index] === 1));
  const present = row.starts_at === null ? 0 : Date.parse(row.starts_at);
  // An hour that overlaps with the present one is no other time.
  const isOther = (at: number) => Math.abs(at - present) >= 3_600_000;
  const next = common.find((at) => at > present && isOther(at)) ?? common.find(isOther);
  return next === undefined ? null : new Date(next).toISOString();
}
