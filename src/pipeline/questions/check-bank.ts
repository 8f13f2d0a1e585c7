import { statSync } from 'node:fs';
import type { levels, Question } from '../../domain.ts';
import { CoachError } from '../../errors.ts';
import { bankFilesIn, builtInFolder } from './bank.ts';
import { type BankFault, type BankFileReading, readBankFile } from './read-bank-file.ts';
import { toQuestions } from './schema.ts';
import { contentWords, jaccard, wordCount } from './words.ts';

export type BankCheck = {
  faults: BankFault[];
  /** Questions that can be used. */
  questions: Question[];
  /** Ids of questions that stand in place of built-in ones. */
  replaced: string[];
};

/** Words of a model answer: about half a minute to a minute and a half, spoken. */
export const modelAnswerWords = { least: 80, most: 200 };
/** Two questions whose content words overlap more than this ask the same thing. */
const sameQuestion = 0.75;

/** Checks a file or a folder of questions: errors keep a file from being used, advice makes it better. */
export function checkBank(path: string = builtInFolder): BankCheck {
  const readings = filesAt(path).map((file) => ({ file, ...readBankFile(file) }));
  const questions = readings.flatMap(({ content }) => (content ? toQuestions(content) : []));
  const places = new Map<string, string>();
  const faults = readings.flatMap((reading) => [
    ...reading.faults,
    ...adviceOn(reading),
    ...repeatedIn(reading, places),
  ]);
  return { faults, questions, replaced: replacedBy(path, questions) };
}

/** How many questions each domain has at each level. */
export function countByLevel(
  questions: readonly Question[],
): Map<string, Record<(typeof levels)[number], number>> {
  const counts = new Map<string, Record<(typeof levels)[number], number>>();
  for (const { domain, level } of questions) {
    const count = counts.get(domain) ?? { junior: 0, mid: 0, senior: 0 };
    count[level] += 1;
    counts.set(domain, count);
  }
  return counts;
}

function filesAt(path: string): string[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new CoachError('bad_input', `There is no file or folder ${path}; check the name.`);
  return found.isDirectory() ? bankFilesIn(path) : [path];
}

function replacedBy(path: string, questions: Question[]): string[] {
  if (path === builtInFolder) return [];
  const domains = new Set(questions.map(({ domain }) => domain));
  const files = bankFilesIn(builtInFolder).filter((file) =>
    domains.has(file.replace(/^.*[\\/]|\.\w+$/g, '')),
  );
  const builtIn = new Set(
    files.flatMap((file) => readBankFile(file).content?.questions.map(({ id }) => id) ?? []),
  );
  return questions.map(({ id }) => id).filter((id) => builtIn.has(id));
}

type Reading = BankFileReading & { file: string };

function adviceOn({ file, content, lineOf }: Reading): BankFault[] {
  const faults: BankFault[] = [];
  const advise = (path: PropertyKey[], message: string) =>
    faults.push({ file, line: lineOf(path), severity: 'advice', message });
  for (const [at, question] of (content?.questions ?? []).entries()) {
    const here = ['questions', at];
    const words = wordCount(question.modelAnswer ?? '');
    if (words === 0) advise(here, `${question.id} has no modelAnswer, so there is no outline to show`);
    else if (words < modelAnswerWords.least || words > modelAnswerWords.most)
      advise(
        [...here, 'modelAnswer'],
        `${question.id} has a modelAnswer of ${words} words; ${modelAnswerWords.least}–${modelAnswerWords.most} are good to say aloud`,
      );
    const asked = new Map<string, string>();
    for (const [index, concept] of question.concepts.entries()) {
      const there = [...here, 'concepts', index];
      const name = `${question.id} › ${concept.id}`;
      if (concept.followUps.length < 2)
        advise(there, `${name} has ${concept.followUps.length} followUps; two keep a second try fresh`);
      if (concept.misconceptions.length === 0)
        advise(there, `${name} has no misconceptions, so a wrong answer is harder to tell from a right one`);
      if (concept.aliases.length === 0) advise(there, `${name} has no aliases; add how people say it aloud`);
      for (const followUp of concept.followUps) {
        if (asked.has(followUp)) advise(there, `${name} asks the same followUp as ${asked.get(followUp)}`);
        asked.set(followUp, concept.id);
      }
    }
  }
  return faults;
}

/** Ids that stand in two files, and questions of one domain that ask the same; `places` grows from file to file. */
function repeatedIn({ file, content, lineOf }: Reading, places: Map<string, string>): BankFault[] {
  const faults: BankFault[] = [];
  const seen: { id: string; words: Set<string> }[] = [];
  for (const [at, { id, text }] of (content?.questions ?? []).entries()) {
    const line = lineOf(['questions', at, 'id']);
    const first = places.get(id);
    if (first !== undefined)
      faults.push({
        file,
        line,
        severity: 'error',
        message: `${id} stands in ${first} too; change one of the ids`,
      });
    places.set(id, file);
    const words = contentWords(text);
    const same = seen.find((other) => jaccard(other.words, words) > sameQuestion);
    if (same)
      faults.push({ file, line, severity: 'advice', message: `${id} asks much the same as ${same.id}` });
    seen.push({ id, words });
  }
  return faults;
}
