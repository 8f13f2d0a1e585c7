import { statSync } from 'node:fs';
import type { BankFault, BankFaultCode, FindingValues, levels, Question } from '../../domain.ts';
import { CoachError } from '../../errors.ts';
import { bankFilesIn, builtInFolder } from './bank.ts';
import { type BankFileReading, readBankFile } from './read-bank-file.ts';
import { toQuestions } from './schema.ts';
import { contentWords, jaccard, wordCount } from './words.ts';

export type BankCheck = {
  faults: BankFault[];
  /** Questions that can be used. */
  questions: Question[];
  /** Ids of questions that replace built-in ones. */
  replaced: string[];
};

/** The length of a model answer in words: about half a minute to a minute and a half when spoken. */
export const modelAnswerWords = { least: 80, most: 200 };
/** Two questions whose content words overlap more than this ask the same thing. */
const sameQuestion = 0.75;

/** Checks a question file or folder: a file with errors cannot be used; advice makes it better. */
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
  if (!found) throw new CoachError('bad_input', 'fault.no-such-file', { file: path });
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
  const advise = (path: PropertyKey[], code: BankFaultCode, place: string, values?: FindingValues) =>
    faults.push({ file, line: lineOf(path), severity: 'advice', code, place, ...(values && { values }) });
  for (const [at, question] of (content?.questions ?? []).entries()) {
    const here = ['questions', at];
    const words = wordCount(question.modelAnswer ?? '');
    if (words === 0) advise(here, 'no-model-answer', question.id);
    else if (words < modelAnswerWords.least || words > modelAnswerWords.most)
      advise([...here, 'modelAnswer'], 'model-answer-length', question.id, { words, ...modelAnswerWords });
    const asked = new Map<string, string>();
    for (const [index, concept] of question.concepts.entries()) {
      const there = [...here, 'concepts', index];
      const place = `${question.id} › ${concept.id}`;
      if (concept.followUps.length < 2)
        advise(there, 'few-follow-ups', place, { count: concept.followUps.length });
      if (concept.misconceptions.length === 0) advise(there, 'no-misconceptions', place);
      if (concept.aliases.length === 0) advise(there, 'no-aliases', place);
      for (const followUp of concept.followUps) {
        const other = asked.get(followUp);
        if (other !== undefined) advise(there, 'same-follow-up', place, { other });
        asked.set(followUp, concept.id);
      }
    }
  }
  return faults;
}

/**
 * Ids that appear in two files, and questions in one domain that ask the same thing; `places` grows from file
 * to file.
 */
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
        code: 'id-elsewhere',
        place: id,
        values: { other: first },
      });
    places.set(id, file);
    const words = contentWords(text);
    const same = seen.find((other) => jaccard(other.words, words) > sameQuestion);
    if (same)
      faults.push({
        file,
        line,
        severity: 'advice',
        code: 'same-question',
        place: id,
        values: { other: same.id },
      });
    seen.push({ id, words });
  }
  return faults;
}
