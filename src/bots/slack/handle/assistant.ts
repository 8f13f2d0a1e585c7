/** The surface that Slack has for assistants, where a workspace offers it. */
import type { z } from 'zod';
import { call, post } from '../call.ts';
import type { Desk, Doer } from '../desk.ts';
import { loggable } from '../faults.ts';
import type { assistantOpened } from '../payloads.ts';
import { renderView } from '../render/view-blocks.ts';
import { domainNames } from './commands.ts';
import { welcome } from './welcome.ts';

/** A new thread with the assistant: says hello and suggests how to begin. */
export async function greet(desk: Desk, doer: Doer, event: z.infer<typeof assistantOpened>): Promise<void> {
  const { channel_id: channel, thread_ts: threadTs } = event.assistant_thread;
  const { client } = doer.workspace;
  const { view, buttons } = welcome();
  await post(client, { channel, threadTs }, renderView(view, { buttons }));
  const [first = 'backend', second = first] = domainNames(desk);
  const prompts = [
    { title: `Practise ${first}`, message: `start ${first} mid` },
    ...(second === first ? [] : [{ title: `Practise ${second}`, message: `start ${second} mid` }]),
    { title: 'How am I getting on?', message: 'progress' },
    { title: 'What can you do?', message: 'help' },
  ] satisfies { title: string; message: string }[];
  const [one, ...more] = prompts;
  if (!one) return;
  try {
    await call(() =>
      client.assistant.threads.setSuggestedPrompts({
        channel_id: channel,
        thread_ts: threadTs,
        prompts: [one, ...more],
      }),
    );
  } catch (error) {
    desk.log.debug({ fault: loggable(error) }, 'Prompts could not be suggested');
  }
}
