import { statSync } from 'node:fs';
import { mkdir, rm, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Config } from '../../config.ts';
import { CoachError } from '../../errors.ts';
import { type CatalogueModel, locateFile, type ModelFile, pathOfFile } from '../catalogue.ts';
import { type ChecksumRecord, digestOf, recordOf, remember } from './checksums.ts';
import { type DownloadTiming, downloadFile } from './download-file.ts';
import { hubOf } from './hub.ts';
import { partialBytes } from './partial-file.ts';
import { createProgressMeter, type PullProgress } from './progress-meter.ts';
import { describeFault } from './say-what-failed.ts';
import { useProxyOfEnvironment } from './use-proxy.ts';
import { faultOfFile } from './verify-model.ts';

export type PullOptions = DownloadTiming & {
  signal?: AbortSignal;
  onProgress?: (progress: PullProgress) => void;
  /** Bytes that are free where the models go; asked of the file system by default. */
  freeBytes?: (folder: string) => Promise<number>;
};

export type Pulled = {
  name: string;
  /** Files that came now; the others were there and right. */
  files: number;
  /** Bytes of the whole model on disk. */
  bytes: number;
  /** False when nobody vouched for the content of at least one file: then only its size and form were checked. */
  verified: boolean;
};

type PullSettings = Pick<Config, 'GREENROOM_MODELS' | 'HF_ENDPOINT' | 'HF_TOKEN' | 'MODELS_OFFLINE'>;

const filesAtOnce = 4;
/** Some room stays free for the database. */
const spareBytes = 50_000_000;

/**
 * Brings a model into the folder: files that are absent or damaged are fetched, several at once, checked, and moved into
 * place whole. Throws `network` or `bad_config` with one sentence; `.part` files stay, so that the next pull goes on.
 */
export async function pullModel(
  settings: PullSettings,
  model: CatalogueModel,
  options: PullOptions = {},
): Promise<Pulled> {
  const { GREENROOM_MODELS: folder } = settings;
  const wanted = await filesToFetch(folder, model, options.signal);
  if (wanted.length > 0 && settings.MODELS_OFFLINE) {
    throw new CoachError(
      'bad_config',
      `MODELS_OFFLINE=1 forbids downloads: unset it, or copy ${model.name} into ${folder} by hand.`,
    );
  }
  if (wanted.length > 0) await fetchAll(settings, model, wanted, options);
  const records = model.files.map((file) => recordOf(folder, locateFile(folder, model, file) ?? ''));
  return {
    name: model.name,
    files: wanted.length,
    bytes: records.reduce((sum, record) => sum + (record?.bytes ?? 0), 0),
    verified: records.every((record) => record?.vouched === true),
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
    if (path === undefined || (await faultOfFile(folder, file, path, signal)) !== undefined)
      wanted.push(file);
    else if (!recordOf(folder, path)) {
      // Put there by hand: from now on it is known, so that damage is noticed later.
      const sha256 = await digestOf(path, 'sha256', signal && { signal });
      remember(folder, path, { bytes: statSync(path).size, sha256, vouched: sha256 === file.sha256 });
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
    throw new CoachError(
      'network',
      `${model.name} needs ${megabytes(bytes)} on the disk, and ${megabytes(Math.max(0, free - spareBytes))} are free; make room, or set GREENROOM_MODELS to another disk.`,
    );
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
    throw new CoachError(
      'network',
      `${new URL(hub.endpoint).host} has no ${file.path} in ${model.repository}; check HF_ENDPOINT.`,
    );
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
    throw describeFault(error, hub, model.name);
  } finally {
    restore();
  }
}

/** A file of the other name that is still there is an older, damaged one. */
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

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1_000_000)} MB`;
