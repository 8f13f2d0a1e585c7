/** What `doctor` finds out about a store without changing it. */
import type { FaultKey, FaultValues } from '../errors.ts';
import type { GenerationTotals } from './generation-counts.ts';
import type { Lease } from './leases.ts';
import type { MaintenanceRun } from './maintenance.ts';
import type { FairCounts } from './ratings.ts';

export type StoreInspection = {
  /** The path of the file, or the address of the server without its password. */
  name: string;
  exists: boolean;
  /** How many migrations were applied. */
  migrations: number;
  /** One sentence that says what is wrong, or null. */
  problem: { fault: FaultKey; values: FaultValues } | null;
  /** When old data was last dropped, and the last backup made. */
  maintenance: MaintenanceRun[];
  /** What running processes hold, and tell of themselves; on SQLite they are all on this machine. */
  leases: Lease[];
  /** Files and folders of the store that other users of this machine can read. */
  loose: string[];
};

/** Usage figures: counts that belong to nobody. */
export type Use = { generated: GenerationTotals[]; fair: FairCounts };
