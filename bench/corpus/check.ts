/**
 * `node bench/corpus/check.ts [DOMAIN …]`: checks the answers against the bank and counts them; if there are
 * faults, prints each with file and line and exits with 1.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Question } from '../../src/domain.ts';
import { openBank } from '../../src/pipeline/questions/bank.ts';
import { printCounts } from './print-counts.ts';
import { readPlaced } from './read-placed.ts';
import { type Answer, answersFile, kinds, parts, splitFile, verdicts } from './schema.ts';

const leastAnswers = 8;
/** The share of five-word runs of the shorter answer that are also in the longer one. */
const alike = { fault: 0.5, advice: 0.2 };
const weights = { must: 3, should: 2, bonus: 1 } as const;

const folder = join(import.meta.dirname, 'answers');
const bank = openBank();
const wanted = process.argv.slice(2);
const faults: string[] = [];
const advice: string[] = [];
type Entry = { question: Question; answer: Answer; place: string };
const entries: Entry[] = [];

const plain = (text: string) => text.replace(/\s+/g, ' ').trim();
const words = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];
const list = (quotes: string | string[]) => (typeof quotes === 'string' ? [quotes] : quotes);

for (const file of readdirSync(folder).filter((name) => name.endsWith('.yaml'))) {
  if (wanted.length === 0 || wanted.includes(file.replace('.yaml', ''))) readAnswers(file);
}

function readAnswers(file: string): void {
  const { content, faults: own, place } = readPlaced(join(folder, file), `answers/${file}`, answersFile);
  faults.push(...own);
  if (content === null) return;
  const domain = file.replace('.yaml', '');
  const seen = new Set<string>();
  for (const [at, { question: id, answers }] of content.entries()) {
    const question = bank.byId(id);
    if (question === null || question.domain !== domain) {
      faults.push(`${place([at])} the bank has no question ${id} in ${domain}`);
      continue;
    }
    if (seen.has(id)) faults.push(`${place([at])} ${id} stands here twice`);
    seen.add(id);
    if (answers.length < leastAnswers)
      faults.push(`${place([at])} ${id} has ${answers.length} answers, not ${leastAnswers}`);
    for (const [index, answer] of answers.entries()) {
      const entry = { question, answer, place: place([at, 'answers', index]) };
      entries.push(entry);
      checkAnswer(entry);
    }
  }
  const missing = bank.questions({ domain }).filter(({ id }) => !seen.has(id));
  if (missing.length > 0)
    advice.push(`answers/${file} has no answers to ${missing.map(({ id }) => id).join(', ')}`);
}

function checkAnswer({ question, answer, place }: Entry): void {
  const fault = (message: string) => faults.push(`${place} ${answer.kind}: ${message}`);
  const text = plain(answer.text);
  const labelled = new Set<string>();
  for (const verdict of verdicts) {
    for (const [id, quotes] of Object.entries(answer[verdict])) {
      if (!question.concepts.some((concept) => concept.id === id))
        fault(`${question.id} has no concept ${id}`);
      if (labelled.has(id)) fault(`${id} has two verdicts`);
      labelled.add(id);
      for (const quote of list(quotes))
        if (!text.includes(plain(quote))) fault(`“${quote}” does not stand in the text`);
    }
  }
  const asked = question.concepts.flatMap(({ followUps }) => followUps);
  if ((answer.kind === 'follow-up') !== (answer.asked !== undefined))
    fault('asked belongs to kind follow-up, and only there');
  else if (answer.asked !== undefined && !asked.includes(answer.asked))
    fault(`${question.id} has no follow-up “${answer.asked}”`);
  if ((answer.kind === 'dialect') !== (answer.variety !== undefined) && answer.kind === 'dialect')
    fault('needs a variety');
  checkGrade({ question, answer, place });
}

/** A grade may differ from the sum of the labels, but must not be absurd next to them. */
function checkGrade({ question, answer, place }: Entry): void {
  const fault = (message: string) => faults.push(`${place} ${answer.kind}: grade ${answer.grade} ${message}`);
  const { grade, kind } = answer;
  const [low, high] = kinds[kind];
  if (grade < low || grade > high) fault(`is outside ${low}–${high}`);
  if (kind === 'follow-up') return;
  let got = 0;
  let all = 0;
  for (const { id, weight } of question.concepts) {
    all += weights[weight];
    if (id in answer.said) got += weights[weight];
    if (id in answer.partly) got += weights[weight] / 2;
  }
  const share = got / all;
  const against = question.concepts.filter(({ id }) => id in answer.contradicted);
  if (against.some(({ weight }) => weight === 'must') && grade > 55)
    fault('is high for an answer that contradicts a point that must be made');
  if (against.length === 0 && share >= 0.85 && grade < 60 && kind !== 'points-only' && kind !== 'rambling')
    fault('is low for an answer that makes nearly all points');
  if (share < 0.15 && grade > 40) fault('is high for an answer that makes hardly any point');
  if (share < 0.4 && grade > 78) fault('is high for an answer that makes few points');
}

/** Pairs of answers that repeat each other. */
function compare(): void {
  const runs = entries.map(({ answer }) => {
    const all = words(answer.text);
    return new Set(all.slice(4).map((_, at) => all.slice(at, at + 5).join(' ')));
  });
  const holders = new Map<string, number[]>();
  for (const [at, set] of runs.entries())
    for (const run of set) holders.set(run, [...(holders.get(run) ?? []), at]);
  const shared = new Map<string, number>();
  for (const at of holders.values())
    for (const [index, one] of at.entries())
      for (const other of at.slice(index + 1))
        shared.set(`${one} ${other}`, (shared.get(`${one} ${other}`) ?? 0) + 1);
  for (const [pair, count] of shared) {
    const [one = 0, other = 0] = pair.split(' ').map(Number);
    const share = count / Math.min(runs[one]?.size ?? 1, runs[other]?.size ?? 1);
    const message = `${entries[one]?.place} and ${entries[other]?.place} share ${Math.round(share * 100)} % of their wording`;
    if (share >= alike.fault) faults.push(message);
    else if (share >= alike.advice) advice.push(message);
  }
}

function checkSplit(): void {
  const split = splitFile.safeParse(
    JSON.parse(readFileSync(join(import.meta.dirname, 'split.json'), 'utf8')),
  );
  if (!split.success) {
    faults.push(`split.json ${split.error.message}`);
    return;
  }
  for (const { id } of bank.questions()) {
    const count = parts.filter((part) => split.data[part].includes(id)).length;
    if (count !== 1) faults.push(`split.json holds ${id} ${count} times; run node bench/corpus/split.ts`);
  }
}

function count(): void {
  const labels = entries.flatMap(({ question, answer }) =>
    question.concepts.map(({ id }) => verdicts.find((verdict) => id in answer[verdict]) ?? 'missed'),
  );
  const lengths = entries.map(({ answer }) => words(answer.text).length).sort((a, b) => a - b);
  console.log(
    `${entries.length} answers to ${new Set(entries.map(({ question }) => question.id)).size} questions, ${labels.length} concept labels`,
  );
  printCounts(
    'by domain',
    entries.map(({ question }) => question.domain),
  );
  printCounts(
    'by kind',
    entries.map(({ answer }) => answer.kind),
  );
  printCounts(
    'by variety',
    entries.flatMap(({ answer }) => answer.variety ?? []),
  );
  printCounts('by verdict', labels);
  console.log(
    `words: least ${lengths[0]}, median ${lengths[Math.floor(lengths.length / 2)]}, most ${lengths.at(-1)}`,
  );
}

checkSplit();
compare();
count();
for (const line of advice) console.log(`advice: ${line}`);
for (const line of faults) console.error(line);
process.exitCode = faults.length > 0 ? 1 : 0;
