import { statSync } from 'node:fs';
import { readdir, rm, rmdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type CatalogueModel, pathOfFile } from '../catalogue.ts';
import { remember } from './checksums.ts';
import { dropPartial, partialBytes } from './partial-file.ts';

/**
 * Removes the files of a model, including partial downloads, and folders that become empty. Returns how many
 * bytes that frees.
 */
export async function removeModel(folder: string, model: CatalogueModel): Promise<number> {
  let freed = 0;
  const paths = model.files.flatMap((file) => [file.path, ...(file.orPath ? [file.orPath] : [])]);
  for (const path of paths.map((each) => pathOfFile(folder, model, each))) {
    freed += (statSync(path, { throwIfNoEntry: false })?.size ?? 0) + partialBytes(path);
    await rm(path, { force: true });
    await dropPartial(path);
    remember(folder, path, null);
    await removeEmpty(dirname(path), folder);
  }
  return freed;
}

async function removeEmpty(inner: string, outer: string): Promise<void> {
  if (inner === outer || !inner.startsWith(outer)) return;
  const entries = await readdir(inner).catch(() => undefined);
  if (entries && entries.length > 0) return;
  if (entries) await rmdir(inner);
  await removeEmpty(dirname(inner), outer);
}
