import type { Platform } from '../domain.ts';

/** How somebody says yes to an option of a command, as their platform writes commands. */
export const sayYesTo = (platform: Platform, command: string, option: string): string =>
  platform === 'discord' ? `/${command} ${option}:True` : `/${command} ${option}=yes`;
