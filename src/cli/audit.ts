import type { AuditEntry } from '../domain.ts';
import { auditEntries } from '../store/audit-entries.ts';
import { openStore } from '../store/open-store.ts';
import type { Wording } from '../wording/wording.ts';
import { openQuietSetting, printJson, printLine } from './setting.ts';

const usualLimit = 100;

/** Prints what people who manage servers and workspaces did, newest first. */
export async function printAudit(
  options: { tenant?: string; limit?: number; json?: boolean },
  wording: Wording,
): Promise<void> {
  const { config } = openQuietSetting();
  const store = await openStore(config.DATABASE_URL);
  try {
    const { tenant, limit = usualLimit } = options;
    const entries = await auditEntries(store, { tenant, limit });
    if (options.json === true) printJson(entries);
    else if (entries.length === 0) printLine(wording.say('cli.audit.none'));
    else for (const entry of entries) printLine(lineOf(entry, wording));
  } finally {
    await store.close();
  }
}

function lineOf({ at, tenant, userId, action, subject, change }: AuditEntry, { say }: Wording): string {
  const line = say('cli.audit.entry', {
    at: at.slice(0, 16).replace('T', ' '),
    tenant,
    user: userId ?? say('cli.audit.forgotten'),
    what: say(`cli.audit.${action}`, { subject }),
  });
  if (change === undefined) return line;
  const word = (value: string | null) => value ?? say('cli.audit.default');
  return `${line} ${say('cli.audit.change', { from: word(change.from), to: word(change.to) })}`;
}
