import { z } from 'zod';
import { type StandIn, startOpenAiStandIn } from './openai-stand-in.ts';

const request = z.object({
  seed: z.number().default(0),
  max_tokens: z.number(),
  stop: z.array(z.string()).default([]),
  stream: z.boolean(),
});
const words = 'index query cache value thread process server table key hash map test'.split(' ');

/** A chat server that says words drawn by the seed, in a stream when asked, and leaves stop strings to the client. */
export function chatStandIn(): Promise<StandIn> {
  return startOpenAiStandIn((received, response) => {
    const { seed, max_tokens: count, stream } = request.parse(received.fields);
    const said = Array.from(
      { length: count },
      (_, index) => ` ${words[(seed * 5 + index * (seed + 1)) % words.length]}`,
    );
    if (!stream) {
      response.writeHead(200, { 'content-type': 'application/json' });
      return response.end(JSON.stringify({ choices: [{ message: { content: said.join('') } }] }));
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const content of said)
      response.write(`data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`);
    return response.end('data: [DONE]\n\n');
  });
}
