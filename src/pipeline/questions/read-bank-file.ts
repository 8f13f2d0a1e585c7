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
import { CoachError } from '../../errors.ts';
import { type BankFile, bankFileSchema } from './schema.ts';

/** One thing to change in a file of questions. `advice` does not keep the file from being used. */
export type BankFault = {
  file: string;
  /** From 1. */
  line: number;
  severity: 'error' | 'advice';
  message: string;
};

export type BankFileReading = {
  /** Null when the file has errors. */
  content: BankFile | null;
  faults: BankFault[];
  /** The line, from 1, on which a value begins: `lineOf(['questions', 0, 'text'])`. */
  lineOf(path: PropertyKey[]): number;
};

/** Reads one file of questions (YAML, or JSON, which YAML includes) and reports every fault at once, by line. */
export function readBankFile(file: string): BankFileReading {
  try {
    return parseBankFile(readFileSync(file, 'utf8'), file);
  } catch (cause) {
    if (!isFileError(cause)) throw cause;
    throw new CoachError('bad_input', `${file} cannot be read (${cause.code}); check its name and rights.`, {
      cause,
    });
  }
}

/** The same for text that is at hand; `file` is the name that faults carry. */
export function parseBankFile(text: string, file: string): BankFileReading {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const lineOf = (path: PropertyKey[]) => lines.linePos(offsetOf(document, path)).line;
  const fault = (line: number, message: string): BankFault => ({ file, line, severity: 'error', message });
  if (document.errors.length > 0) {
    const faults = document.errors.map((error) =>
      fault(lines.linePos(error.pos[0]).line, syntaxMessage(error.message)),
    );
    return { content: null, faults, lineOf };
  }
  const value: unknown = document.toJS();
  const parsed = bankFileSchema.safeParse(value);
  if (parsed.success) return { content: parsed.data, faults: [], lineOf };
  const faults = parsed.error.issues.map((issue) => {
    const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
    return fault(lineOf(path), `${placeOf(value, issue.path)}${messageOf(issue)}`);
  });
  return { content: null, faults: faults.toSorted((a, b) => a.line - b.line), lineOf };
}

/** Faults as people read them, one a line: `backend.yaml:14: …`. */
export const printFaults = (faults: readonly BankFault[]): string =>
  faults
    .map(
      ({ file, line, severity, message }) =>
        `${file}:${line}: ${severity === 'advice' ? 'advice: ' : ''}${message}`,
    )
    .join('\n');

const isFileError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'code' in error && 'syscall' in error;

/** Where a value begins; where the nearest thing around it begins if it is not there at all. */
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

/** Names the question a fault is in, as a line number alone helps little in a file that is being edited. */
function placeOf(value: unknown, path: PropertyKey[]): string {
  const named: string[] = [];
  let inside = value;
  for (const key of path) {
    inside = typeof inside === 'object' && inside !== null ? Reflect.get(inside, key) : undefined;
    if (typeof key === 'number') {
      const id = typeof inside === 'object' && inside !== null ? Reflect.get(inside, 'id') : undefined;
      named.push(typeof id === 'string' ? id : `number ${key + 1}`);
    } else if (key !== 'questions' && key !== 'concepts') named.push(String(key));
  }
  return named.length === 0 ? '' : `${named.join(' › ')} `;
}

function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys')
    return `has ${issue.keys.map((key) => `"${key}"`).join(', ')}, which is not a known name here; correct or remove it`;
  if (issue.code === 'invalid_type' && issue.path.length === 0)
    return 'The file must begin with domain, title and questions';
  return issue.message;
}

const syntaxMessage = (message: string): string =>
  `is not valid YAML: ${message.split(/ at line \d+|\n/)[0]}; put text that holds ": " or "#" in quotes`;
