import { readFileSync } from 'node:fs';
import {
  type Document,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type YAMLMap,
} from 'yaml';
import type { z } from 'zod';
import { type BankFault, type BankFaultCode, bankFaultCodes, type FindingValues } from '../../domain.ts';
import { CoachError } from '../../errors.ts';
import { takeTexts } from '../../given-text.ts';
import { type BankFile, bankFileSchema } from './schema.ts';

export type BankFileReading = {
  /** Null when the file has errors. */
  content: BankFile | null;
  faults: BankFault[];
  /** The line, from 1, on which a value begins: `lineOf(['questions', 0, 'text'])`. */
  lineOf(path: PropertyKey[]): number;
};

/** Reads one question file (YAML, or JSON, which YAML includes) and reports all faults at once, by line. */
export function readBankFile(file: string): BankFileReading {
  try {
    return parseBankFile(readFileSync(file, 'utf8'), file);
  } catch (cause) {
    if (!isFileError(cause)) throw cause;
    const values = { file, reason: cause.code ?? '' };
    throw new CoachError('bad_input', 'fault.question-file-unreadable', values, { cause });
  }
}

/** The same for text in memory; `file` is the file name used in faults. */
export function parseBankFile(text: string, file: string): BankFileReading {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const lineOf = (path: PropertyKey[]) => lines.linePos(offsetOf(document, path)).line;
  if (document.errors.length > 0) {
    const faults = document.errors.map(
      (error): BankFault => ({
        file,
        line: lines.linePos(error.pos[0]).line,
        severity: 'error',
        code: 'not-yaml',
        place: '',
        values: { reason: error.message.split(/ at line \d+|\n/)[0] ?? '' },
      }),
    );
    return { content: null, faults, lineOf };
  }
  let value: unknown;
  try {
    value = takeTexts(document.toJS());
  } catch (error) {
    // Aliases of aliases can expand beyond any memory: the reader gives up after a hundred.
    if (!(error instanceof ReferenceError)) throw error;
    const fault: BankFault = { file, line: 1, severity: 'error', code: 'many-aliases', place: '' };
    return { content: null, faults: [fault], lineOf };
  }
  const parsed = bankFileSchema.safeParse(value);
  if (parsed.success) return { content: parsed.data, faults: [], lineOf };
  const faults = parsed.error.issues.map((issue): BankFault => {
    const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
    const place = placeOf(value, issue.path);
    return { file, line: lineOf(path), severity: 'error', place, ...problemOf(issue) };
  });
  return { content: null, faults: faults.toSorted((a, b) => a.line - b.line), lineOf };
}

const isFileError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'code' in error && 'syscall' in error;

/** Where a value begins or, if it is missing, where the nearest enclosing value begins. */
function offsetOf(document: Document, path: PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const key of [null, ...path]) {
    if (key !== null) node = isSeq(node) ? node.items[Number(key)] : isMap(node) ? pairOf(node, key) : null;
    const start = isPair(node) ? node.key : node;
    if (!isNode(start) || !start.range) break;
    offset = start.range[0];
    if (isPair(node)) node = node.value;
  }
  return offset;
}

const pairOf = (map: YAMLMap, key: PropertyKey): unknown =>
  map.items.find((pair) => (isScalar(pair.key) ? pair.key.value : pair.key) === key);

/**
 * Names the question with the fault, because a line number alone helps little in a file that is being edited.
 */
function placeOf(value: unknown, path: PropertyKey[]): string {
  const named: string[] = [];
  let inside = value;
  for (const key of path) {
    inside = typeof inside === 'object' && inside !== null ? Reflect.get(inside, key) : undefined;
    if (typeof key === 'number') {
      const id = typeof inside === 'object' && inside !== null ? Reflect.get(inside, 'id') : undefined;
      named.push(typeof id === 'string' ? id : `#${key + 1}`);
    } else if (key !== 'questions' && key !== 'concepts') named.push(String(key));
  }
  return named.join(' › ');
}

type Problem = { code: BankFaultCode; values?: FindingValues };

function problemOf(issue: z.core.$ZodIssue): Problem {
  if (issue.code === 'unrecognized_keys') return { code: 'unknown-names', values: { names: issue.keys } };
  if (issue.code === 'invalid_type' && issue.path.length === 0) return { code: 'not-a-bank' };
  const code = bankFaultCodes.find((one) => one === issue.message);
  if (code === undefined) return { code: 'not-usable', values: { reason: issue.message } };
  if (issue.code === 'invalid_value') return { code, values: { names: issue.values.map(String) } };
  const start: unknown = issue.code === 'custom' ? issue.params?.start : undefined;
  return typeof start === 'string' ? { code, values: { start } } : { code };
}
