import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { openWorkerCalls } from '../../../src/async/worker-calls.ts';

const open = () => {
  const worker = openWorkerCalls(new URL('dying-worker.ts', import.meta.url), 'dying');
  onTestFinished(() => worker.close());
  return worker;
};
const text = (answer: unknown) => z.string().parse(answer);

describe('a worker thread', () => {
  it('answers each of many calls with its own answer', async () => {
    const worker = open();
    const calls = ['a', 'b', 'c'].map((word) => worker.call({ do: 'echo', text: word }, text));
    expect(await Promise.all(calls)).toEqual(['a', 'b', 'c']);
  });

  it('that dies fails every call it had, and the next call has a new one', async () => {
    const worker = open();
    const calls = [worker.call({ do: 'work' }, text), worker.call({ do: 'die' }, text)];
    for (const call of await Promise.allSettled(calls)) {
      expect(call).toMatchObject({
        status: 'rejected',
        reason: { message: 'The dying worker ended unexpectedly.' },
      });
    }
    expect(worker.running()).toBe(false);
    expect(await worker.call({ do: 'echo', text: 'alive' }, text)).toBe('alive');
  });

  it('hands on an error of its own as that error, and lives', async () => {
    const worker = open();
    await expect(worker.call({ do: 'throw', text: 'no such model' }, text)).rejects.toThrow('no such model');
    expect(await worker.call({ do: 'echo', text: 'alive' }, text)).toBe('alive');
  });

  it('fails the call whose question, result or answer to its own question cannot be copied, and lives', async () => {
    const worker = openWorkerCalls(new URL('dying-worker.ts', import.meta.url), 'dying', {
      onAsk: async (question) => (question === 'a word' ? 'alive' : () => question),
    });
    onTestFinished(() => worker.close());
    const going = worker.call({ do: 'work', text: 'long' }, text).catch((error: Error) => error.message);
    await expect(worker.call({ do: 'uncopied' }, text)).rejects.toThrow('could not be cloned');
    await expect(worker.call({ do: 'ask', text: 'a function' }, text)).rejects.toThrow('could not be cloned');
    await expect(worker.call({ do: () => 'echo' }, text)).rejects.toThrow('could not be cloned');
    expect(await worker.call({ do: 'ask', text: 'a word' }, text)).toBe('alive');
    await worker.close();
    expect(await going).toContain('was closed');
  });

  it('is told to stop, with the reason given to the caller', async () => {
    const worker = open();
    const stop = new AbortController();
    const began = Promise.withResolvers<unknown>();
    const call = worker.call({ do: 'work', text: 'long' }, text, {
      signal: stop.signal,
      onEvent: began.resolve,
    });
    expect(await began.promise).toBe('began long');
    stop.abort(new Error('the person left'));
    await expect(call).rejects.toThrow('the person left');
    expect(await worker.call({ do: 'echo', text: 'next' }, text)).toBe('next');
  });

  it('takes no more calls once it is closed, and fails those it had', async () => {
    const worker = open();
    const call = expect(worker.call({ do: 'work' }, text)).rejects.toThrow('was closed');
    await worker.close();
    await call;
    await expect(worker.call({ do: 'echo' }, text)).rejects.toThrow('is closed');
  });
});
