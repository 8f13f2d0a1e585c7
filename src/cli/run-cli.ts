import { randomUUID } from 'node:crypto';
import { CommanderError } from 'commander';
import { wantsDetails } from '../config.ts';
import { isCoachError } from '../errors.ts';
import { englishWording, type Wording } from '../wording/wording.ts';
import { createProgram } from './program.ts';
import { printError } from './setting.ts';

/** 0 done · 1 failed · 2 wrong usage. Errors go to standard error as one sentence that says what to do. */
export async function runCli(words: string[], wording: Wording = englishWording): Promise<number> {
  // The reader of our output may close it early, as `head` does: that is not our error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
  });
  try {
    const program = createProgram(wording);
    await program.parseAsync(words.length === 0 ? ['start'] : words, { from: 'user' });
    return typeof process.exitCode === 'number' ? process.exitCode : 0;
  } catch (error) {
    return exitCodeOf(error, wording);
  }
}

function exitCodeOf(error: unknown, wording: Wording): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (isCoachError(error)) {
    printError(wording.fault(error));
    return error.code === 'bad_input' || error.code === 'bad_config' ? 2 : 1;
  }
  printError(wording.say('cli.unexpected', { faultId: randomUUID().slice(0, 8) }));
  if (wantsDetails()) process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  return 1;
}
