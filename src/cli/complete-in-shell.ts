import completeCommander from '@bomb.sh/tab/commander';
import type { Command } from 'commander';

/**
 * Adds the command `complete`: `greenroom complete bash|zsh|fish|powershell` prints the script that makes the Tab key
 * complete commands, options and their choices. The script asks the program itself, so that it never gets old.
 */
export function completeInShell(program: Command, description: string, shells: string): void {
  completeCommander(program);
  const command = program.commands.find((each) => each.name() === 'complete');
  command?.description(description);
  for (const argument of command?.registeredArguments ?? []) argument.description = shells;
}
