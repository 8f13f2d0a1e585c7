import type { Config } from '../../config.ts';
import { dropAuditEntries } from '../../store/audit-entries.ts';
import { dropCodesUntil } from '../../store/links.ts';
import { dropPairRounds } from '../../store/pair-rounds.ts';
import { dropEvaluations, dropSounds, emptyAnswers, tenantsOf } from '../../store/retention.ts';
import { dropPracticeAnswers } from '../../store/schedules.ts';
import type { Store } from '../../store/store.ts';
import type { StandIns } from '../interview/parts.ts';
import { retentionOf } from './erase-traces.ts';

export type Dropped = { sounds: number; answers: number; evaluations: number };

const dayMs = 86_400_000;
/** Who was matched with whom is known for half a year, so that people meet others. */
const pairsDays = 183;

/**
 * Drops everything older than `RETENTION` allows, or than the place where it was said allows. The fact that
 * an answer was given, and when, stays: streaks and counts need it. Codes that link accounts go once they are over,
 * entries of the audit log with the evaluations of their time, and rounds of practice partners after half a year.
 */
export async function applyRetention(
  parts: {
    store: Store;
    config: Pick<Config, 'RETENTION' | 'TIME_ZONE'>;
    now: () => Date;
    standIns: Pick<StandIns, 'expired'>;
  },
  signal: AbortSignal,
): Promise<Dropped> {
  const { store, now } = parts;
  const dropped: Dropped = { sounds: 0, answers: 0, evaluations: 0 };
  const at = now();
  // An answer that is still being given is never too old.
  const aDayAtLeast = (days: number) => daysAgo(Math.max(1, days));
  const daysAgo = (days: number) => new Date(at.getTime() - days * dayMs).toISOString();
  for (const tenant of await tenantsOf(store.db)) {
    const { audioDays, transcriptsDays, evaluationsDays } = await retentionOf(parts, tenant);
    dropped.sounds += await dropSounds(store, tenant, { before: daysAgo(audioDays), signal });
    dropped.answers += await emptyAnswers(store, tenant, {
      before: aDayAtLeast(transcriptsDays),
      now: at.toISOString(),
      reworded: parts.standIns.expired,
      signal,
    });
    dropped.evaluations += await dropEvaluations(store, tenant, {
      before: aDayAtLeast(evaluationsDays),
      signal,
    });
  }
  // Whoever manages a place cannot shorten how long their own deeds are known.
  const before = aDayAtLeast(parts.config.RETENTION.evaluationsDays);
  const deeds = await store.transaction((trx) => dropAuditEntries(trx, before));
  const codes = await store.transaction((trx) => dropCodesUntil(trx, at.toISOString()));
  const rounds = await store.transaction(async (trx) => {
    await dropPracticeAnswers(trx, daysAgo(1));
    return await dropPairRounds(trx, daysAgo(pairsDays));
  });
  if (dropped.sounds + dropped.answers + dropped.evaluations + codes + deeds + rounds > 0)
    await store.maintenance.tidy();
  return dropped;
}
