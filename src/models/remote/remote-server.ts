import { ConsecutiveBreaker, circuitBreaker, handleWhen, isBrokenCircuitError } from 'cockatiel';
import { retry } from '../../async/retry.ts';
import { CoachError, type FaultKey, type FaultValues } from '../../errors.ts';

export type RemoteOptions = {
  /** What it is for; its faults say so. */
  server: 'speech' | 'voice' | 'text';
  /** The setting to check when it does not answer: `TRANSCRIBER_URL`. */
  setting: string;
  timeoutMs: number;
  /** How often a failed call is tried again. */
  retries: number;
  key?: string | undefined;
  /** Others can take over at once: a failed call is not tried again here, and whoever chooses among them counts its failures. */
  isOneOfSeveral?: boolean;
};

export type RemoteServer = {
  /**
   * Asks and reads the answer, within the time-out. `url` may hold a name and a password. Rejects with `network` when
   * the server is down, slow or refuses; after five failures in a row it gets no requests for half a minute.
   */
  ask<Result>(
    url: string,
    init: { body: Uint8Array<ArrayBuffer> | string; type: string; signal?: AbortSignal | undefined },
    read: (answer: Response) => Promise<Result>,
  ): Promise<Result>;
};

const failuresThatBreak = 5;
const brokenForMs = 30_000;
const backoff = { firstMs: 300, longestMs: 30_000 };

/** The server answered but refused: its status says why. */
export class ServerRefusal extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`The server answered with status ${status}.`);
    this.status = status;
  }
}

export function createRemoteServer({
  server,
  setting,
  timeoutMs,
  retries,
  key,
  isOneOfSeveral = false,
}: RemoteOptions): RemoteServer {
  const isTransient = (error: unknown) =>
    error instanceof ServerRefusal
      ? error.status >= 500 || error.status === 429
      : !(error instanceof AnswerTooLarge);
  const breaker = circuitBreaker(
    handleWhen((error) => isTransient(error) && !isAborted(error)),
    {
      halfOpenAfter: brokenForMs,
      breaker: new ConsecutiveBreaker(isOneOfSeveral ? Number.POSITIVE_INFINITY : failuresThatBreak),
    },
  );
  const again = {
    ...backoff,
    tries: isOneOfSeveral ? 1 : retries + 1,
    isPassing: (error: unknown) => isTransient(error) && !isAborted(error) && !isBrokenCircuitError(error),
  };

  return {
    async ask(url, { body, type, signal }, read) {
      signal?.throwIfAborted();
      try {
        const askOnce = async () => {
          if (signal?.aborted) throw new Aborted();
          const timeout = AbortSignal.timeout(timeoutMs);
          const answer = await fetch(addressOf(url), {
            method: 'POST',
            body,
            headers: { 'content-type': type, ...headersOf(url, key) },
            signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
          }).catch((cause) => {
            throw signal?.aborted ? new Aborted() : cause;
          });
          if (!answer.ok) {
            await answer.body?.cancel();
            throw new ServerRefusal(answer.status);
          }
          return await read(limitedTo(mostBytesOf[server], answer));
        };
        return await retry(() => breaker.execute(askOnce), { ...again, signal });
      } catch (error) {
        signal?.throwIfAborted();
        if (error instanceof ServerRefusal && (error.status === 400 || error.status === 422)) throw error;
        const [fault, values] = faultOf(error, timeoutMs);
        throw new CoachError('network', fault, { server, setting, ...values }, { cause: error });
      }
    },
  };
}

/** The address as it is requested: without the name and password, which a request may not contain, and the slash at the end. */
export function addressOf(url: string): string {
  const address = new URL(url);
  address.username = '';
  address.password = '';
  return address.href.replace(/\/+$/, '');
}

/** The key, or the name and password of the address. */
export function headersOf(url: string, key: string | undefined): Record<string, string> {
  if (key !== undefined) return { authorization: `Bearer ${key}` };
  const { username, password } = new URL(url);
  if (username === '' && password === '') return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

/** An hour of speech with a time for each word takes 2 MB, a minute of sound 6 MB, a question a few hundred bytes. */
const mostBytesOf = { speech: 8_000_000, voice: 16_000_000, text: 1_000_000 };

class AnswerTooLarge extends Error {}

/** The same response, but its body fails as soon as it exceeds `mostBytes`. */
function limitedTo(mostBytes: number, answer: Response): Response {
  let bytes = 0;
  const limit = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (bytes > mostBytes) throw new AnswerTooLarge(`The answer is longer than ${mostBytes} bytes.`);
      controller.enqueue(chunk);
    },
  });
  return new Response(answer.body?.pipeThrough(limit) ?? null, { headers: answer.headers });
}

/** Marks an abort by the caller: it is not repeated and does not count as a failure of the server. */
class Aborted extends Error {}
const isAborted = (error: unknown) => error instanceof Aborted;

function faultOf(error: unknown, timeoutMs: number): [FaultKey, FaultValues?] {
  if (isBrokenCircuitError(error)) return ['fault.server-left-alone'];
  if (error instanceof AnswerTooLarge) return ['fault.server-answer-too-large'];
  if (error instanceof ServerRefusal) {
    const { status } = error;
    if (status === 401 || status === 403) return ['fault.server-rejects-key', { status }];
    if (status === 404) return ['fault.server-knows-not', { status }];
    return ['fault.server-status', { status }];
  }
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    return ['fault.server-slow', { seconds: timeoutMs / 1000 }];
  }
  return ['fault.server-unreachable'];
}
