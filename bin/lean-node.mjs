/** How Node is started for the programs that run for long, so that they take less memory. Plain JavaScript, as the door is. */
import { fileURLToPath } from 'node:url';

/**
 * Room for young objects in the main thread, in MB: by itself V8 takes 48, and is no faster with them. And how much of what
 * is in use may pile up as garbage, in every thread, before it is collected: by itself V8 waits until it is twice as much.
 */
export const leanFlags = ['--max-semi-space-size=2', '--heap-growing-percent=20'];

/**
 * `MALLOC_…`: glibc keeps an arena of memory for each of the many threads, and rarely gives any of it back.
 * `NODE_COMPILE_CACHE`: what was compiled once is read from there, types already stripped, in every thread.
 */
export const leanEnvironment = () => ({
  MALLOC_ARENA_MAX: '2',
  MALLOC_TRIM_THRESHOLD_: '131072',
  MALLOC_MMAP_THRESHOLD_: '131072',
  NODE_COMPILE_CACHE: fileURLToPath(new URL(`../${cacheFolder}`, import.meta.url)),
});

/** Beside the packages, wherever those are: whoever may write there may change the program itself. */
const cacheFolder = import.meta.url.includes('/node_modules/greenroom/')
  ? '../.cache/greenroom'
  : 'node_modules/.cache/greenroom';

/**
 * Replaces this process by the same with that environment and those flags, which only count from the start. Does nothing
 * where Node cannot do that (before 22.15, on Windows), and with a debugger or a parent that talks to this process.
 */
export function becomeLean() {
  const isLean = leanFlags.every((flag) => process.execArgv.includes(flag));
  if (isLean || typeof process.execve !== 'function' || process.platform === 'win32' || process.channel)
    return;
  const args = [process.execPath, ...leanFlags, ...process.execArgv, ...process.argv.slice(1)];
  process.execve(process.execPath, args, { ...leanEnvironment(), ...process.env });
}
