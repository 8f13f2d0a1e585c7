/**
 * A form as bytes with a content type. `fetch` streams a FormData body, and nobody can catch that stream's
 * error when the server goes away in the middle. Bytes do not have this problem.
 */
export async function multipartOf(form: FormData): Promise<{ body: Uint8Array<ArrayBuffer>; type: string }> {
  const encoded = new Response(form);
  const type = encoded.headers.get('content-type') ?? 'multipart/form-data';
  return { body: new Uint8Array(await encoded.arrayBuffer()), type };
}
