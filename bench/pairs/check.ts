/**
 * `node bench/pairs/check.ts [FIELD …]`: checks the pairs of point and passage and counts them; if there are
 * faults, prints each with file and line and exits with 1.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { printCounts } from '../corpus/print-counts.ts';
import { readPlaced } from '../corpus/read-placed.ts';
import { labels, pairsFile } from './schema.ts';

const folder = import.meta.dirname;
const wanted = process.argv.slice(2);
const faults: string[] = [];
const rows: { field: string; label: string; how: string; length: number }[] = [];
/** Text → where it appears, over all files: a text that appears twice could be in two parts of the split. */
const points = new Map<string, string>();
const passages = new Map<string, string>();
let pointCount = 0;

const words = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];

for (const file of readdirSync(folder).filter((name) => name.endsWith('.yaml'))) {
  if (wanted.length === 0 || wanted.includes(file.replace('.yaml', ''))) readPairs(file);
}

function readPairs(file: string): void {
  const { content, faults: own, place } = readPlaced(join(folder, file), file, pairsFile);
  faults.push(...own);
  for (const [at, entry] of (content ?? []).entries()) {
    pointCount++;
    const here = place([at]);
    const point = words(entry.point).join(' ');
    note(points, point, here, 'the point');
    for (const label of ['said', 'contradicted'])
      if (!entry.passages.some((passage) => passage.label === label))
        faults.push(`${here} the point has no passage that is ${label}`);
    for (const [index, { label, how, text }] of entry.passages.entries()) {
      const there = place([at, 'passages', index]);
      const plain = words(text);
      if (plain.join(' ') === point) faults.push(`${there} the passage is the point itself`);
      // A short passage such as “never” may appear under two points, where it means two things.
      note(
        passages,
        plain.length < 5 ? `${point} ${plain.join(' ')}` : plain.join(' '),
        there,
        'the passage',
      );
      rows.push({ field: file.replace('.yaml', ''), label, how, length: plain.length });
    }
  }
}

function note(seen: Map<string, string>, text: string, place: string, what: string): void {
  const before = seen.get(text);
  if (before !== undefined) faults.push(`${place} ${what} stands already at ${before}`);
  seen.set(text, place);
}

/** Median words by label: were they far apart, length alone would give the label away. */
function median(label: string): number {
  const lengths = rows.filter((row) => row.label === label).map(({ length }) => length);
  return lengths.sort((a, b) => a - b)[Math.floor(lengths.length / 2)] ?? 0;
}

console.log(`${rows.length} pairs, ${pointCount} points`);
printCounts(
  'by field',
  rows.map(({ field }) => field),
);
for (const label of labels) {
  const own = rows.filter((row) => row.label === label);
  const share = Math.round((100 * own.length) / Math.max(1, rows.length));
  printCounts(
    `${label} ${own.length} (${share} %), median ${median(label)} words`,
    own.map(({ how }) => how),
  );
}
for (const line of faults) console.error(line);
process.exitCode = faults.length > 0 ? 1 : 0;
