import { extname } from 'node:path';

/** The address of a script beside the module at `moduleUrl`, with that module's extension: `.ts` here, `.js` once built. */
export function siblingScript(moduleUrl: string, name: string): URL {
  return new URL(`./${name}${extname(new URL(moduleUrl).pathname)}`, moduleUrl);
}
