/**
 * `npm run wording`: every message is an ICU MessageFormat under one key, is used, and says something of its
 * own. The compiler checks that a key used in code exists and gets its values. Add --count to print without
 * failing.
 */
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Expression, parseSync } from '@swc/core';
import { IntlMessageFormat } from 'intl-messageformat';
import { sourceFiles } from './source-files.ts';

const root = join(import.meta.dirname, '..');
const languages = 'src/wording/en/';

type Message = { key: string; text: string; file: string };

/**
 * What is wrong with the messages in `sources`, one sentence each. `sources` is the whole program, by path.
 */
export function faultsOfWording(sources: ReadonlyMap<string, string>): string[] {
  const messages: Message[] = [];
  const used: Uses = { words: new Set(), ends: [] };
  for (const [file, source] of sources) {
    const { body } = parseSync(source, { syntax: 'typescript', target: 'es2024' });
    if (file.startsWith(languages)) messages.push(...messagesIn(body, file));
    else collectUses(body, used);
  }
  return [
    ...twice(messages, ({ key }) => key).map(
      ([key, places]) => `${key} stands in ${places.map(({ file }) => file).join(' and ')}.`,
    ),
    ...messages.flatMap(({ key, text }) => {
      const fault = faultOfFormat(text);
      return fault === null ? [] : [`${key} is no ICU MessageFormat: ${fault}`];
    }),
    ...messages
      .filter(({ key }) => !isUsed(key, used))
      .map(({ key, file }) => `${key} in ${file} is not used.`),
    ...twice(messages, ({ text }) => (isSentence(text) ? text : null)).map(
      ([text, places]) => `${places.map(({ key }) => key).join(' and ')} say the same: ${text}`,
    ),
  ];
}

/** Strings in code that may be keys, and the beginnings and ends of template literals that may be. */
type Uses = { words: Set<string>; ends: { start: string; end: string }[] };

const isUsed = (key: string, { words, ends }: Uses): boolean =>
  words.has(key) || ends.some(({ start, end }) => key.startsWith(start) && key.endsWith(end));

/** The keys and texts of `export const surface = { 'surface.key': 'Text.' } as const`. */
function messagesIn(node: unknown, file: string): Message[] {
  return nodesIn(node).flatMap((each) => {
    if (each.type !== 'KeyValueProperty') return [];
    const key = (each.key as { type: string; value?: unknown }).value;
    const text = textOf(each.value as Expression);
    return typeof key === 'string' && text !== null ? [{ key, text, file }] : [];
  });
}

function textOf(expression: Expression): string | null {
  if (expression.type === 'StringLiteral') return expression.value;
  if (expression.type === 'TemplateLiteral' && expression.expressions.length === 0)
    return expression.quasis[0]?.cooked ?? null;
  return null;
}

function collectUses(node: unknown, { words, ends }: Uses): void {
  for (const each of nodesIn(node)) {
    if (each.type === 'StringLiteral') words.add(String(each.value));
    if (each.type !== 'TemplateLiteral') continue;
    const parts = each.quasis as { cooked?: string | null }[];
    const start = parts[0]?.cooked ?? '';
    if (parts.length === 1) words.add(start);
    // A composed key begins with whole words: `notice.${kind}`.
    else if (/^[a-z][a-z0-9-]*\.(.*\.)?$/.test(start)) ends.push({ start, end: parts.at(-1)?.cooked ?? '' });
  }
}

type SyntaxNode = { type: string } & Record<string, unknown>;

function nodesIn(value: unknown): SyntaxNode[] {
  if (Array.isArray(value)) return value.flatMap(nodesIn);
  if (typeof value !== 'object' || value === null) return [];
  const below = Object.values(value).flatMap(nodesIn);
  return 'type' in value && typeof value.type === 'string' ? [value as SyntaxNode, ...below] : below;
}

function faultOfFormat(text: string): string | null {
  try {
    new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true });
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Labels and titles may repeat; a sentence that repeats would have to be changed in two places. */
const isSentence = (text: string): boolean => /\S+ \S+ \S+.*[.?!…]$/.test(text.trim());

function twice(messages: readonly Message[], by: (message: Message) => string | null): [string, Message[]][] {
  const groups = new Map<string, Message[]>();
  for (const message of messages) {
    const group = by(message);
    if (group !== null) groups.set(group, [...(groups.get(group) ?? []), message]);
  }
  return [...groups].filter(([, places]) => places.length > 1);
}

if (import.meta.main) {
  const files = ['src', 'scripts']
    .flatMap((folder) => sourceFiles(join(root, folder)))
    .map((file) => [relative(root, file), readFileSync(file, 'utf8')] as const);
  const faults = faultsOfWording(new Map(files));
  for (const fault of faults) console.log(fault);
  console.log(
    faults.length === 0
      ? 'Every message is used and says something of its own.'
      : `${faults.length} faults in the wording.`,
  );
  if (faults.length > 0 && !process.argv.includes('--count')) process.exitCode = 1;
}
