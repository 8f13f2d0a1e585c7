/** Cleans up after an erasure, so that no data is left in free space, in the log or in backups. */
import { z } from 'zod';
import type { Config, Retention } from '../../config.ts';
import type { Remains, TenantId } from '../../domain.ts';
import { isCoachError } from '../../errors.ts';
import { settingsOf } from '../../store/settings.ts';
import type { Store } from '../../store/store.ts';
import { addDays, localDay, startOfDay } from '../progress/local-time.ts';

type Parts = { store: Store; config: Pick<Config, 'RETENTION' | 'TIME_ZONE'>; now: () => Date };

/** Rewriting more than this would take too long for a reply, so it is done at night. */
const usualAtOnceBytes = 256 * 1024 * 1024;
const quietHour = 3;

export const maintenanceQueue = 'maintenance';
export const eraseJob = z.object({ task: z.literal('erase'), personId: z.string() });

/**
 * Overwrites erased data in the database, its log and the backups that this program made: at once up to
 * `atOnceBytes` of files, otherwise at night. Returns what is left.
 */
export async function eraseTraces(
  parts: Parts,
  personId: string,
  { atOnceBytes = usualAtOnceBytes }: { atOnceBytes?: number } = {},
): Promise<Remains> {
  const { store } = parts;
  if ((await store.maintenance.bytes()) > atOnceBytes) {
    await eraseTonight(parts, personId);
    return { remains: 'large-files' };
  }
  try {
    await store.maintenance.rewrite();
  } catch (error) {
    if (!isCoachError(error)) throw error;
    await eraseTonight(parts, personId);
    return { remains: 'busy-database' };
  }
  const failed = await store.maintenance.eraseFromCopies([personId]);
  if (failed.length === 0) return { remains: 'count' };
  await eraseTonight(parts, personId);
  return { remains: 'backups', files: failed };
}

/** The id of an erased person says nothing about them; backups know them by it. */
export async function eraseTonight({ store, config, now }: Parts, personId: string): Promise<void> {
  const today = localDay(now(), config.TIME_ZONE);
  const tonight = [today, addDays(today, 1)]
    .map((day) => Date.parse(startOfDay(day, config.TIME_ZONE)) + quietHour * 3_600_000)
    .find((at) => at > now().getTime());
  await store.transaction((trx) =>
    store.queue.add(trx, {
      queue: maintenanceQueue,
      payload: { task: 'erase', personId } satisfies z.infer<typeof eraseJob>,
      ...(tonight === undefined ? {} : { runAt: new Date(tonight) }),
    }),
  );
}

/** How long data is kept in a place: as the owner says, or less if the place wants less. */
export async function retentionOf({ store, config }: Parts, tenant: TenantId): Promise<Retention> {
  const days = Number((await settingsOf(store.db, tenant)).get('retentionDays') ?? Number.NaN);
  const { audioDays, transcriptsDays, evaluationsDays } = config.RETENTION;
  const least = (limit: number) => (Number.isInteger(days) ? Math.min(limit, days) : limit);
  return {
    audioDays: least(audioDays),
    transcriptsDays: least(transcriptsDays),
    evaluationsDays: least(evaluationsDays),
  };
}
