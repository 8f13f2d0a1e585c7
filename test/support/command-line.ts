import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

const main = join(import.meta.dirname, '../../src/main.ts');

export type Ended = { code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string };

export type CommandOptions = {
  /** Folder for the database. */
  data: string;
  input?: string;
  env?: Record<string, string>;
  /** Another entry point than the source. */
  program?: string;
  /** Options of Node itself. */
  node?: readonly string[];
  /** The user it runs as; only root may choose. */
  uid?: number;
  /** Without a home and folders of its own. */
  bare?: boolean;
};

/** The program as a person starts it: a process of its own with an environment of its own. */
export function startCommand(words: readonly string[], options: CommandOptions) {
  const child = spawn(process.execPath, [...(options.node ?? []), options.program ?? main, ...words], {
    cwd: options.bare ? '/' : options.data,
    env: {
      PATH: process.env.PATH,
      ...(!options.bare && {
        HOME: options.data,
        GREENROOM_DATA: options.data,
        GREENROOM_MODELS: join(options.data, 'models'),
      }),
      NO_COLOR: '1',
      ...options.env,
    },
    ...(options.uid !== undefined && { uid: options.uid, gid: options.uid }),
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.stderr += text;
  });
  child.stdin.on('error', () => undefined);
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, ...said }));
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  if (options.input !== undefined) child.stdin.end(options.input);
  return { child, said, ended };
}

export const runCommandLine = (words: readonly string[], options: CommandOptions): Promise<Ended> =>
  startCommand(words, { input: '', ...options }).ended;
