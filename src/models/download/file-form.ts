import { open, readFile, stat } from 'node:fs/promises';

/** What is wrong with a model file. `bytes` and `expectedBytes` are given with `size`. */
export type FileDefect = {
  defect:
    | 'empty'
    | 'webPage'
    | 'notJson'
    | 'lfsPointer'
    | 'notGgml'
    | 'notOnnx'
    | 'size'
    | 'tooLong'
    | 'checksum'
    | 'changed'
    | 'unreadable'
    | 'missing';
  bytes?: number;
  expectedBytes?: number;
};

/** First bytes of whisper.cpp's files: `ggml` as a little-endian number. */
const ggml = Buffer.from('lmgg');
/** Field 1 of an ONNX model, its version, comes first in every export. */
const onnx = Buffer.from([0x08]);

/** What is plainly wrong with the content of a model file; undefined when it looks right. */
export async function defectOfForm(path: string): Promise<FileDefect | undefined> {
  const name = path.replace(/\.part$/, '');
  const { size } = await stat(path);
  if (size === 0) return { defect: 'empty' };
  if (name.endsWith('.json')) {
    try {
      JSON.parse(await readFile(path, 'utf8'));
      return undefined;
    } catch {
      return { defect: (await startsWith(path, Buffer.from('<'))) ? 'webPage' : 'notJson' };
    }
  }
  if (await startsWith(path, Buffer.from('<'))) return { defect: 'webPage' };
  if (await startsWith(path, Buffer.from('version https://git-lfs'))) return { defect: 'lfsPointer' };
  if (name.endsWith('.bin') && !(await startsWith(path, ggml))) return { defect: 'notGgml' };
  if (name.endsWith('.onnx') && !(await startsWith(path, onnx))) return { defect: 'notOnnx' };
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
