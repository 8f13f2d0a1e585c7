import { Worker } from 'node:worker_threads';

export type CallOptions = {
  signal?: AbortSignal;
  /** Buffers that are transferred instead of copied. */
  transfer?: ArrayBuffer[];
  /** Called with everything the worker emits while it works on this call. */
  onEvent?: (event: unknown) => void;
};

/** A worker thread that answers calls. Long work happens there, so the event loop of the bots never waits. */
export type WorkerCalls = {
  /**
   * Asks the worker. `parse` checks its answer. Rejects with the signal's reason on an abort (the worker is
   * told, and stops when it can), or with an Error when the worker dies; the next call starts a new worker.
   */
  call<Result>(message: object, parse: (answer: unknown) => Result, options?: CallOptions): Promise<Result>;
  /** Whether a worker is running right now. */
  running(): boolean;
  close(): Promise<void>;
};

export type WorkerOptions = {
  /** The thread's `workerData`. */
  data?: unknown;
  /**
   * Answers questions from the thread. The signal aborts when the thread no longer wants to know; errors
   * reach the thread with their name and message.
   */
  onAsk?: (question: unknown, signal: AbortSignal) => Promise<unknown>;
};

/** An error as it crosses from one thread to another. */
export type CrossedError = { name: string; message: string; stack?: string | undefined };
export type Outcome = { result: unknown } | { fault: CrossedError };
export type CallToWorker =
  | { id: number; message: unknown }
  | { id: number; cancel: true }
  | { asked: number; outcome: Outcome };
export type AnswerOfWorker =
  | { id: number; outcome: Outcome }
  | { id: number; event: unknown }
  | { ask: number; question: unknown }
  | { ask: number; cancel: true };

/** What a call rejects with when the thread ended while working on it. */
export const isWorkerDeath = (error: unknown): boolean =>
  error instanceof Error && error.name === 'WorkerDied';

export const toCrossed = (error: unknown): CrossedError =>
  error instanceof Error
    ? { name: error.name, message: error.message, stack: error.stack }
    : { name: 'Error', message: String(error) };

export const fromCrossed = ({ name, message, stack }: CrossedError): Error =>
  Object.assign(new Error(message), { name, ...(stack === undefined ? {} : { stack }) });

/** A result that cannot be copied to the other thread is a failed call. */
export function sendOutcome(outcome: Outcome, send: (outcome: Outcome) => void): void {
  try {
    send(outcome);
  } catch (error) {
    send({ fault: toCrossed(error) });
  }
}

type Pending = {
  resolve(result: unknown): void;
  reject(error: unknown): void;
  onEvent?: (event: unknown) => void;
};

/**
 * Room for young objects. Left to itself a thread takes up to 48 MB for them, and keeps 100 MB more of old ones than it
 * needs; with this much it is as fast.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 8 };

/** How long a thread has to stop its work before it is ended. */
const patienceMs = 2_000;

/** `script` serves calls with `serveCalls`. The thread starts with the first call and does not keep the process alive. */
export function openWorkerCalls(
  script: URL,
  name: string,
  { data, onAsk = refuseToAnswer }: WorkerOptions = {},
): WorkerCalls {
  const pending = new Map<number, Pending>();
  let worker: Worker | undefined;
  let lastId = 0;
  let closed = false;
  /** Called when the last open call has been answered. */
  let fallSilent = () => {};

  const start = () => {
    const started = new Worker(script, { name, workerData: data, resourceLimits });
    const asks = new Map<number, AbortController>();
    const reply = async (ask: number, question: unknown) => {
      const controller = new AbortController();
      asks.set(ask, controller);
      const outcome = await onAsk(question, controller.signal).then(
        (result): Outcome => ({ result }),
        (error: unknown): Outcome => ({ fault: toCrossed(error) }),
      );
      asks.delete(ask);
      sendOutcome(outcome, (sent) =>
        started.postMessage({ asked: ask, outcome: sent } satisfies CallToWorker),
      );
    };
    const onDeath = (cause?: unknown) => {
      for (const controller of asks.values()) controller.abort(new Error(`The ${name} worker has ended.`));
      if (worker !== started) return;
      worker = undefined;
      const error = new Error(`The ${name} worker ended unexpectedly.`, { cause });
      error.name = 'WorkerDied';
      for (const call of pending.values()) call.reject(error);
      pending.clear();
    };
    started.on('message', (answer: AnswerOfWorker) => {
      if ('question' in answer) return void reply(answer.ask, answer.question);
      if ('ask' in answer) return asks.get(answer.ask)?.abort();
      const call = pending.get(answer.id);
      if (!call) return;
      if ('event' in answer) return call.onEvent?.(answer.event);
      forget(answer.id, started);
      if ('fault' in answer.outcome) call.reject(fromCrossed(answer.outcome.fault));
      else call.resolve(answer.outcome.result);
    });
    started.on('error', onDeath);
    started.on('exit', () => onDeath());
    started.unref();
    return started;
  };

  const forget = (id: number, asked: Worker) => {
    pending.delete(id);
    if (pending.size > 0) return;
    asked.unref();
    fallSilent();
  };

  /**
   * A thread that is killed in the middle of its work may crash the whole process, so it gets some time to
   * stop.
   */
  async function untilSilent(ending: Worker): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    fallSilent = resolve;
    ending.once('exit', () => resolve());
    const timer = setTimeout(resolve, patienceMs);
    for (const id of pending.keys()) ending.postMessage({ id, cancel: true } satisfies CallToWorker);
    await promise;
    clearTimeout(timer);
  }

  return {
    async call(message, parse, options = {}) {
      const { signal, transfer = [], onEvent } = options;
      signal?.throwIfAborted();
      if (closed) throw new Error(`The ${name} worker is closed.`);
      worker ??= start();
      const current = worker;
      const id = ++lastId;
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      const asked: Pending = { resolve, reject, ...(onEvent && { onEvent }) };
      pending.set(id, asked);
      const onAbort = () => {
        delete asked.onEvent;
        current.postMessage({ id, cancel: true } satisfies CallToWorker);
        reject(signal?.reason);
      };
      current.ref();
      try {
        current.postMessage({ id, message } satisfies CallToWorker, transfer);
      } catch (error) {
        forget(id, current);
        throw error;
      }
      signal?.addEventListener('abort', onAbort, { once: true });
      try {
        return parse(await promise);
      } finally {
        signal?.removeEventListener('abort', onAbort);
      }
    },
    running: () => worker !== undefined,
    async close() {
      closed = true;
      const ending = worker;
      worker = undefined;
      for (const call of pending.values()) call.reject(new Error(`The ${name} worker was closed.`));
      if (ending && pending.size > 0) await untilSilent(ending);
      pending.clear();
      await ending?.terminate();
    },
  };
}

const refuseToAnswer = async (): Promise<never> => {
  throw new Error('Nothing answers questions from this worker.');
};
