/** The content of a signed request: JSON, or a form that is itself a command or has JSON as its payload. */
import { z } from 'zod';

const object = z.record(z.string(), z.unknown());
export type RequestBody = z.infer<typeof object>;

/** Null for anything that is not an object. */
export function parseBody(body: string, contentType: string): RequestBody | null {
  try {
    if (!contentType.startsWith('application/x-www-form-urlencoded')) return object.parse(JSON.parse(body));
    const form = Object.fromEntries(new URLSearchParams(body));
    if (typeof form.payload === 'string') return object.parse(JSON.parse(form.payload));
    return Object.keys(form).length === 0 ? null : form;
  } catch {
    return null;
  }
}

/** The body of a request, or null as soon as it is longer than `maxBytes`. */
export async function readAtMost(request: AsyncIterable<Buffer>, maxBytes: number): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
