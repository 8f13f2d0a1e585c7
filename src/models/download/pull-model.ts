import { statSync } from 'node:fs';
import { mkdir, rm, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Config } from '../../config.ts';
import { CoachError } from '../../errors.ts';
import { type CatalogueModel, locateFile, type ModelFile, pathOfFile } from '../catalogue.ts';
import { type ChecksumRecord, digestOf, isPinned, recordOf, remember } from './checksums.ts';
import { downloadFault } from './download-faults.ts';
import { type DownloadTiming, downloadFile } from './download-file.ts';
import { hubOf } from './hub.ts';
import { partialBytes } from './partial-file.ts';
import { createProgressMeter, type PullProgress } from './progress-meter.ts';
import { useProxyOfEnvironment } from './use-proxy.ts';
import { defectOfFile } from './verify-model.ts';

export type PullOptions = DownloadTiming & {
  signal?: AbortSignal;
  onProgress?: (progress: PullProgress) => void;
  /** Free bytes where the models are saved; by default the file system is asked. */
  freeBytes?: (folder: string) => Promise<number>;
};

export type Pulled = {
  name: string;
  /** Files downloaded now; the others were already there and correct. */
  files: number;
  /** Bytes of the whole model on disk. */
  bytes: number;
  /** Whether the catalogue knows the checksum of every file, and they have it. */
  verified: boolean;
  /** Whether every file is what the hub or mirror announced. A dishonest mirror passes this check too. */
  announced: boolean;
};

type PullSettings = Pick<Config, 'GREENROOM_MODELS' | 'HF_ENDPOINT' | 'HF_TOKEN' | 'MODELS_OFFLINE'>;

const filesAtOnce = 4;
/** Some room stays free for the database. */
const spareBytes = 50_000_000;

/**
 * Installs a model: absent or damaged files are fetched, several at once, checked, and moved into place
 * whole. Throws `network` or `bad_config`; `.part` files stay, so that the next pull continues them.
 */
export async function pullModel(
  settings: PullSettings,
  model: CatalogueModel,
  options: PullOptions = {},
): Promise<Pulled> {
  const { GREENROOM_MODELS: folder } = settings;
  const wanted = await filesToFetch(folder, model, options.signal);
  if (wanted.length > 0 && settings.MODELS_OFFLINE) {
    throw new CoachError('bad_config', 'fault.downloads-forbidden', { model: model.name, folder });
  }
  if (wanted.length > 0) await fetchAll(settings, model, wanted, options);
  const records = model.files.map((file) => recordOf(folder, locateFile(folder, model, file) ?? ''));
  return {
    name: model.name,
    files: wanted.length,
    bytes: records.reduce((sum, record) => sum + (record?.bytes ?? 0), 0),
    verified: model.files.every(isPinned),
    announced: records.every((record) => record?.vouched === true),
  };
}

async function filesToFetch(
  folder: string,
  model: CatalogueModel,
  signal?: AbortSignal,
): Promise<ModelFile[]> {
  const wanted: ModelFile[] = [];
  for (const file of model.files) {
    const path = locateFile(folder, model, file);
    if (path === undefined || (await defectOfFile(folder, file, path, signal)) !== undefined)
      wanted.push(file);
    else if (!recordOf(folder, path)) {
      // Put there by hand: its checksum is recorded, so that later damage is noticed.
      const sha256 = await digestOf(path, 'sha256', signal && { signal });
      remember(folder, path, { bytes: statSync(path).size, sha256, vouched: isPinned(file) });
    }
  }
  return wanted;
}

async function fetchAll(
  settings: PullSettings,
  model: CatalogueModel,
  files: readonly ModelFile[],
  { signal, onProgress = () => undefined, freeBytes = freeBytesOf, ...timing }: PullOptions,
): Promise<void> {
  const { GREENROOM_MODELS: folder } = settings;
  const hub = hubOf(settings);
  const targetOf = (path: string) => pathOfFile(folder, model, path);
  const meter = createProgressMeter(
    model.name,
    files.map((file) => ({ key: file.path, done: partialBytes(targetOf(file.path)), total: file.bytes })),
    onProgress,
  );
  const checkRoom = async (bytes: number) => {
    const free = await freeBytes(folder);
    if (free >= bytes + spareBytes) return;
    const freeMb = megabytes(Math.max(0, free - spareBytes));
    const values = { model: model.name, neededMb: megabytes(bytes), freeMb };
    throw new CoachError('network', 'fault.disk-too-small', values);
  };
  const failing = new AbortController();
  const both = signal ? AbortSignal.any([signal, failing.signal]) : failing.signal;
  const fetchOne = async (file: ModelFile) => {
    for (const path of [file.path, ...(file.orPath ? [file.orPath] : [])]) {
      const target = targetOf(path);
      await mkdir(dirname(target), { recursive: true });
      const known = await downloadFile({
        ...{ hub, model, file, path, target, checkRoom, signal: both, ...timing },
        onBytes: (done, total) => meter.moved(file.path, done, total),
      });
      if (known) return await keep(folder, model, file, path, known);
    }
    const host = new URL(hub.endpoint).host;
    const values = { host, path: file.path, repository: model.repository };
    throw new CoachError('network', 'fault.hub-lacks-file', values);
  };
  const restore = useProxyOfEnvironment();
  let fault: unknown;
  try {
    await mkdir(folder, { recursive: true });
    await checkRoom(files.reduce((sum, file) => sum + file.bytes - partialBytes(targetOf(file.path)), 0));
    const waiting = [...files];
    await Promise.all(
      Array.from({ length: filesAtOnce }, async () => {
        for (let file = waiting.shift(); file; file = waiting.shift()) {
          await fetchOne(file).catch((error) => {
            fault ??= error;
            failing.abort(error);
          });
        }
      }),
    );
    signal?.throwIfAborted();
    if (fault !== undefined) throw fault;
  } catch (error) {
    signal?.throwIfAborted();
    throw downloadFault(error, hub, model.name);
  } finally {
    restore();
  }
}

/** A file that still has the other name is an older, damaged one. */
async function keep(
  folder: string,
  model: CatalogueModel,
  file: ModelFile,
  path: string,
  known: ChecksumRecord,
): Promise<void> {
  for (const other of [file.path, file.orPath]) {
    if (other === undefined || other === path) continue;
    await rm(pathOfFile(folder, model, other), { force: true });
    remember(folder, pathOfFile(folder, model, other), null);
  }
  remember(folder, pathOfFile(folder, model, path), known);
}

async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

const megabytes = (bytes: number): number => Math.ceil(bytes / 1_000_000);
