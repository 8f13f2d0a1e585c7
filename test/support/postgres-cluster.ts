/**
 * A PostgreSQL of our own for tests, where its programs are on the machine: in a temporary folder, reached by a socket
 * in it, and gone with the tests. Nothing of it is safe from a crash, which makes it fast.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

export type Cluster = {
  /** The address of a new database: empty, or a copy of the one at another address. */
  createDatabase(template?: string): Promise<string>;
  stop(): Promise<void>;
};

/** The newest programs that are installed; null where there are none. */
export function postgresPrograms(): string | null {
  const found = ['/usr/lib/postgresql', '/usr/pgsql', '/opt/homebrew/opt']
    .flatMap((folder) =>
      existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name, 'bin')) : [],
    )
    .filter((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
  return found.toSorted((one, other) => one.localeCompare(other, 'en', { numeric: true })).at(-1) ?? null;
}

/** With a certificate it also listens on a port of this machine, where it speaks TLS. */
export async function startCluster(
  programs: string,
  {
    settings = [],
    tls,
  }: { settings?: string[]; tls?: { port: number; certificate: string; key: string } } = {},
): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), 'greenroom-pg-'));
  const owner = otherUser();
  if (owner) chownSync(folder, owner.uid, owner.gid);
  const data = join(folder, 'data');
  execFileSync(
    join(programs, 'initdb'),
    ['-D', data, '-U', 'greenroom', '--auth=trust', '--encoding=UTF8', '--no-sync', '--locale=C.UTF-8'],
    { ...owner, cwd: folder, stdio: 'ignore' },
  );
  const fast = ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off', 'autovacuum=off'];
  const small = [
    'shared_buffers=32MB',
    'max_connections=200',
    'listen_addresses=',
    `unix_socket_directories=${folder}`,
  ];
  const secret = (name: string, content: string) => {
    const path = join(folder, name);
    writeFileSync(path, content, { mode: 0o600 });
    if (owner) chownSync(path, owner.uid, owner.gid);
    return path;
  };
  const encrypted = tls
    ? [
        'ssl=on',
        'listen_addresses=localhost',
        `port=${tls.port}`,
        `ssl_cert_file=${secret('server.crt', tls.certificate)}`,
        `ssl_key_file=${secret('server.key', tls.key)}`,
      ]
    : [];
  const server = spawn(
    join(programs, 'postgres'),
    ['-D', data, ...[...fast, ...small, ...encrypted, ...settings].flatMap((setting) => ['-c', setting])],
    { ...owner, cwd: folder, stdio: 'ignore' },
  );
  // A test process that ends too soon leaves no server behind.
  const onExit = () => server.kill('SIGQUIT');
  process.once('exit', onExit);
  const addressOf = (name: string) =>
    `postgres://greenroom@localhost:${tls?.port ?? 5432}/${name}?host=${folder}`;
  await answering(addressOf('postgres'));
  let made = 0;
  return {
    async createDatabase(template = 'postgres://localhost/template1') {
      const name = `test_${process.pid}_${++made}`;
      await asked(
        addressOf('postgres'),
        `create database ${name} template ${new URL(template).pathname.slice(1)}`,
      );
      return addressOf(name);
    },
    async stop() {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGQUIT');
      await ended;
      process.off('exit', onExit);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL refuses to run as root. */
function otherUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((which) =>
      Number(spawnSync('id', [which, name]).stdout.toString() || 'x'),
    );
    if (uid !== undefined && gid !== undefined && uid > 0) return { uid, gid };
  }
  throw new Error('There is no other user to run PostgreSQL as');
}

async function asked(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

async function answering(url: string): Promise<void> {
  const giveUpAt = Date.now() + 60_000;
  for (;;) {
    try {
      return await asked(url, 'select 1');
    } catch (error) {
      if (Date.now() > giveUpAt) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
