import { CoachError, isCoachError } from '../../errors.ts';
import type { CatalogueModel } from '../catalogue.ts';
import type { Hub } from './hub.ts';

const worthAnotherTry = new Set([408, 425, 429, 500, 502, 503, 504]);
/** Refusals that may pass. */
const passing = new WeakSet<Error>();
/** Right bytes of a wrong file, or a wrong number of them. */
const wrong = new WeakSet<Error>();

/** What came is not the file that was asked for. `what` ends the sentence that begins with the path. */
export function wrongContent(path: string, what: string): CoachError {
  const fault = new CoachError(
    'network',
    `${path} ${what}; it was thrown away. Try again, or set HF_ENDPOINT to another mirror.`,
  );
  wrong.add(fault);
  return fault;
}

export const isWrongContent = (error: unknown): boolean => error instanceof Error && wrong.has(error);

/** The connection ended or went silent before the file was whole: the rest can be asked for. */
export function cutOff(path: string, what: string, cause?: unknown): CoachError {
  const fault = new CoachError(
    'network',
    `The connection ${what} in the middle of ${path}; run the same command to go on.`,
    { cause },
  );
  passing.add(fault);
  return fault;
}

/** What a refusal of the hub means for whoever wants the model. */
export function refusalOf(response: Response, hub: Hub, model: CatalogueModel): CoachError {
  const { status } = response;
  const page = `${hub.endpoint}/${model.repository}`;
  const host = new URL(hub.endpoint).host;
  if (status === 401) {
    return new CoachError(
      'network',
      hub.token === undefined
        ? `${host} gives ${model.repository} to known people only; set HF_TOKEN to a token of yours.`
        : `${host} does not know HF_TOKEN; make a new token and set it.`,
    );
  }
  if (status === 403) {
    return new CoachError(
      'network',
      `HF_TOKEN may not read ${model.repository}; ask for access at ${page}, then try again.`,
    );
  }
  const seconds = Number(response.headers.get('retry-after'));
  const fault = new CoachError(
    'network',
    `${host} answers ${status} for ${model.repository}; try again later, or set HF_ENDPOINT to a mirror.`,
    seconds > 0 ? { retryAfterMs: seconds * 1_000 } : {},
  );
  if (worthAnotherTry.has(status)) passing.add(fault);
  return fault;
}

/** Whether the same request may succeed in a moment: a dropped or silent connection, or a server with too much to do. */
export const isTransient = (error: unknown): boolean =>
  isCoachError(error) ? passing.has(error) : !isOfDisk(error);

/** One sentence for a fault of the network or the disk; what already is one stays. */
export function describeFault(error: unknown, hub: Hub, path: string): CoachError {
  if (isCoachError(error)) return error;
  if (isFull(error)) {
    return new CoachError(
      'network',
      `There is no room left on the disk for ${path}; free some, or set GREENROOM_MODELS to another one.`,
      { cause: error },
    );
  }
  if (isOfDisk(error)) {
    return new CoachError(
      'network',
      `${path} cannot be written; check the rights of the folder that GREENROOM_MODELS names.`,
      { cause: error },
    );
  }
  return new CoachError(
    'network',
    `${new URL(hub.endpoint).host} cannot be reached, or ends every connection; check the network, HTTPS_PROXY and HF_ENDPOINT, then run the same command to go on.`,
    { cause: error },
  );
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
const isFull = (error: unknown): boolean => /^(ENOSPC|EDQUOT|EFBIG)$/.test(codeOf(error));
const isOfDisk = (error: unknown): boolean =>
  isFull(error) || /^(EACCES|EPERM|EROFS|ENOTDIR|EISDIR|EEXIST|EIO|ENOENT|EMFILE)$/.test(codeOf(error));
