/** A chat server that gives a second opinion, as a test tells it. */
import type { ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { sendJson, startOpenAiStandIn } from '../integration/models/openai-stand-in.ts';

const chat = z.object({
  model: z.string(),
  messages: z.tuple([
    z.object({ role: z.literal('system'), content: z.string() }),
    z.object({ role: z.literal('user'), content: z.string() }),
  ]),
  response_format: z
    .object({
      json_schema: z.object({ schema: z.object({ required: z.array(z.string()) }) }),
    })
    .optional(),
  max_tokens: z.number().optional(),
});

/** What the server was asked: the point that each name stands for, the answer between its marks, and the whole request. */
export type AskedOpinion = {
  points: Record<string, string>;
  answer: string;
  mark: string;
  system: string;
  text: string;
  hasSchema: boolean;
  hasLimits: boolean;
};

export type ToldOpinion = Record<string, { verdict: string; quote: string } | string>;

export type AdviserServer = { url: string; asked: AskedOpinion[] };

/** A server that always says the same, or does as it is told with the response. */
export async function adviserServer(
  say: (asked: AskedOpinion, response: ServerResponse) => string | ToldOpinion | undefined,
): Promise<AdviserServer> {
  const asked: AskedOpinion[] = [];
  const server = await startOpenAiStandIn(({ fields }, response) => {
    const one = read(chat.parse(fields));
    asked.push(one);
    const said = say(one, response);
    if (said === undefined) return;
    const content = typeof said === 'string' ? said : JSON.stringify(said);
    sendJson(response, { choices: [{ message: { role: 'assistant', content } }] });
  });
  onTestFinished(() => server.close());
  return { url: server.url, asked };
}

function read({ messages: [system, user], response_format, max_tokens }: z.infer<typeof chat>): AskedOpinion {
  const [, mark = ''] = /\[answer (\w+)\]/.exec(user.content) ?? [];
  const [before = '', after = ''] = user.content.split(`[answer ${mark}]`);
  return {
    points: Object.fromEntries(
      [...before.matchAll(/^(p\d+)\. (.*)$/gm)].map(([, name, text]) => [name, text]),
    ),
    answer: after.split(`[end ${mark}]`)[0]?.trim() ?? '',
    mark,
    system: system.content,
    text: user.content,
    hasSchema: response_format !== undefined,
    hasLimits: max_tokens !== undefined,
  };
}

/** The same verdict with the same words for the points whose text matches, and nothing about all others: those are missed. */
export function opinionOn({ points }: AskedOpinion, told: readonly [RegExp, string, string][]): ToldOpinion {
  return Object.fromEntries(
    Object.entries(points).map(([name, text]) => {
      const [, verdict = 'missed', quote = ''] = told.find(([about]) => about.test(text)) ?? [];
      return [name, { verdict, quote }];
    }),
  );
}
