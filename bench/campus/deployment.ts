/** A deployment in small: a PostgreSQL of its own, Discord's stand-in, processes that talk to it and processes that work. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { leanEnvironment, leanFlags } from '../../bin/lean-node.mjs';
import { type Discord, startDiscord } from '../../test/servers/discord/discord.ts';
import { postgresPrograms, startCluster } from '../../test/support/postgres-cluster.ts';

export type Kind = { role: 'bots'; shards: string } | { role: 'worker' };

export type Deployment = {
  discord: Discord;
  url: string;
  /** Starts one more process. */
  start(kind: Kind, environment?: Record<string, string>): Running;
  /** Those that run now. */
  running(): readonly Running[];
  /** Resolves when every shard is served and the commands are there. */
  ready(): Promise<void>;
};
export type Running = { kind: Kind; kill(): Promise<void> };

export const shardCount = 4;
const script = fileURLToPath(new URL('../../test/support/discord-child.ts', import.meta.url));

/** People practise each in a channel of their own; the servers stand on different shards. */
export async function withDeployment<Result>(
  { people, guilds = shardCount }: { people: readonly string[]; guilds?: number },
  work: (deployment: Deployment) => Promise<Result>,
): Promise<Result> {
  const programs = postgresPrograms();
  if (programs === null) throw new Error('This bench needs PostgreSQL on this machine.');
  const cluster = await startCluster(programs);
  const folder = mkdtempSync(join(tmpdir(), 'greenroom-campus-'));
  const url = await cluster.createDatabase();
  const discord = await startDiscord({
    users: [...people],
    guilds: Array.from({ length: guilds }, (_, at) => ({
      name: `Guild ${at}`,
      channels: people
        .filter((_name, index) => index % guilds === at)
        .map((name) => ({ name: `room-${name}`, type: 'text' as const })),
    })),
  });
  const children = new Set<Running>();
  const deployment: Deployment = {
    discord,
    url,
    running: () => [...children],
    start(kind, environment = {}) {
      const child: ChildProcess = fork(script, {
        env: {
          ...leanEnvironment(),
          ...process.env,
          ...(kind.role === 'bots' && { ...discord.environment, DISCORD_SHARDS: kind.shards }),
          ROLE: kind.role,
          DATABASE_URL: url,
          GREENROOM_DATA: folder,
          GREENROOM_MODELS: join(folder, 'models'),
          FOLLOW_UP_DEPTH: '0',
          LEASE_MS: '15000',
          ...environment,
        },
        execArgv: [...leanFlags],
        stdio: ['ignore', process.env.SHOW ? 'inherit' : 'ignore', 'inherit', 'ipc'],
      });
      const self: Running = {
        kind,
        async kill() {
          children.delete(self);
          const gone = once(child, 'exit');
          if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL')) await gone;
        },
      };
      children.add(self);
      return self;
    },
    async ready() {
      const { log, commands } = discord.world;
      const served = (shard: number) =>
        log.some(
          ({ kind, shard: one }) => kind === 'gateway.identified' && String(one) === `${shard},${shardCount}`,
        );
      await discord.until(
        'the shards',
        () => [...Array(shardCount).keys()].every(served) && commands.global.size > 0,
        180_000,
      );
      await sleep(3_000);
    },
  };
  try {
    return await work(deployment);
  } finally {
    await Promise.all([...children].map((child) => child.kill()));
    await discord.stop();
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
