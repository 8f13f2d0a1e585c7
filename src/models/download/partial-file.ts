/**
 * A file being downloaded: `NAME.part`, with `NAME.part.json` saying which version of the file it belongs to.
 */
import { readFileSync, statSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { z } from 'zod';

const origin = z.object({ mark: z.string(), etag: z.string().nullable() });
export type Origin = z.infer<typeof origin>;

export const partialPath = (target: string): string => `${target}.part`;

/** Bytes of a download that was interrupted; 0 when there is none. */
export const partialBytes = (target: string): number =>
  statSync(partialPath(target), { throwIfNoEntry: false })?.size ?? 0;

export function originOf(target: string): Origin | null {
  try {
    return origin.parse(JSON.parse(readFileSync(`${partialPath(target)}.json`, 'utf8')));
  } catch {
    return null; // never written, or half-written: the download starts over
  }
}

export const saveOrigin = (target: string, from: Origin): Promise<void> =>
  writeFile(`${partialPath(target)}.json`, JSON.stringify(from));

export async function dropPartial(target: string): Promise<void> {
  await rm(partialPath(target), { force: true });
  await rm(`${partialPath(target)}.json`, { force: true });
}

/** In one step, so that a model file is never half-written. */
export async function putInPlace(target: string): Promise<void> {
  await rename(partialPath(target), target);
  await rm(`${partialPath(target)}.json`, { force: true });
}
