import { withoutPasswords } from '../given-text.ts';
import { moveToAddress } from '../store/move/move-to-address.ts';
import type { Wording } from '../wording/wording.ts';
import { openQuietSetting, printJson, printLine } from './setting.ts';

/** Moves the store to another database. Run again after an interruption, it goes on where it stopped. */
export async function migrateTo(
  address: string,
  options: { json?: boolean },
  { say }: Wording,
): Promise<void> {
  const { config } = openQuietSetting();
  const target = withoutPasswords(address);
  const moved = await moveToAddress(config.DATABASE_URL, address, {
    onTable: ({ table, rows }) => {
      if (options.json !== true && rows > 0) printLine(say('cli.migrate-to.table', { table, rows }));
    },
  });
  if (options.json === true) printJson({ target, ...moved });
  else printLine(say('cli.migrate-to.done', { target, jobs: moved.jobs }));
}
