import { homedir } from 'node:os';
import { join } from 'node:path';

/** No shell reads the settings file, so nothing else replaces `~` with the home folder. */
export const withHome = (path: string): string =>
  /^~(\/|$)/.test(path) ? join(homedir(), path.slice(1)) : path;
