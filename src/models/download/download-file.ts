import { open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { backoffMs } from '../../async/retry.ts';
import { isCoachError } from '../../errors.ts';
import type { CatalogueModel, ModelFile } from '../catalogue.ts';
import { type ChecksumRecord, digestOf, isAsPinned, isPinned } from './checksums.ts';
import {
  cutOff,
  downloadFault,
  hubRefusal,
  isTransient,
  isWrongContent,
  wrongContent,
} from './download-faults.ts';
import { defectOfForm } from './file-form.ts';
import { askHub, beginningOf, type Hub, type HubReply } from './hub.ts';
import { dropPartial, originOf, partialBytes, partialPath, putInPlace, saveOrigin } from './partial-file.ts';

export type DownloadTiming = {
  /** The wait before the second attempt; doubled for each further one. */
  retryDelayMs?: number;
  /** A connection that is silent for this long is given up. */
  silenceMs?: number;
};

export type FileDownload = DownloadTiming & {
  hub: Hub;
  model: CatalogueModel;
  file: ModelFile;
  /** The name that the hub may use for it. */
  path: string;
  /** Where it is saved. */
  target: string;
  signal: AbortSignal;
  /** How many bytes of this file have arrived, and of how many. */
  onBytes: (done: number, total: number) => void;
  /** Throws when there is no room for the file. */
  checkRoom: (bytes: number) => Promise<void>;
};

const mostAttempts = 4;
const longestWaitMs = 60_000;
/** A server that does not state the size may send this much more than the catalogue expects. */
const tolerance = 3;

/**
 * Fetches one file next to its final place, continuing an earlier download, then checks it and moves it into
 * place. Undefined when the hub has no such file. After a fault, the partial file can be continued, or is
 * removed.
 */
export async function downloadFile(download: FileDownload): Promise<ChecksumRecord | undefined> {
  const { target, signal, retryDelayMs = 500 } = download;
  let startedAnew = false;
  for (let attempt = 1; ; attempt++) {
    const before = partialBytes(target);
    try {
      const reply = await fetchRest(download);
      if (!reply) return undefined;
      const known = await check(download, reply);
      await putInPlace(target);
      return known;
    } catch (error) {
      signal.throwIfAborted();
      if (isWrongContent(error)) {
        await dropPartial(target);
        // The earlier part may have been the problem: try once more from the beginning.
        if (before === 0 || startedAnew) throw error;
        startedAnew = true;
        continue;
      }
      if (partialBytes(target) > before) attempt = 1;
      if (!isTransient(error) || attempt >= mostAttempts)
        throw downloadFault(error, download.hub, download.path);
      const asked = isCoachError(error) ? error.retryAfterMs : undefined;
      const waitMs = Math.min(
        asked ?? backoffMs(attempt, { firstMs: retryDelayMs, longestMs: longestWaitMs }),
        longestWaitMs,
      );
      await sleep(waitMs, undefined, { signal });
    }
  }
}

async function fetchRest(download: FileDownload): Promise<HubReply | undefined> {
  const { hub, model, file, path, target, signal, onBytes, checkRoom, silenceMs = 30_000 } = download;
  const origin = originOf(target);
  if (!origin) await dropPartial(target);
  const from = partialBytes(target);
  const silence = new AbortController();
  const alarm = setTimeout(() => silence.abort(new Error('silence')), silenceMs);
  const both = AbortSignal.any([signal, silence.signal]);
  try {
    const reply = await askHub(hub, model, path, { from, etag: origin?.etag ?? null, signal: both });
    const { response, mark, etag } = reply;
    if (response.status === 404) {
      await response.body?.cancel();
      return undefined;
    }
    if (response.status === 416) {
      await response.body?.cancel();
      const whole =
        from > 0 && mark === origin?.mark && /\/(\d+)$/.exec(response.headers.get('content-range') ?? '');
      if (whole && Number(whole[1]) === from) return { ...reply, bytes: from };
      throw wrongContent(path, { defect: 'changed' });
    }
    if (!response.ok || !response.body) {
      await response.body?.cancel();
      throw hubRefusal(response, hub, model);
    }
    if (/^text\/html/i.test(response.headers.get('content-type') ?? '')) {
      await response.body.cancel();
      throw wrongContent(path, { defect: 'webPage' });
    }
    const start = beginningOf(response);
    const goesOn = start === from && from > 0 && mark !== null && mark === origin?.mark;
    if (response.status === 206 && !goesOn) {
      await response.body.cancel();
      throw wrongContent(path, { defect: 'changed' });
    }
    await checkRoom((reply.bytes ?? file.bytes) - start);
    if (!goesOn) await dropPartial(target);
    if (mark !== null) await saveOrigin(target, { mark, etag });
    const handle = await open(partialPath(target), goesOn ? 'a' : 'w');
    let done = start;
    const limit = reply.bytes ?? Math.max(file.bytes * tolerance, 1_000_000);
    try {
      for await (const chunk of response.body) {
        alarm.refresh();
        if (done + chunk.byteLength > limit) throw wrongContent(path, { defect: 'tooLong' });
        await handle.appendFile(chunk);
        done += chunk.byteLength;
        onBytes(done, reply.bytes ?? Math.max(done, file.bytes));
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    const announced = Number(response.headers.get('content-length') ?? done - start) + start;
    if (reply.bytes !== null && done < reply.bytes && announced === done) {
      throw wrongContent(path, { defect: 'size', bytes: done, expectedBytes: reply.bytes });
    }
    if (done < announced) throw cutOff(path, 'ended');
    return reply;
  } catch (error) {
    if (silence.signal.aborted && !signal.aborted) {
      throw cutOff(path, 'silent', error);
    }
    throw error;
  } finally {
    clearTimeout(alarm);
  }
}

async function check({ file, path, target, signal }: FileDownload, reply: HubReply): Promise<ChecksumRecord> {
  const partial = partialPath(target);
  const bytes = partialBytes(target);
  if (reply.bytes !== null && bytes !== reply.bytes)
    throw wrongContent(path, { defect: 'size', bytes, expectedBytes: reply.bytes });
  const defect = await defectOfForm(partial);
  if (defect) throw wrongContent(path, defect);
  const sha256 = await digestOf(partial, 'sha256', { signal });
  if (!(await isAsPinned(partial, file, { signal }))) throw wrongContent(path, { defect: 'checksum' });
  if (isPinned(file)) return { bytes, sha256, vouched: true };
  const expected = reply.sha256;
  if (expected !== null && sha256 !== expected) throw wrongContent(path, { defect: 'checksum' });
  if (expected === null && reply.gitSha1 !== null) {
    const sha1 = await digestOf(partial, 'sha1', { prefix: `blob ${bytes}\0`, signal });
    if (sha1 !== reply.gitSha1) throw wrongContent(path, { defect: 'checksum' });
  }
  return { bytes, sha256, vouched: expected !== null || reply.gitSha1 !== null };
}
