import { CoachError, isCoachError } from '../../errors.ts';
import type { CatalogueModel } from '../catalogue.ts';
import type { FileDefect } from './file-form.ts';
import type { Hub } from './hub.ts';

const worthAnotherTry = new Set([408, 425, 429, 500, 502, 503, 504]);
/** Refusals that may be temporary. */
const passing = new WeakSet<Error>();
/** The bytes of a wrong file, or a wrong number of bytes. */
const wrong = new WeakSet<Error>();

/** What arrived is not the file that was asked for. */
export function wrongContent(path: string, { defect, bytes = 0, expectedBytes = 0 }: FileDefect): CoachError {
  const fault = new CoachError('network', 'fault.wrong-file', { path, defect, bytes, expectedBytes });
  wrong.add(fault);
  return fault;
}

export const isWrongContent = (error: unknown): boolean => error instanceof Error && wrong.has(error);

/** The connection ended or went silent before the file was complete: the rest can be requested. */
export function cutOff(path: string, how: 'ended' | 'silent', cause?: unknown): CoachError {
  const fault = new CoachError('network', 'fault.connection-lost', { path, how }, { cause });
  passing.add(fault);
  return fault;
}

/** What a refusal by the hub means for a person who wants the model. */
export function hubRefusal(response: Response, hub: Hub, { repository }: CatalogueModel): CoachError {
  const { status } = response;
  const { host } = new URL(hub.endpoint);
  if (status === 401) {
    return hub.token === undefined
      ? new CoachError('network', 'fault.hub-wants-token', { host, repository })
      : new CoachError('network', 'fault.hub-rejects-token', { host });
  }
  if (status === 403) {
    const page = `${hub.endpoint}/${repository}`;
    return new CoachError('network', 'fault.hub-wants-access', { repository, page });
  }
  const seconds = Number(response.headers.get('retry-after'));
  const options = seconds > 0 ? { retryAfterMs: seconds * 1_000 } : {};
  const fault = new CoachError('network', 'fault.hub-refuses', { host, status, repository }, options);
  if (worthAnotherTry.has(status)) passing.add(fault);
  return fault;
}

/** Whether the same request may succeed in a moment: a dropped or silent connection, or a server with too much to do. */
export const isTransient = (error: unknown): boolean =>
  isCoachError(error) ? passing.has(error) : !isOfDisk(error);

/** A fault of the network or the disk as a CoachError; a CoachError stays as it is. */
export function downloadFault(error: unknown, hub: Hub, path: string): CoachError {
  if (isCoachError(error)) return error;
  const options = { cause: error };
  if (isFull(error)) return new CoachError('network', 'fault.disk-full', { path }, options);
  if (isOfDisk(error))
    return new CoachError('network', 'fault.models-folder-not-writable', { path }, options);
  return new CoachError('network', 'fault.hub-unreachable', { host: new URL(hub.endpoint).host }, options);
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
const isFull = (error: unknown): boolean => /^(ENOSPC|EDQUOT|EFBIG)$/.test(codeOf(error));
const isOfDisk = (error: unknown): boolean =>
  isFull(error) || /^(EACCES|EPERM|EROFS|ENOTDIR|EISDIR|EEXIST|EIO|ENOENT|EMFILE)$/.test(codeOf(error));
