/** What a person enters at the terminal, or a pipe sends: answers, sound files and commands. */
import { existsSync } from 'node:fs';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { isSoundFile } from './attachments.ts';

export type Entry =
  /** `isEarly`: it was typed before it was asked for. */
  | { type: 'answer'; text: string; isEarly: boolean }
  | { type: 'file'; path: string }
  /** The words after the slash: `skip`, `stop`. */
  | { type: 'command'; words: string };

export type Entries = {
  /** The next thing entered, or null at the end of the input or on abort. */
  next(signal: AbortSignal): Promise<Entry | null>;
  /**
   * One line in reply to a question of ours, or null at the end. With `fits`, a line that does not fit stays where it is,
   * and null is returned.
   */
  line(question: string, signal: AbortSignal, fits?: (line: string) => boolean): Promise<string | null>;
  close(): void;
};

/**
 * Reads entries from lines. An answer ends with an empty line or with the input; inside a paste, a code block or a pair of
 * `"""` lines, empty lines belong to it. A line that begins with a slash is a command, and a line that is the path of a
 * sound file is that file. On a terminal `prompt` is shown before each line, and Ctrl-C calls `interrupted`.
 */
export function readEntries(
  input: Readable,
  options: { output?: Writable; prompt?: string; interrupted?: () => void } = {},
): Entries {
  const { output, prompt = '' } = options;
  const lines = createInterface({
    input,
    ...(output === undefined ? {} : { output }),
    terminal: output !== undefined,
    prompt,
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  if (options.interrupted) lines.on('SIGINT', options.interrupted);
  output?.write(pasteMode.on);
  const reader = createLineReader(lines, input);
  const showPrompt = () => {
    if (output !== undefined && !reader.hasEnded() && !reader.holdsMore()) lines.prompt();
  };
  return {
    async next(signal) {
      const answer = createAnswer();
      const isEarly = output !== undefined && reader.holdsMore();
      const whole = (): Entry => ({ type: 'answer', text: answer.text(), isEarly });
      while (true) {
        showPrompt();
        const line = await reader.next(signal);
        if (signal.aborted) return null;
        if (line === null) return answer.isEmpty() ? null : whole();
        if (answer.isEmpty() && !answer.isQuoted()) {
          if (line.text.trim() === '') continue;
          const entry = line.isPasted ? null : commandOrFile(line.text.trim());
          if (entry) return entry;
        }
        // A terminal without bracketed paste gives a paste as quick lines.
        const isInside =
          line.isPasted ||
          (output !== undefined && line.text.trim() === '' && (await reader.followsAtOnce(signal)));
        if (answer.add(line.text, isInside) && !answer.isEmpty()) return whole();
      }
    },
    async line(question, signal, fits) {
      if (output !== undefined) {
        lines.setPrompt(question);
        showPrompt();
        lines.setPrompt(prompt);
      }
      return (await reader.next(signal, fits))?.text ?? null;
    },
    close() {
      output?.write(pasteMode.off);
      lines.close();
    },
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

/** Bracketed paste: the terminal marks where a paste begins and ends. */
const pasteMode = { on: '\u001b[?2004h', off: '\u001b[?2004l' };

/** Words and options; a text with another slash is a path. */
const commandLine = /^\/[a-z][a-z0-9 -]*( +[a-z]+=\S+)*$/i;

function commandOrFile(line: string): Entry | null {
  if (commandLine.test(line) && !existsSync(line)) return { type: 'command', words: line.slice(1) };
  return isSoundFile(line) ? { type: 'file', path: line } : null;
}

const quotes = '"""';
const codeFence = '```';
/** A code block that is never closed ends with this many empty lines. */
const blanksThatEnd = 3;

/** The lines of one answer, until one of them ends it. */
function createAnswer() {
  const lines: string[] = [];
  let isQuoted = false;
  let isCode = false;
  let blanks = 0;
  return {
    isEmpty: () => lines.every((line) => line.trim() === ''),
    isQuoted: () => isQuoted,
    text: () =>
      lines
        .join('\n')
        .replace(/^(\s*\n)+/, '')
        .trimEnd(),
    /** True when the answer is complete with this line. `isInside`: there is certainly more to come. */
    add(line: string, isInside: boolean): boolean {
      const isBlank = line.trim() === '';
      blanks = isBlank ? blanks + 1 : 0;
      if (line.trim() === quotes && (isQuoted || lines.length === 0)) {
        isQuoted = !isQuoted;
        return !isQuoted && !isInside;
      }
      if (isBlank && !isInside && !isQuoted && (!isCode || blanks >= blanksThatEnd)) return true;
      if (line.trimStart().startsWith(codeFence)) isCode = !isCode;
      lines.push(line);
      return false;
    },
  };
}

/** `isPasted`: its end came with a paste, not with the Enter key. */
type Line = { text: string; isPasted: boolean };

/** Nobody types another line this soon after the last one. */
const pasteGapMs = 30;

/** Lines one by one, kept while nobody asks for them. */
function createLineReader(lines: Interface, input: Readable) {
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
