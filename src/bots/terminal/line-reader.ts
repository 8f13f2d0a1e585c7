import type { Interface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

/** `isPasted`: its end came with a paste, not with the Enter key. */
export type Line = { text: string; isPasted: boolean };

/** Nobody types another line this soon after the last one. */
const pasteGapMs = 30;

/** Lines one by one, kept while nobody asks for them. */
export function createLineReader(lines: Interface, input: Readable) {
  const kept: Line[] = [];
  let ended = false;
  let isPasting = false;
  let waiting: (() => void) | null = null;
  const wake = () => {
    waiting?.();
    waiting = null;
  };
  input.on('keypress', (_: unknown, key: { name?: string } | undefined) => {
    if (key?.name === 'paste-start') isPasting = true;
    if (key?.name === 'paste-end') isPasting = false;
  });
  lines.on('line', (text) => {
    kept.push({ text, isPasted: isPasting });
    wake();
  });
  lines.on('close', () => {
    ended = true;
    wake();
  });
  return {
    hasEnded: () => ended,
    /** Lines that nobody has asked for yet. */
    holdsMore: () => kept.length > 0,
    /**
     * The next line, or null at the end and on abort. A line that does not fit stays in the queue, and null
     * is returned.
     */
    async next(signal: AbortSignal, fits: (line: string) => boolean = () => true): Promise<Line | null> {
      while (kept.length === 0 && !ended && !signal.aborted)
        await new Promise<void>((resolve) => {
          waiting = resolve;
          signal.addEventListener('abort', wake, { once: true });
        });
      signal.removeEventListener('abort', wake);
      const [line] = kept;
      if (line === undefined || signal.aborted || !fits(line.text)) return null;
      kept.shift();
      return line;
    },
    /** True when more is already there, or comes at once. */
    async followsAtOnce(signal: AbortSignal): Promise<boolean> {
      const isMore = () => kept.length > 0 || lines.line !== '';
      if (!isMore() && !ended) await sleep(pasteGapMs, null, { signal }).catch(() => null);
      return isMore();
    },
  };
}
