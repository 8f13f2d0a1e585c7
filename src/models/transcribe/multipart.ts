/**
 * A form as bytes with their type. `fetch` reads a FormData body as a stream of its own, whose failure nobody can catch when
 * the server goes away in the middle: bytes have no such life.
 */
export async function multipartOf(form: FormData): Promise<{ body: Uint8Array<ArrayBuffer>; type: string }> {
  const encoded = new Response(form);
  const type = encoded.headers.get('content-type') ?? 'multipart/form-data';
  return { body: new Uint8Array(await encoded.arrayBuffer()), type };
}
