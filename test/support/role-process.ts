import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { Role } from '../../src/role.ts';
import type { Discord } from '../servers/discord/discord.ts';
import type { ChildMessage } from './discord-child.ts';

/** One role of the program in a process of its own. `told`: how often it said something of this kind. */
export function roleOf(
  discord: Discord,
  role: Role,
  folder: string,
  environment: Record<string, string> = {},
) {
  const child: ChildProcess = fork(fileURLToPath(new URL('./discord-child.ts', import.meta.url)), {
    env: {
      ...process.env,
      // A worker has no token.
      ...(role === 'worker' ? {} : discord.environment),
      DATABASE_URL: `sqlite:${folder}/greenroom.db`,
      FOLLOW_UP_DEPTH: '0',
      ROLE: role,
      ...environment,
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const said: ChildMessage['type'][] = [];
  child.on('message', ({ type }: ChildMessage) => {
    said.push(type);
    discord.world.changed();
  });
  return {
    told: (type: ChildMessage['type']) => said.filter((one) => one === type).length,
    async kill(): Promise<void> {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}
