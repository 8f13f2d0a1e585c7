/**
 * A second, independent labelling of answers to test questions, and how far the two agree.
 *
 *     node bench/corpus/second.ts sheet [COUNT]   prints answers without their labels, drawn evenly over domains and kinds
 *     node bench/corpus/second.ts                 compares `second/*.yaml` with the first labels and prints the agreement
 *
 * Cohen's kappa over the four verdicts (Cohen 1960); for grades the mean difference and the share within 15 points.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { openBank } from '../../src/pipeline/questions/bank.ts';
import { type Answer, answersFile, splitFile, verdicts } from './schema.ts';

const folder = import.meta.dirname;
const second = join(folder, 'second');
const bank = openBank();
const read = (...path: string[]): string => readFileSync(join(folder, ...path), 'utf8');
/** Short enough to be copied by hand, and the same as long as the words are. */
const keyOf = (id: string, text: string): string =>
  createHash('sha256').update(`${id} ${text}`).digest('hex').slice(0, 8);

type Entry = { key: string; id: string; domain: string; answer: Answer };
const test = new Set(splitFile.parse(JSON.parse(read('split.json'))).test);
const entries: Entry[] = readdirSync(join(folder, 'answers')).flatMap((file) =>
  answersFile
    .parse(parse(read('answers', file)))
    .filter(({ question }) => test.has(question))
    .flatMap(({ question: id, answers }) =>
      answers.map((answer) => ({
        key: keyOf(id, answer.text),
        id,
        domain: file.replace('.yaml', ''),
        answer,
      })),
    ),
);

if (process.argv[2] === 'sheet') printSheet(Number(process.argv[3] ?? 320));
else if (existsSync(second)) printAgreement();
else console.log('There is no second labelling yet.');

/** Every kind of answer in turn, in the order of a hash. */
function printSheet(count: number): void {
  const groups = Map.groupBy(
    entries.toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    ({ domain, answer }) => `${domain} ${answer.kind}`,
  );
  const inTurn = Array.from({ length: entries.length }, (_, round) =>
    [...groups.values()].flatMap((group) => group.slice(round, round + 1)),
  );
  const chosen = inTurn.flat().slice(0, count);
  for (const [id, of] of Map.groupBy(chosen, ({ id }) => id)) {
    const question = bank.byId(id);
    console.log(`\n## ${id}: ${question?.text}`);
    for (const concept of question?.concepts ?? []) console.log(`   ${concept.id}: ${concept.statement}`);
    for (const { key, answer } of of.toSorted((a, b) => (a.key < b.key ? -1 : 1)))
      console.log(`- ${key}${answer.asked ? ` (asked: ${answer.asked})` : ''}: ${answer.text}`);
  }
}

function printAgreement(): void {
  const secondFile = z.record(
    z.string(),
    z.strictObject({
      grade: z.int().min(0).max(100),
      said: z.array(z.string()).default([]),
      partly: z.array(z.string()).default([]),
      contradicted: z.array(z.string()).default([]),
    }),
  );
  const pairs: [string, string][] = [];
  const grades: number[] = [];
  const byKind = new Map<string, { more: number[]; otherLabels: number }>();
  for (const file of readdirSync(second)) {
    for (const [key, other] of Object.entries(secondFile.parse(parse(read('second', file))))) {
      const entry = entries.find((one) => one.key === key);
      if (!entry) throw new Error(`${file}: ${key} is the answer to no test question.`);
      grades.push(Math.abs(entry.answer.grade - other.grade));
      const ofKind = byKind.get(entry.answer.kind) ?? { more: [], otherLabels: 0 };
      byKind.set(entry.answer.kind, ofKind);
      ofKind.more.push(other.grade - entry.answer.grade);
      const ids = bank.byId(entry.id)?.concepts.map(({ id }) => id) ?? [];
      for (const named of verdicts.flatMap((verdict) => other[verdict]))
        if (!ids.includes(named)) throw new Error(`${file}: ${key} has no point ${named}.`);
      for (const id of ids) {
        const first = verdicts.find((verdict) => id in entry.answer[verdict]) ?? 'missed';
        const again = verdicts.find((verdict) => other[verdict].includes(id)) ?? 'missed';
        pairs.push([first, again]);
        if (first !== again) ofKind.otherLabels += 1;
      }
    }
  }
  const share = (held: number, of: number) => `${((100 * held) / of).toFixed(1)} %`;
  const same = pairs.filter(([a, b]) => a === b).length;
  console.log(
    `${grades.length} answers, ${pairs.length} labels; the same verdict: ${share(same, pairs.length)}`,
  );
  console.log(`kappa ${kappa(pairs).toFixed(3)}`);
  for (const verdict of [...verdicts, 'missed']) {
    const [first, other] = [0, 1].map((at) => pairs.filter((pair) => pair[at] === verdict).length);
    const both = pairs.filter(([a, b]) => a === verdict && b === verdict).length;
    console.log(`  ${verdict}: first ${first}, second ${other}, both ${both}`);
  }
  const differ = pairs.filter(([a, b]) => a !== b);
  const nextToPartly = differ.filter((pair) => pair.includes('partly') && !pair.includes('contradicted'));
  console.log(
    `${differ.length} labels differ, ${nextToPartly.length} of them between partly and said or missed`,
  );
  const near = grades.filter((one) => one <= 15).length;
  console.log(
    `grades: mean difference ${meanOf(grades).toFixed(1)}, within 15 points ${share(near, grades.length)}`,
  );
  for (const [kind, { more, otherLabels }] of byKind)
    console.log(
      `  ${kind}: ${more.length} answers, ${otherLabels} labels differ, second grade less first ${meanOf(more).toFixed(1)}`,
    );
}

function meanOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
}

function kappa(pairs: readonly [string, string][]): number {
  const total = pairs.length;
  const share = (at: 0 | 1, verdict: string) => pairs.filter((pair) => pair[at] === verdict).length / total;
  const observed = pairs.filter(([a, b]) => a === b).length / total;
  const chance = [...verdicts, 'missed'].reduce((sum, one) => sum + share(0, one) * share(1, one), 0);
  return (observed - chance) / (1 - chance);
}
