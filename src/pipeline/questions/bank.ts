/** All questions: the built-in ones, one file per domain, and those in the owner's own folder. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BankFault, Level, Question, QuestionKind } from '../../domain.ts';
import { CoachError } from '../../errors.ts';
import { readBankFile } from './read-bank-file.ts';
import { toQuestions } from './schema.ts';

/** `name` is what people type: `data-engineering`; `title` is what they read: "Data engineering". */
export type Domain = { name: string; title: string };

export type QuestionFilter = { domain?: string; level?: Level; kind?: QuestionKind; tag?: string };

/** A domain is read when it is first needed, so that one question does not wait for all domains. */
export type Bank = {
  /** Sorted by name. */
  domains(): Domain[];
  /** Sorted by domain, then as in their files. */
  questions(filter?: QuestionFilter): Question[];
  byId(id: string): Question | null;
  /** The question with this wording; case, spacing and punctuation do not matter. */
  findByText(text: string): Question | null;
};

export const builtInFolder: string = fileURLToPath(new URL('./bank/', import.meta.url));

/**
 * Opens the built-in questions and merges the owner's folder in: a question there replaces the built-in one
 * of the same id. Throws `bad_config` with the file and line of every fault when one of the owner's files
 * cannot be used.
 */
export function openBank({
  ownFolder,
  folder = builtInFolder,
}: {
  ownFolder?: string;
  folder?: string;
} = {}): Bank {
  const builtIn = new Map(bankFilesIn(folder).map((file) => [basename(file).replace(/\.\w+$/, ''), file]));
  const own = ownFolder === undefined ? [] : readOwn(ownFolder);
  const titles = new Map([...own, ...[...builtIn].map(headOf)].map((domain) => [domain.name, domain.title]));
  const names = [...titles.keys()].sort();
  const loaded = new Map<string, Question[]>();

  const ofDomain = (name: string): Question[] => {
    const known = loaded.get(name);
    if (known) return known;
    const file = builtIn.get(name);
    const merged = new Map<string, Question>();
    for (const question of file === undefined ? [] : usable([file])) merged.set(question.id, question);
    for (const question of own.flatMap((one) => (one.name === name ? one.questions : [])))
      merged.set(question.id, question);
    const questions = [...merged.values()];
    loaded.set(name, questions);
    return questions;
  };

  return {
    domains: () => names.map((name) => ({ name, title: titles.get(name) ?? name })),
    questions: ({ domain, level, kind, tag } = {}) =>
      (domain === undefined ? names : names.filter((name) => name === domain))
        .flatMap(ofDomain)
        .filter(
          (question) =>
            (level === undefined || question.level === level) &&
            (kind === undefined || question.kind === kind) &&
            (tag === undefined || question.tags.includes(tag)),
        ),
    byId: (id) =>
      names
        .filter((name) => id.startsWith(`${name}-`))
        .flatMap(ofDomain)
        .find((question) => question.id === id) ?? null,
    findByText: (text) => {
      const wanted = plain(text);
      if (wanted === '') return null;
      return (
        names
          .filter(
            (name) =>
              loaded.has(name) || own.some((one) => one.name === name) || mentions(builtIn.get(name), wanted),
          )
          .flatMap(ofDomain)
          .find((question) => plain(question.text) === wanted) ?? null
      );
    },
  };
}

/** The question files in a folder, sorted by name. */
export const bankFilesIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => /\.(ya?ml|json)$/.test(name))
    .sort()
    .map((name) => join(folder, name));

type OwnFile = Domain & { questions: Question[] };

function readOwn(folder: string): OwnFile[] {
  if (!existsSync(folder)) throw new CoachError('bad_config', 'fault.question-folder-missing', { folder });
  const readings = bankFilesIn(folder).map(readBankFile);
  const faults = readings.flatMap((reading) => reading.faults);
  if (faults.length > 0)
    throw new CoachError('bad_config', 'fault.own-questions-unusable', { places: placesOf(faults), folder });
  return readings.flatMap(({ content }) =>
    content ? [{ name: content.domain, title: content.title, questions: toQuestions(content) }] : [],
  );
}

function usable(files: string[]): Question[] {
  return files.map(readBankFile).flatMap(({ content, faults }) => {
    if (!content)
      throw new CoachError('bad_config', 'fault.questions-unusable', { places: placesOf(faults) });
    return toQuestions(content);
  });
}

/** Where the faults are: `mine.yaml:5, mine.yaml:9`. */
const placesOf = (faults: readonly BankFault[]): string =>
  faults.map(({ file, line }) => `${basename(file)}:${line}`).join(', ');

/** The title of a built-in file from its first lines, because reading all of it takes about 50 ms. */
function headOf([name, file]: [string, string]): Domain {
  const title = /^title: *(["']?)(.+?)\1 *$/m.exec(readFileSync(file, 'utf8').slice(0, 1000))?.[2];
  return { name, title: title ?? name };
}

const mentions = (file: string | undefined, wanted: string): boolean =>
  file !== undefined && plain(readFileSync(file, 'utf8')).includes(wanted);

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
