import type { Config } from '../../config.ts';
import { hostOf, probeServer } from '../../models/remote/open-servers.ts';
import type { Wording } from '../../wording/wording.ts';
import type { Check } from './check.ts';

const patienceMs = 3_000;

/** Each server that the settings name, and whether it answers. */
export async function checkServers(config: Config, { say }: Wording): Promise<Check[]> {
  if (config.MODELS === 'none') return [];
  const named = (['TRANSCRIBER', 'GENERATOR', 'ADVISER'] as const).flatMap((job) =>
    (config[`${job}_URL`] ?? []).map((url) => ({ setting: `${job}_URL`, url, key: config[`${job}_KEY`] })),
  );
  return await Promise.all(
    named.map(async ({ setting, url, key }): Promise<Check> => {
      const host = hostOf(url);
      const answers = await probeServer(url, key, AbortSignal.timeout(patienceMs)).then(
        () => true,
        () => false,
      );
      if (answers)
        return { name: 'server', status: 'ok', detail: say('doctor.server.answers', { host, setting }) };
      return {
        name: 'server',
        status: 'warn',
        detail: say('doctor.server.silent', { host, setting }),
        fix: say('doctor.server.fix', { setting }),
      };
    }),
  );
}
