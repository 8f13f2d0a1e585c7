import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { CoachError } from '../../errors.ts';
import { isPostgres } from '../is-postgres.ts';
import { openPostgres } from '../postgres/open-postgres.ts';
import { lockAlone } from '../sqlite/lock-alone.ts';
import { openSqlite } from '../sqlite/open-sqlite.ts';
import type { Store } from '../store.ts';
import { moveStore } from './move-store.ts';

/** Moves the store at one address to another; see `moveStore`. */
export async function moveToAddress(
  from: string,
  address: string,
  options: Parameters<typeof moveStore>[1] = {},
): ReturnType<typeof moveStore> {
  const to = absolute(address);
  if (to === from) throw new CoachError('bad_input', 'fault.move-to-itself');
  const path = pathOf(from);
  if (path !== null && !existsSync(path)) throw new CoachError('bad_input', 'fault.no-database', { path });
  // Nobody may be at work in it: what is said there later would stay behind.
  if (path !== null) lockAlone(path, 'fault.move-while-open')?.close();
  const source = await open(from);
  try {
    const target = await open(to);
    try {
      return await moveStore({ source, target }, options);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

const open = async (url: string): Promise<Store> =>
  isPostgres(url) ? await openPostgres(url, { application: 'greenroom-move' }) : openSqlite(url);

const pathOf = (url: string): string | null => (isPostgres(url) ? null : url.replace(/^sqlite:/, ''));

function absolute(address: string): string {
  if (isPostgres(address)) return address;
  if (!address.startsWith('sqlite:')) throw new CoachError('bad_input', 'fault.move-address');
  return `sqlite:${resolve(address.slice('sqlite:'.length))}`;
}
