import { statSync } from 'node:fs';
import { type CatalogueModel, locateFile, type ModelFile } from '../catalogue.ts';
import { digestOf, isAsPinned, isPinned, recordOf } from './checksums.ts';
import { defectOfForm, type FileDefect } from './file-form.ts';

export type Verified = {
  name: string;
  state: 'right' | 'announced' | 'unverified' | 'damaged' | 'incomplete' | 'absent';
  /** What is wrong, file by file. */
  defects: (FileDefect & { path: string })[];
  files: { path: string; bytes: number; sha256: string | null }[];
};

/**
 * Reads every byte of a model's files. `right`: they all have the checksums in the catalogue; `announced`:
 * they are what the hub or mirror announced; `unverified`: their form is right, but nobody says what their
 * checksums should be.
 */
export async function verifyModel(
  folder: string,
  model: CatalogueModel,
  signal?: AbortSignal,
): Promise<Verified> {
  const defects: Verified['defects'] = [];
  const files: Verified['files'] = [];
  let vouched = true;
  const pinned = model.files.every(isPinned);
  for (const file of model.files) {
    const path = locateFile(folder, model, file);
    if (path === undefined) continue;
    const defect = await defectOfFile(folder, file, path, signal);
    if (defect) defects.push({ path: file.path, ...defect });
    const sha256 = await digestOf(path, 'sha256', signal && { signal }).catch(() => null);
    files.push({ path, bytes: statSync(path).size, sha256 });
    vouched &&= isPinned(file) || recordOf(folder, path)?.vouched === true;
  }
  const missing = model.files.filter((file) => locateFile(folder, model, file) === undefined);
  const absent = missing.length === model.files.length;
  const damaged = defects.length > 0;
  if (!absent) defects.push(...missing.map((file) => ({ path: file.path, defect: 'missing' as const })));
  const state = absent
    ? 'absent'
    : damaged
      ? 'damaged'
      : missing.length > 0
        ? 'incomplete'
        : pinned
          ? 'right'
          : vouched
            ? 'announced'
            : 'unverified';
  return { name: model.name, state, defects, files };
}

/** What is wrong with a file on disk. */
export async function defectOfFile(
  folder: string,
  file: ModelFile,
  path: string,
  signal?: AbortSignal,
): Promise<FileDefect | undefined> {
  try {
    const known = recordOf(folder, path);
    const { size } = statSync(path);
    if (known && known.bytes !== size) return { defect: 'size', bytes: size, expectedBytes: known.bytes };
    const defect = await defectOfForm(path);
    if (defect) return defect;
    if (!(await isAsPinned(path, file, signal && { signal }))) return { defect: 'checksum' };
    const expected = known?.sha256;
    if (expected === undefined || isPinned(file)) return undefined;
    return (await digestOf(path, 'sha256', signal && { signal })) === expected
      ? undefined
      : { defect: 'checksum' };
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof Error && 'code' in error)) throw error;
    return { defect: 'unreadable' };
  }
}
