/**
 * `node bench/corpus/split.ts`: writes `split.json`. Within each domain the questions are ordered by a hash
 * of seed and id; the first fifth is test, the next tenth tune, the rest train. A question that already has a
 * part keeps it.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openBank } from '../../src/pipeline/questions/bank.ts';
import { type Part, parts, splitFile } from './schema.ts';

const seed = 'greenroom-1';
const file = join(import.meta.dirname, 'split.json');
const known = existsSync(file) ? splitFile.parse(JSON.parse(readFileSync(file, 'utf8'))) : null;
const bank = openBank();
const split: Record<Part, string[]> = { train: [], tune: [], test: [] };
for (const { name } of bank.domains()) {
  const rank = (id: string) => createHash('sha256').update(`${seed} ${id}`).digest('hex');
  const ids = bank.questions({ domain: name }).map(({ id }) => id);
  const kept = (part: Part) => ids.filter((id) => known?.[part].includes(id));
  const open = ids
    .filter((id) => !parts.some((part) => known?.[part].includes(id)))
    .sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
  const take = (part: Part, share: number) => {
    const wanted = Math.max(0, Math.round(ids.length * share) - kept(part).length);
    split[part].push(...[...kept(part), ...open.splice(0, wanted)].sort());
  };
  take('test', 0.2);
  take('tune', 0.1);
  split.train.push(...[...kept('train'), ...open].sort());
}
writeFileSync(file, `${JSON.stringify({ seed, ...split }, null, 2)}\n`);
console.log(parts.map((part) => `${part} ${split[part].length}`).join(', '));
