import { type PairGroupRow, pairMembersAt, savePairMember } from '../../store/pair-members.ts';
import {
  type PairRoundRow,
  pairMatchesOf,
  pairPartnersOf,
  setPairRound,
  updatePairMatch,
} from '../../store/pair-rounds.ts';
import type { Store, Trx } from '../../store/store.ts';
import { addLetter } from './letter-box.ts';
import { makeRound } from './make-round.ts';
import { planAroundHour, planNudge } from './pair-steps.ts';

/** Sends a round out: the rooms first, and the people of each match are told once theirs is there. */
export async function sendRound(
  store: Pick<Store, 'queue'>,
  trx: Trx,
  group: PairGroupRow,
  round: PairRoundRow,
  now: Date,
): Promise<void> {
  const { tenant } = group;
  await makeRound(trx, group, round, { now });
  await setPairRound(trx, round.id, 'sent');
  const placed = new Set<string>();
  for (const match of await pairMatchesOf(trx, round.id)) {
    for (const { person_id } of await pairPartnersOf(trx, match)) placed.add(person_id);
    await updatePairMatch(trx, match.id, { state: 'sent' });
    await addLetter(store, trx, { tenant, kind: 'room', to: null, about: match.id });
    await planNudge(store, trx, match, now);
    await planAroundHour(store, trx, match, match.starts_at, now);
  }
  for (const { userId, timeZone: _zone, ...member } of await pairMembersAt(trx, tenant, round.due_at)) {
    if (placed.has(member.person_id)) continue;
    await savePairMember(trx, { ...member, left_out_at: round.due_at });
    await addLetter(store, trx, { tenant, kind: 'left-out', to: userId, about: round.id });
  }
  if (group.digest === 1 && group.channel_id !== null && placed.size > 0)
    await addLetter(store, trx, { tenant, kind: 'digest', to: null, about: round.id });
}
