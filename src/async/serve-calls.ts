import { parentPort } from 'node:worker_threads';
import type { AnswerOfWorker, CallToWorker } from './worker-calls.ts';

export type CallContext = { signal: AbortSignal; emit(event: unknown): void };

/** The worker's side of `openWorkerCalls`: answers each call with what `handle` returns, or with its error's message. */
export function serveCalls(handle: (message: unknown, context: CallContext) => Promise<unknown>): void {
  const port = parentPort;
  if (!port) throw new Error('This file is a worker; it is not started by hand.');
  const running = new Map<number, AbortController>();
  const answer = (reply: AnswerOfWorker) => port.postMessage(reply, handedOver(reply));
  port.on('message', async (call: CallToWorker) => {
    if (call.cancel) return running.get(call.id)?.abort();
    const controller = new AbortController();
    running.set(call.id, controller);
    try {
      const emit = (event: unknown) => answer({ id: call.id, event });
      answer({ id: call.id, result: await handle(call.message, { signal: controller.signal, emit }) });
    } catch (error) {
      answer({ id: call.id, fault: error instanceof Error ? error.message : String(error) });
    } finally {
      running.delete(call.id);
    }
  });
}

/** Bytes that are a buffer of their own are handed over instead of copied. */
function handedOver(reply: AnswerOfWorker): ArrayBuffer[] {
  const bytes = 'result' in reply && reply.result instanceof Uint8Array ? reply.result : null;
  return bytes?.buffer instanceof ArrayBuffer && bytes.byteLength === bytes.buffer.byteLength
    ? [bytes.buffer]
    : [];
}
