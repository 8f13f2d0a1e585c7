import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openPostgres } from '../../src/store/postgres/open-postgres.ts';
import { found } from '../support/engines.ts';
import { postgresPrograms, startCluster } from '../support/postgres-cluster.ts';
import { temporaryFolder, until } from '../support/temporary.ts';

const programs = postgresPrograms();
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

it.runIf(programs !== null && hasOpenssl)(
  'speaks TLS with PostgreSQL, also where one process tells the others, and refuses another server’s certificate',
  async () => {
    const [ours, other] = [makeCertificate(), makeCertificate()];
    const port = await freePort();
    const cluster = await startCluster(programs ?? '', {
      tls: { port, certificate: readFileSync(ours.certificate, 'utf8'), key: readFileSync(ours.key, 'utf8') },
    });
    onTestFinished(() => cluster.stop());
    const { pathname } = new URL(await cluster.createDatabase());
    const at = (host: string, mode: string) =>
      `postgres://greenroom@${host}:${port}${pathname}?sslmode=${mode}`;
    const isEncrypted = async (url: string) => {
      const store = await openPostgres(url, { connections: 2 });
      try {
        await until(() => store.notices.connected());
        const rows = await found<{ ssl: boolean }>(
          store,
          `select ssl from pg_stat_ssl join pg_stat_activity using (pid)
           where datname = current_database() and backend_type = 'client backend'`,
        );
        // One that listens, and at least the one that asks.
        expect(rows.length).toBeGreaterThan(1);
        return rows.every(({ ssl }) => ssl);
      } finally {
        await store.close();
      }
    };
    expect(await isEncrypted(at('localhost', 'require'))).toBe(true);
    expect(await isEncrypted(at('localhost', `verify-full&sslrootcert=${ours.certificate}`))).toBe(true);
    expect(await isEncrypted(at('127.0.0.1', `verify-ca&sslrootcert=${ours.certificate}`))).toBe(true);
    const refused = { code: 'store_unavailable', fault: 'fault.store-tls' };
    for (const url of [
      at('localhost', 'verify-full'),
      at('localhost', `verify-full&sslrootcert=${other.certificate}`),
      // It is made out to a name, not to this address.
      at('127.0.0.1', `verify-full&sslrootcert=${ours.certificate}`),
    ])
      await expect(openPostgres(url)).rejects.toMatchObject(refused);
  },
);

/** A key and a certificate for `localhost` that signs itself. */
function makeCertificate() {
  const folder = temporaryFolder();
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  execFileSync('openssl', ['req', '-x509', ...kind, ...name, '-keyout', key, '-out', certificate], {
    stdio: 'ignore',
  });
  return { key, certificate };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('There is no free port');
  return address.port;
}
