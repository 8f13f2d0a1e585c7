/** Sound that was made before, on disk: a question of the bank is the same for everybody. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export type SpokenCache = {
  /** 16-bit mono at 48 kHz; null when it was never made, or made room for others. */
  read(key: string): Promise<Int16Array | null>;
  has(key: string): Promise<boolean>;
  write(key: string, sound: Int16Array): Promise<void>;
};

const usualMostBytes = 150_000_000;
/** The folder is measured once in so many writes. */
const measureEvery = 20;

/** Holds no more than about `mostBytes`: what was not read for the longest time goes first. Only its owner can read it. */
export function openSpokenCache(folder: string, mostBytes = usualMostBytes): SpokenCache {
  const pathOf = (key: string) => join(folder, `${createHash('sha256').update(key).digest('hex')}.pcm`);
  let writes = 0;

  async function makeRoom(): Promise<void> {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.pcm'));
    const files = await Promise.all(
      names.map(async (name) => {
        const { size, mtimeMs } = await stat(join(folder, name));
        return { path: join(folder, name), size, mtimeMs };
      }),
    );
    let bytes = files.reduce((sum, { size }) => sum + size, 0);
    for (const { path, size } of files.sort((one, other) => one.mtimeMs - other.mtimeMs)) {
      if (bytes <= mostBytes) return;
      await rm(path, { force: true });
      bytes -= size;
    }
  }

  return {
    async read(key) {
      const path = pathOf(key);
      try {
        const bytes = await readFile(path);
        const now = new Date();
        await utimes(path, now, now);
        // A copy of its own: a small file may lie at an odd place in a buffer that others share.
        return new Int16Array(new Uint8Array(bytes.subarray(0, bytes.length & ~1)).buffer);
      } catch {
        return null;
      }
    },
    async has(key) {
      return await stat(pathOf(key)).then(
        () => true,
        () => false,
      );
    },
    async write(key, sound) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      // Written beside it and moved: nobody ever reads half a question.
      const partial = join(folder, `${randomUUID()}.part`);
      await writeFile(partial, new Uint8Array(sound.buffer, sound.byteOffset, sound.byteLength), {
        mode: 0o600,
      });
      await rename(partial, pathOf(key));
      if (writes++ % measureEvery === 0) await makeRoom();
    },
  };
}
