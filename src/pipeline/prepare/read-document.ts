import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { text as readAll } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { siblingScript } from '../../async/sibling-script.ts';
import { CoachError } from '../../errors.ts';
import { documentKind, textOfBytes } from './document-kind.ts';
import { type DocumentFault, type DocumentReport, documentReport } from './document-types.ts';
import { tidyDocument } from './tidy-document.ts';

/** The largest file that is taken. */
export const mostDocumentBytes = 5 * 2 ** 20;
/** About fifteen pages; nothing behind that is read. */
const mostCharacters = 50_000;
const usualTimeoutMs = 15_000;
/** The child's heap, and all of its memory: a file that unpacks to more is refused. */
const childHeapMb = 256;
const mostMemoryBytes = 768 * 2 ** 20;
const memoryCheckMs = 50;

const childPath = fileURLToPath(siblingScript(import.meta.url, 'document-child'));

/**
 * The text of a job description or résumé: PDF, Word (DOCX) or plain text. A PDF or Word file is read in a child process that
 * sees none of our environment, and that ends at its limits of time and memory. Throws `bad_input` with one sentence for a
 * file that cannot be read.
 */
export async function readDocument(
  bytes: Uint8Array,
  options: { timeoutMs?: number; signal?: AbortSignal } = {},
): Promise<string> {
  if (bytes.byteLength > mostDocumentBytes)
    throw new CoachError('bad_input', 'fault.document-too-large', { most: mostDocumentBytes / 2 ** 20 });
  const kind = documentKind(bytes);
  if (kind === 'old-word') throw faultOf('old-word');
  if (kind === 'unknown') throw faultOf('unknown-kind');
  const report =
    kind === 'text' ? { text: textOfBytes(bytes) ?? '' } : await readInChild(kind, bytes, options);
  if ('fault' in report) throw faultOf(report.fault);
  const text = tidyDocument(report.text).slice(0, mostCharacters);
  if (!/\p{L}{2}/u.test(text)) throw faultOf('empty');
  return text;
}

const faults = {
  encrypted: 'fault.document-encrypted',
  damaged: 'fault.document-damaged',
  'pictures-only': 'fault.document-pictures-only',
  empty: 'fault.document-empty',
  'too-slow': 'fault.document-too-slow',
  'too-big-inside': 'fault.document-too-big-inside',
  'unknown-kind': 'fault.document-unknown-kind',
  'old-word': 'fault.document-old-word',
} as const satisfies Record<DocumentFault, string>;

const faultOf = (fault: DocumentFault) => new CoachError('bad_input', faults[fault]);

async function readInChild(
  kind: 'pdf' | 'docx',
  bytes: Uint8Array,
  { timeoutMs = usualTimeoutMs, signal }: { timeoutMs?: number; signal?: AbortSignal },
): Promise<DocumentReport> {
  const child = spawn(
    process.execPath,
    [`--max-old-space-size=${childHeapMb}`, '--disable-warning=ExperimentalWarning', childPath, kind],
    { stdio: ['pipe', 'pipe', 'ignore'], env: {}, windowsHide: true },
  );
  let ended: DocumentFault | 'aborted' | undefined;
  const end = (why: DocumentFault | 'aborted') => {
    ended ??= why;
    child.kill('SIGKILL');
  };
  const onAbort = () => end('aborted');
  const timer = setTimeout(() => end('too-slow'), timeoutMs);
  const watch = setInterval(() => {
    if (memoryOf(child) > mostMemoryBytes) end('too-big-inside');
  }, memoryCheckMs);
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    if (signal?.aborted) end('aborted');
    child.stdin.once('error', () => undefined);
    child.stdin.end(bytes);
    const [output] = await Promise.all([readAll(child.stdout).catch(() => ''), closed(child)]);
    signal?.throwIfAborted();
    if (ended !== undefined && ended !== 'aborted') return { fault: ended };
    return reportIn(output);
  } finally {
    clearTimeout(timer);
    clearInterval(watch);
    signal?.removeEventListener('abort', onAbort);
  }
}

/** Memory of a process in bytes, where the system tells it (Linux); 0 elsewhere. */
function memoryOf({ pid }: ChildProcess): number {
  try {
    const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
    return pages * 4096;
  } catch {
    return 0;
  }
}

const closed = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.once('error', () => resolve());
    child.once('close', () => resolve());
  });

/** A child that ended without a word ran out of its heap, or fell over the file. */
function reportIn(output: string): DocumentReport {
  try {
    return documentReport.parse(JSON.parse(output));
  } catch {
    return { fault: 'damaged' };
  }
}
