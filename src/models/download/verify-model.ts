import { statSync } from 'node:fs';
import { type CatalogueModel, locateFile, type ModelFile } from '../catalogue.ts';
import { digestOf, recordOf } from './checksums.ts';
import { faultOfForm } from './form.ts';

export type Verified = {
  name: string;
  state: 'right' | 'unverified' | 'damaged' | 'incomplete' | 'absent';
  /** What is wrong, one sentence a file. */
  faults: string[];
  files: { path: string; bytes: number; sha256: string | null }[];
};

/**
 * Reads every byte of a model's files. `right`: all of them are what the catalogue or the hub said; `unverified`: their
 * form is right, and nobody has said what their checksums should be.
 */
export async function verifyModel(
  folder: string,
  model: CatalogueModel,
  signal?: AbortSignal,
): Promise<Verified> {
  const faults: string[] = [];
  const files: Verified['files'] = [];
  let vouched = true;
  for (const file of model.files) {
    const path = locateFile(folder, model, file);
    if (path === undefined) continue;
    const fault = await faultOfFile(folder, file, path, signal);
    if (fault !== undefined) faults.push(`${file.path} ${fault}.`);
    const sha256 = await digestOf(path, 'sha256', signal && { signal }).catch(() => null);
    files.push({ path, bytes: statSync(path).size, sha256 });
    vouched &&= file.sha256 !== null || recordOf(folder, path)?.vouched === true;
  }
  const missing = model.files.filter((file) => locateFile(folder, model, file) === undefined);
  const absent = missing.length === model.files.length;
  if (!absent) faults.push(...missing.map((file) => `${file.path} is missing.`));
  const damaged = faults.length > missing.length;
  const state = absent
    ? 'absent'
    : damaged
      ? 'damaged'
      : missing.length > 0
        ? 'incomplete'
        : vouched
          ? 'right'
          : 'unverified';
  return { name: model.name, state, faults, files };
}

/** What is wrong with a file on disk, as the end of a sentence. */
export async function faultOfFile(
  folder: string,
  file: ModelFile,
  path: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  try {
    const known = recordOf(folder, path);
    const { size } = statSync(path);
    if (known && known.bytes !== size) return `has ${size} bytes instead of ${known.bytes}`;
    const fault = await faultOfForm(path);
    if (fault !== undefined) return fault;
    const expected = file.sha256 ?? known?.sha256;
    if (expected === undefined) return undefined;
    return (await digestOf(path, 'sha256', signal && { signal })) === expected
      ? undefined
      : 'does not have the right checksum';
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof Error && 'code' in error)) throw error;
    return 'cannot be read';
  }
}
