/** A worker that dies when it is told to, works until it is stopped, asks back, or says what it was told. */
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { serveCalls } from '../../../src/async/serve-calls.ts';

const message = z.object({
  do: z.enum(['die', 'throw', 'work', 'ask', 'echo', 'uncopied']),
  text: z.string().default(''),
});

const { ask } = serveCalls(async (raw, { signal, emit }): Promise<unknown> => {
  const call = message.parse(raw);
  if (call.do === 'die') process.exit(1);
  if (call.do === 'throw') throw new Error(call.text);
  if (call.do === 'ask') return await ask(call.text);
  if (call.do === 'uncopied') return () => call.text;
  emit(`began ${call.text}`);
  if (call.do === 'work') await wait(600_000, undefined, { signal });
  return call.text;
});
