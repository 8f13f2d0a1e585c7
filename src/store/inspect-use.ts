import { existsSync } from 'node:fs';
import SqliteFile from 'better-sqlite3';
import { type GenerationTotals, generationTotals } from './generation-counts.ts';
import { type FairCounts, fairCounts } from './ratings.ts';

export type Use = { generated: GenerationTotals[]; fair: FairCounts };

/** Usage figures so far, read without changing the database. Null if there are none or it cannot be read. */
export function inspectUse(url: string): Use | null {
  const path = url.replace(/^sqlite:/, '');
  if (!existsSync(path)) return null;
  try {
    const sqlite = new SqliteFile(path, { readonly: true });
    try {
      return { generated: generationTotals(sqlite), fair: fairCounts(sqlite) };
    } finally {
      sqlite.close();
    }
  } catch (error) {
    // An older or damaged database: `inspectStore` says so.
    if (error instanceof SqliteFile.SqliteError) return null;
    throw error;
  }
}
