import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Runs a program to its end and returns what it wrote; throws with its last lines when it fails. */
export async function runProgram(
  command: string,
  args: string[],
  cwd: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, faults] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    faults = (faults + text).slice(-2000);
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${command} ${args[0]} failed:\n${faults}`);
  return out;
}
