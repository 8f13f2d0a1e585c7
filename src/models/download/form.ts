import { open, readFile, stat } from 'node:fs/promises';

/** First bytes of whisper.cpp's files: `ggml` as a little-endian number. */
const ggml = Buffer.from('lmgg');
/** Field 1 of an ONNX model, its version, comes first in every export. */
const onnx = Buffer.from([0x08]);

/** What is plainly wrong with the content of a model's file, as the end of a sentence; undefined when it looks right. */
export async function faultOfForm(path: string): Promise<string | undefined> {
  const name = path.replace(/\.part$/, '');
  const { size } = await stat(path);
  if (size === 0) return 'is empty';
  if (name.endsWith('.json')) {
    try {
      JSON.parse(await readFile(path, 'utf8'));
      return undefined;
    } catch {
      return (await startsWith(path, Buffer.from('<')))
        ? 'is a web page instead of a model'
        : 'is not the JSON that it should be';
    }
  }
  if (await startsWith(path, Buffer.from('<'))) return 'is a web page instead of a model';
  if (await startsWith(path, Buffer.from('version https://git-lfs')))
    return 'is only a pointer to the model (clone with Git LFS, or download the file itself)';
  if (name.endsWith('.bin') && !(await startsWith(path, ggml))) return 'is not a model of whisper.cpp';
  if (name.endsWith('.onnx') && !(await startsWith(path, onnx))) return 'is not an ONNX model';
  return undefined;
}

async function startsWith(path: string, beginning: Buffer): Promise<boolean> {
  const handle = await open(path);
  try {
    const head = Buffer.alloc(beginning.length);
    const { bytesRead } = await handle.read(head, 0, head.length, 0);
    return bytesRead === beginning.length && head.equals(beginning);
  } finally {
    await handle.close();
  }
}
