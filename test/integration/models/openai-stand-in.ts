import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import busboy from 'busboy';

export type ReceivedRequest = {
  path: string;
  authorization: string | undefined;
  /** Fields of a form, or the parsed JSON. */
  fields: Record<string, unknown>;
  file?: Buffer;
};

export type StandIn = {
  url: string;
  requests: ReceivedRequest[];
  close(): Promise<void>;
};

/** A local server of OpenAI's API, as far as the program uses it. `answer` says what it does with a request. */
export async function startOpenAiStandIn(
  answer: (request: ReceivedRequest, response: ServerResponse, count: number) => unknown,
): Promise<StandIn> {
  const requests: ReceivedRequest[] = [];
  const server = createServer(async (incoming, response) => {
    const received: ReceivedRequest = {
      path: incoming.url ?? '',
      authorization: incoming.headers.authorization,
      ...(await bodyOf(incoming)),
    };
    requests.push(received);
    await answer(received, response, requests.length);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    requests,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function bodyOf(incoming: IncomingMessage): Promise<Pick<ReceivedRequest, 'fields' | 'file'>> {
  if (incoming.headers['content-type']?.startsWith('application/json')) {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    return { fields: JSON.parse(Buffer.concat(chunks).toString('utf8')) };
  }
  if (incoming.headers['content-type'] === undefined) return { fields: {} };
  const fields: Record<string, unknown> = {};
  const chunks: Buffer[] = [];
  const form = busboy({ headers: incoming.headers });
  form.on('field', (name, value) => {
    fields[name] = name in fields ? [fields[name], value].flat() : value;
  });
  form.on('file', (_, stream) => stream.on('data', (chunk: Buffer) => chunks.push(chunk)));
  incoming.pipe(form);
  await once(form, 'close').catch(() => undefined);
  return { fields, file: Buffer.concat(chunks) };
}
