import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import type { Grader } from '../../src/models/ports.ts';

type Chances = Awaited<ReturnType<Grader['grade']>>[number];

/**
 * A grader that keeps what it read in a file of `folder`, so that the next run need not read it again: reading the corpus
 * takes many minutes. `weights` is the file of its network, so that another network has a file of its own.
 */
export function rememberingGrader(grader: Grader, weights: URL, folder: string): Grader {
  const sha = createHash('sha256').update(readFileSync(weights)).digest('hex').slice(0, 12);
  mkdirSync(folder, { recursive: true });
  const file = `${folder}/readings-${sha}.tsv`;
  const known = new Map<string, Chances>();
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  for (const line of lines) {
    const [key = '', ...numbers] = line.split('\t');
    const [said = 0, partly = 0, missed = 0, contradicted = 0] = numbers.map(Number);
    known.set(key, { said, partly, missed, contradicted });
  }
  return {
    ...grader,
    async grade(pairs, options) {
      const keys = pairs.map((pair) => keyOf(pair));
      const unread = pairs.filter((_, at) => !known.has(keys[at] ?? ''));
      const read = await grader.grade(unread, options);
      for (const [at, one] of read.entries()) {
        const pair = unread[at];
        if (!pair) continue;
        known.set(keyOf(pair), one);
        const numbers = [one.said, one.partly, one.missed, one.contradicted];
        appendFileSync(file, `${[keyOf(pair), ...numbers].join('\t')}\n`);
      }
      return keys.flatMap((key) => known.get(key) ?? []);
    },
  };
}

const keyOf = (pair: { question: string; point: string; passage: string }): string =>
  createHash('sha256')
    .update([pair.question, pair.point, pair.passage].join('\n'))
    .digest('base64url')
    .slice(0, 22);
