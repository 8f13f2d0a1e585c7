/** What every command starts from: the settings, a quiet log, and who is using this terminal. */

import { userInfo } from 'node:os';
import { type Config, loadEnvironmentFile, readConfig } from '../config.ts';
import type { TenantId } from '../domain.ts';
import { visibleJson, visibleText, withoutPasswords } from '../given-text.ts';
import { type Log, openLog } from '../log.ts';

export const terminalTenant: TenantId = 'terminal:local';

export function openSetting(): { config: Config; log: Log } {
  loadEnvironmentFile();
  const config = readConfig();
  return { config, log: openLog(config.LOG_LEVEL, undefined, config.LOG_FORMAT) };
}

/**
 * For commands that talk to a person: their output is not mixed with the log, unless more logging was asked
 * for.
 */
export function openQuietSetting(): { config: Config; log: Log } {
  loadEnvironmentFile();
  const config = readConfig();
  const level = config.LOG_LEVEL === 'info' ? 'error' : config.LOG_LEVEL;
  return { config, log: openLog(level, undefined, config.LOG_FORMAT) };
}

export function terminalUser(given?: string): string {
  if (given !== undefined && given.trim() !== '') return given.trim();
  try {
    return userInfo().username;
  } catch {
    return 'me'; // an account without a name, as in some containers
  }
}

export const printJson = (value: unknown): void => {
  process.stdout.write(`${visibleJson(JSON.stringify(value))}\n`);
};

export const printLine = (text = ''): void => {
  process.stdout.write(`${text.split(colour).map(visibleUnlessColour).join('')}\n`);
};

/** Colours are ours, and the only control sequences that printed text may contain. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one
const colour = /(\u001b\[[\d;]*m)/;
const visibleUnlessColour = (part: string, index: number) => (index % 2 === 1 ? part : visibleText(part));

/** What went wrong, on standard error. */
export const printError = (text: string): void => {
  process.stderr.write(`greenroom: ${withoutPasswords(visibleText(text))}\n`);
};

/** Colours are for people at a terminal who have not set NO_COLOR. */
export const wantsColours = (): boolean => process.stdout.isTTY === true && process.stdout.hasColors();
