/** What a person enters at the terminal, or what a pipe holds: answers, sound files and commands. */
import { existsSync, statSync } from 'node:fs';
import { extname } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

export type Entry =
  | { type: 'answer'; text: string }
  | { type: 'file'; path: string }
  /** The words after the slash: `skip`, `stop`. */
  | { type: 'command'; words: string };

export type Entries = {
  /** The next thing entered, or null at the end of the input or on abort. */
  next(signal: AbortSignal): Promise<Entry | null>;
  /** One line in reply to a question of ours, or null at the end. */
  line(question: string, signal: AbortSignal): Promise<string | null>;
  close(): void;
};

/**
 * Reads entries from lines: an answer ends with an empty line or with the input, a line that begins with a slash is a
 * command, and a line that is the path of a file is that file. `prompt` is shown before each line on a
 * terminal, and Ctrl-C there calls `interrupted` instead of ending the input.
 */
export function readEntries(
  input: Readable,
  options: { output?: Writable; prompt?: string; interrupted?: () => void } = {},
): Entries {
  const interactive = options.output !== undefined;
  const lines = createInterface({
    input,
    ...(options.output === undefined ? {} : { output: options.output }),
    terminal: interactive,
    prompt: options.prompt ?? '',
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  if (options.interrupted) lines.on('SIGINT', options.interrupted);
  const reader = createLineReader(lines);
  return {
    async next(signal) {
      const text: string[] = [];
      while (true) {
        if (interactive) lines.prompt();
        const line = await reader.next(signal);
        if (signal.aborted) return null;
        if (line === null || line.trim() === '') {
          if (text.length > 0) return { type: 'answer', text: text.join('\n') };
          if (line === null) return null;
          continue;
        }
        if (text.length === 0) {
          const trimmed = line.trim();
          if (commandLine.test(trimmed) && !existsSync(trimmed))
            return { type: 'command', words: trimmed.slice(1) };
          if (isSoundFile(trimmed)) return { type: 'file', path: trimmed };
        }
        text.push(line);
      }
    },
    async line(question, signal) {
      lines.setPrompt(question);
      lines.prompt();
      lines.setPrompt(options.prompt ?? '');
      return await reader.next(signal);
    },
    close: () => lines.close(),
  };
}

/** Sound files given on the command line, one an answer. */
export function entriesOfFiles(paths: readonly string[]): Entries {
  const left = [...paths];
  return {
    async next() {
      const path = left.shift();
      return path === undefined ? null : { type: 'file', path };
    },
    line: async () => null,
    close: () => undefined,
  };
}

/** Words and options; what holds another slash is a path. */
const commandLine = /^\/[a-z][a-z0-9 -]*( +[a-z]+=\S+)*$/i;

const soundNames = new Set('.wav .flac .mp3 .ogg .oga .opus .m4a .mp4 .aac .webm .mkv .mov'.split(' '));

/** A path that exists; a word of an answer that happens to name a file of another kind stays an answer. */
function isSoundFile(line: string): boolean {
  return line.length < 4096 && soundNames.has(extname(line).toLowerCase()) && isFile(line);
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Lines one by one, kept while nobody asks for them. */
function createLineReader(lines: Interface) {
  const kept: string[] = [];
  let ended = false;
  let waiting: ((line: string | null) => void) | null = null;
  const give = (line: string | null) => {
    const resolve = waiting;
    waiting = null;
    resolve?.(line);
  };
  lines.on('line', (line) => {
    if (waiting) give(line);
    else kept.push(line);
  });
  lines.on('close', () => {
    ended = true;
    give(null);
  });
  return {
    next(signal: AbortSignal): Promise<string | null> {
      const line = kept.shift();
      if (line !== undefined) return Promise.resolve(line);
      if (ended || signal.aborted) return Promise.resolve(null);
      return new Promise((resolve) => {
        const stop = () => give(null);
        signal.addEventListener('abort', stop, { once: true });
        waiting = (value) => {
          signal.removeEventListener('abort', stop);
          resolve(value);
        };
      });
    },
  };
}
