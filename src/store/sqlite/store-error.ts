import { SqliteError } from 'better-sqlite3';
import { CoachError, type FaultKey } from '../../errors.ts';

/** What a failure of SQLite means for the owner; any other error as it is. */
export function storeError(error: unknown, path: string): unknown {
  if (!(error instanceof SqliteError)) return error;
  const fault = faultOf(error.code);
  return fault === null ? error : new CoachError('store_unavailable', fault, { path }, { cause: error });
}

function faultOf(code: string): StoreFault | null {
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return 'fault.store-locked';
  if (code.startsWith('SQLITE_FULL') || code === 'SQLITE_IOERR_WRITE') return 'fault.store-disk-full';
  if (code.startsWith('SQLITE_READONLY') || code === 'SQLITE_PERM') return 'fault.store-not-writable';
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return 'fault.store-damaged';
  if (code.startsWith('SQLITE_CANTOPEN')) return 'fault.store-not-openable';
  if (code.startsWith('SQLITE_IOERR')) return 'fault.store-disk';
  return null;
}

type StoreFault = Extract<FaultKey, `fault.store-${string}`>;
