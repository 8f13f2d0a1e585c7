/** What is known about the files in the models folder: its `checksums.json`, written by every download. */
import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { z } from 'zod';
import type { ModelFile } from '../catalogue.ts';

const record = z.object({
  bytes: z.number(),
  sha256: z.string(),
  /** Whether the hub or the catalogue confirmed this content; otherwise it is only what was found. */
  vouched: z.boolean(),
});
export type ChecksumRecord = z.infer<typeof record>;

const records = z.record(z.string(), record);
const pathIn = (folder: string) => join(folder, 'checksums.json');
const keyOf = (folder: string, path: string) => relative(folder, path).split(sep).join('/');

export const recordOf = (folder: string, path: string): ChecksumRecord | undefined =>
  read(folder)[keyOf(folder, path)];

/**
 * Remembers the checksum of a file; null forgets it. Synchronous, so that files that finish together do not
 * overwrite each other's entry.
 */
export function remember(folder: string, path: string, known: ChecksumRecord | null): void {
  const all = new Map(Object.entries(read(folder)));
  if (!known && !all.has(keyOf(folder, path))) return;
  if (known) all.set(keyOf(folder, path), known);
  else all.delete(keyOf(folder, path));
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${pathIn(folder)}.new`, `${JSON.stringify(Object.fromEntries(all), null, 2)}\n`);
  renameSync(`${pathIn(folder)}.new`, pathIn(folder));
}

function read(folder: string): z.infer<typeof records> {
  try {
    return records.parse(JSON.parse(readFileSync(pathIn(folder), 'utf8')));
  } catch {
    return {}; // absent or damaged: nothing is known then, and callers can handle that
  }
}

/** Whether the catalogue knows a file's checksum: then what a hub or mirror says does not count. */
export const isPinned = ({ sha256, sha1 }: Pick<ModelFile, 'sha256' | 'sha1'>): boolean =>
  sha256 !== null || sha1 !== null;

/** Whether a file has every checksum that the catalogue gives; true where it gives none. */
export async function isAsPinned(
  path: string,
  { sha256, sha1 }: Pick<ModelFile, 'sha256' | 'sha1'>,
  options: { signal?: AbortSignal } = {},
): Promise<boolean> {
  if (sha256 !== null && (await digestOf(path, 'sha256', options)) !== sha256) return false;
  return sha1 === null || (await digestOf(path, 'sha1', options)) === sha1;
}

/** SHA-256 of a file in hex and, with `prefix`, the SHA-1 that git uses for it. */
export async function digestOf(
  path: string,
  algorithm: 'sha256' | 'sha1',
  { prefix = '', signal }: { prefix?: string; signal?: AbortSignal } = {},
): Promise<string> {
  const hash = createHash(algorithm).update(prefix);
  for await (const chunk of createReadStream(path, signal && { signal })) hash.update(chunk);
  return hash.digest('hex');
}
