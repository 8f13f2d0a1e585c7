import { flushCompileCache } from 'node:module';
import { parentPort } from 'node:worker_threads';
import {
  type AnswerOfWorker,
  type CallToWorker,
  fromCrossed,
  type Outcome,
  sendOutcome,
  toCrossed,
} from './worker-calls.ts';

export type CallContext = { signal: AbortSignal; emit(event: unknown): void };

/**
 * Asks the thread that started this one; its `onAsk` answers. Rejects at once with the reason of an abort.
 */
export type AskOwner = (question: unknown, signal?: AbortSignal) => Promise<unknown>;

/**
 * The worker's side of `openWorkerCalls`: answers each call with what `handle` returns, or with its error.
 * Returns a function that asks the calling thread. `Call` is what the owner sends: both sides are one program, and a thread
 * that only computes takes 13 MB less without a library that checks it.
 */
export function serveCalls<Call = unknown>(
  handle: (call: Call, context: CallContext) => Promise<unknown>,
): { ask: AskOwner } {
  const port = parentPort;
  if (!port) throw new Error('This file is a worker; do not start it by hand.');
  const running = new Map<number, AbortController>();
  const asks = new Map<number, PromiseWithResolvers<unknown>>();
  let lastAsk = 0;
  // By itself Node keeps what it compiled only when the program ends in order. A thread that has to strip the types of its
  // modules again takes 17 MB more.
  setTimeout(flushCompileCache, compiledAfterMs).unref();
  const tell = (message: AnswerOfWorker) => port.postMessage(message, handedOver(message));
  port.on('message', async (call: CallToWorker) => {
    if ('asked' in call) return settle(asks.get(call.asked), call.outcome);
    if ('cancel' in call) return running.get(call.id)?.abort();
    const controller = new AbortController();
    running.set(call.id, controller);
    const emit = (event: unknown) => tell({ id: call.id, event });
    const outcome = await handle(call.message as Call, { signal: controller.signal, emit }).then(
      (result): Outcome => ({ result }),
      (error: unknown): Outcome => ({ fault: toCrossed(error) }),
    );
    running.delete(call.id);
    sendOutcome(outcome, (sent) => tell({ id: call.id, outcome: sent }));
  });
  return {
    async ask(question, signal) {
      signal?.throwIfAborted();
      const ask = ++lastAsk;
      const answer = Promise.withResolvers<unknown>();
      const onAbort = () => {
        tell({ ask, cancel: true });
        answer.reject(signal?.reason);
      };
      asks.set(ask, answer);
      signal?.addEventListener('abort', onAbort, { once: true });
      try {
        tell({ ask, question });
        return await answer.promise;
      } finally {
        asks.delete(ask);
        signal?.removeEventListener('abort', onAbort);
      }
    },
  };
}

const compiledAfterMs = 10_000;

function settle(asked: PromiseWithResolvers<unknown> | undefined, outcome: Outcome): void {
  if ('fault' in outcome) asked?.reject(fromCrossed(outcome.fault));
  else asked?.resolve(outcome.result);
}

/** Bytes that fill their whole buffer are transferred instead of copied. */
function handedOver(message: AnswerOfWorker): ArrayBuffer[] {
  const bytes =
    'outcome' in message && 'result' in message.outcome && message.outcome.result instanceof Uint8Array
      ? message.outcome.result
      : null;
  return bytes?.buffer instanceof ArrayBuffer && bytes.byteLength === bytes.buffer.byteLength
    ? [bytes.buffer]
    : [];
}
