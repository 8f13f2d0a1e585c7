import type { Actor } from '../../domain.ts';
import { CoachError } from '../../errors.ts';
import { lockName } from '../../store/locks.ts';
import {
  type PairMatchRow,
  type PairPartner,
  pairMatchById,
  pairPartnersOf,
} from '../../store/pair-rounds.ts';
import type { Db, Trx } from '../../store/store.ts';
import { platformOf } from './letter-box.ts';
import type { PairMatch } from './pairing-types.ts';

/** A match as its people see it. */
export async function readMatch(db: Db | Trx, row: PairMatchRow): Promise<PairMatch> {
  return toMatch(row, await pairPartnersOf(db, row));
}

export const toMatch = (row: PairMatchRow, partners: readonly PairPartner[]): PairMatch => ({
  id: row.id,
  tenant: row.tenant,
  startsAt: row.starts_at,
  moves: row.moves,
  isOff: row.state === 'off',
  room:
    row.channel_id === null
      ? null
      : {
          tenant: row.tenant,
          platform: platformOf(row.tenant),
          channelId: row.channel_id,
          threadId: row.thread_id,
        },
  partners: partners
    .filter(({ answer }) => answer !== 'cannot')
    .map(({ userId, domain, level, answer }) => ({ userId, domain, level, answer })),
});

/**
 * A match that went out, with the part that somebody has in it. In direct messages people belong to no place, so it is found
 * by their account on the platform. Throws `not_found`.
 */
export async function ownMatch(
  trx: Trx,
  actor: Actor,
  matchId: string,
): Promise<{ row: PairMatchRow; partners: PairPartner[]; own: PairPartner }> {
  const before = await pairMatchById(trx, matchId);
  if (before) await lockName(trx, `pairs:${before.tenant}`);
  const row = before && (await pairMatchById(trx, matchId));
  const isHere = row && row.state !== 'planned' && platformOf(row.tenant) === platformOf(actor.tenant);
  const partners = isHere ? await pairPartnersOf(trx, row) : [];
  const own = partners.find(({ userId }) => userId === actor.userId);
  if (!row || !own) throw new CoachError('not_found', 'fault.pair-no-such-match');
  return { row, partners, own };
}
