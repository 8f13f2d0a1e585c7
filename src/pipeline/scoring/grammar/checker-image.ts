/**
 * The memory of the wording checker after it was set up. Setting it up takes seconds and leaves 60 of its 168 MB unused,
 * which WebAssembly never gives back: so it is done once, in a thread that then ends, and what is used is kept in a file.
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { getCompileCacheDir } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { slimBinary } from 'harper.js/slimBinary';

/** What the compiled checker offers to the JavaScript around it, as far as it is used here. */
export type CheckerExports = {
  memory: { buffer: ArrayBuffer; grow(pages: number): number };
  linter_new(dialect: number): number;
  __wbindgen_malloc(bytes: number, align: number): number;
  __wbindgen_free(at: number, bytes: number, align: number): void;
  __wbindgen_externrefs: { length: number; grow(entries: number): number };
};

/** Checked by hand: the library that checks elsewhere would take 13 MB in this thread. */
function isCheckerExports(given: object): given is CheckerExports {
  const has = (name: string, kind: 'function' | 'object') => typeof Reflect.get(given, name) === kind;
  return (
    (['linter_new', '__wbindgen_malloc', '__wbindgen_free'] as const).every((name) =>
      has(name, 'function'),
    ) && (['memory', '__wbindgen_externrefs'] as const).every((name) => has(name, 'object'))
  );
}

type WebAssemblyHere = {
  instantiate(
    bytes: ArrayBuffer | Uint8Array,
    imports: unknown,
  ): Promise<{ module: object; instance: { exports: object } }>;
};

/**
 * In this thread, the checker that is loaded next is made of what `shrink` leaves of its bytes, and offers what `change`
 * makes of what it offers.
 */
export function changeExports(
  change: (exports: CheckerExports) => CheckerExports,
  shrink = (bytes: Uint8Array) => bytes,
): void {
  const here: WebAssemblyHere = Reflect.get(globalThis, 'WebAssembly');
  const { instantiate } = here;
  here.instantiate = async (bytes, imports) => {
    const { module, instance } = await instantiate(shrink(new Uint8Array(bytes)), imports);
    const exports = { ...instance.exports };
    if (!isCheckerExports(exports)) throw new Error('The checker lacks what its image is made of.');
    return { module, instance: { exports: change(exports) } };
  };
}

type ImageHead = {
  /** Where the checker begins in its memory. */
  linter: number;
  memoryBytes: number;
  references: number;
  /** What is used, from and to, in bytes. The content of all follows the head. */
  used: [from: number, to: number][];
  /** SHA-256 of that content. */
  sha256: string;
};

const ending = '.checker-memory';

/**
 * Where the image of this checker is kept: beside the compiled code of this program, since both are code. Null without
 * such a place.
 */
export function imagePath(): string | null {
  const folder = getCompileCacheDir();
  if (folder === undefined) return null;
  const version = createHash('sha256')
    .update(readFileSync(fileURLToPath(slimBinary.url)))
    .digest('hex');
  return join(folder, `${version}${ending}`);
}

const pageBytes = 4_096;
const blockBytes = 2 ** 20;

/** Writes what is used of the memory, and removes the images of other versions. */
export function writeImage(path: string, exports: CheckerExports, linter: number): void {
  const unused = unusedBlocks(exports);
  const { buffer } = exports.memory;
  const memory = new Uint8Array(buffer);
  const used = between(unused, memory.length);
  const hash = createHash('sha256');
  for (const [from, to] of used) hash.update(memory.subarray(from, to));
  const head: ImageHead = {
    linter,
    memoryBytes: memory.length,
    references: exports.__wbindgen_externrefs.length,
    used,
    sha256: hash.digest('hex'),
  };
  const text = Buffer.from(`${JSON.stringify(head)}\n`);
  const partial = `${path}.${process.pid}`;
  const file = openSync(partial, 'wx', 0o600);
  try {
    writeWhole(file, text);
    for (const [from, to] of used) writeWhole(file, memory.subarray(from, to));
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
  const folder = join(path, '..');
  const others = readdirSync(folder).filter(
    (name) => name.includes(ending) && join(folder, name) !== partial,
  );
  for (const name of others) rmSync(join(folder, name), { force: true });
  renameSync(partial, path);
}

/**
 * Takes all that can be had without more memory from the checker's allocator, so that it is known to be unused, and
 * gives it back.
 */
function unusedBlocks({
  memory,
  __wbindgen_malloc: take,
  __wbindgen_free: giveBack,
}: CheckerExports): number[] {
  const { byteLength } = memory.buffer;
  const taken: number[] = [];
  while (memory.buffer.byteLength === byteLength) taken.push(take(blockBytes, 8));
  for (const at of taken) giveBack(at, blockBytes, 8);
  return taken.sort((a, b) => a - b);
}

/** A page at either end of a block may hold what the allocator notes about it. */
function between(blocks: readonly number[], end: number): [number, number][] {
  const used: [number, number][] = [];
  let from = 0;
  for (const block of blocks) {
    const to = Math.min(block + pageBytes, end);
    used.push([from, to]);
    from = Math.min(block + blockBytes - pageBytes, end);
  }
  used.push([from, end]);
  return used.filter(([start, stop]) => start < stop);
}

/** Whether the image is there and whole; a damaged one is removed. */
export function isWholeImage(path: string): boolean {
  if (!existsSync(path)) return false;
  try {
    return withImage(path, ({ head, start }, file) => sha256Of(file, start) === head.sha256) || remove(path);
  } catch {
    return remove(path);
  }
}

function remove(path: string): false {
  rmSync(path, { force: true });
  return false;
}

/** Fills the memory of a checker that was not set up, and returns where the checker is in it. */
export function readImage(path: string, { memory, __wbindgen_externrefs: table }: CheckerExports): number {
  return withImage(path, ({ head, start }, file) => {
    memory.grow((head.memoryBytes - memory.buffer.byteLength) / wasmPageBytes);
    if (table.length < head.references) table.grow(head.references - table.length);
    const bytes = new Uint8Array(memory.buffer);
    let at = start;
    for (const [from, to] of head.used) {
      for (let next = from; next < to; ) {
        const count = readSync(file, bytes, next, to - next, at);
        if (count === 0) throw new Error('The image ends too soon.');
        next += count;
        at += count;
      }
    }
    return head.linter;
  });
}

function withImage<Result>(
  path: string,
  use: (read: { head: ImageHead; start: number }, file: number) => Result,
): Result {
  const file = openSync(path, 'r');
  try {
    return use(readHead(file), file);
  } finally {
    closeSync(file);
  }
}

const wasmPageBytes = 65_536;

function sha256Of(file: number, start: number): string {
  const hash = createHash('sha256');
  const piece = Buffer.alloc(blockBytes);
  for (let at = start; ; ) {
    const count = readSync(file, piece, 0, blockBytes, at);
    if (count === 0) return hash.digest('hex');
    hash.update(piece.subarray(0, count));
    at += count;
  }
}

const mostHeadBytes = 65_536;

function readHead(file: number): { head: ImageHead; start: number } {
  const bytes = Buffer.alloc(mostHeadBytes);
  const line = bytes.subarray(0, readSync(file, bytes, 0, mostHeadBytes, 0));
  const end = line.indexOf('\n');
  const head: unknown = JSON.parse(line.subarray(0, end).toString());
  if (!isImageHead(head)) throw new Error('The head of the image was damaged.');
  return { head, start: end + 1 };
}

function isImageHead(given: unknown): given is ImageHead {
  if (typeof given !== 'object' || given === null) return false;
  const { linter, memoryBytes, references, used, sha256 }: { [Name in keyof ImageHead]?: unknown } = given;
  const isNumber = (value: unknown) => typeof value === 'number';
  return (
    [linter, memoryBytes, references].every(isNumber) &&
    typeof sha256 === 'string' &&
    Array.isArray(used) &&
    used.every((part) => Array.isArray(part) && part.length === 2 && part.every(isNumber))
  );
}

function writeWhole(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}
