import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { loadEnvironmentFile, readConfig } from '../config.ts';
import { levels } from '../domain.ts';
import { CoachError } from '../errors.ts';
import { type Bank, openBank } from '../pipeline/questions/bank.ts';
import { checkBank, countByLevel } from '../pipeline/questions/check-bank.ts';
import { printFaults, wordBankFault } from '../wording/bank-fault.ts';
import type { Wording } from '../wording/wording.ts';
import { printJson, printLine } from './setting.ts';

type Json = { json?: boolean };

function configuredBank(): Bank {
  loadEnvironmentFile();
  const { QUESTION_BANKS } = readConfig();
  return openBank(QUESTION_BANKS === undefined ? {} : { ownFolder: QUESTION_BANKS });
}

export function listBank(options: Json & { domain?: string }, { say }: Wording): void {
  const bank = configuredBank();
  if (options.domain !== undefined) {
    const questions = bank.questions({ domain: options.domain });
    if (questions.length === 0)
      throw new CoachError('bad_input', 'fault.no-such-domain', {
        domain: options.domain,
        domains: bank
          .domains()
          .map(({ name }) => name)
          .join(', '),
      });
    const rows = questions.map(({ id, level, kind, text }) => ({ id, level, kind, text }));
    if (options.json === true) printJson(rows);
    else for (const { id, text } of rows) printLine(`${id}\n    ${text}`);
    return;
  }
  const counts = countByLevel(bank.questions());
  const rows = bank.domains().map(({ name, title }) => {
    const count = counts.get(name) ?? { junior: 0, mid: 0, senior: 0 };
    return { domain: name, title, ...count, total: count.junior + count.mid + count.senior };
  });
  const questions = rows.reduce((sum, row) => sum + row.total, 0);
  if (options.json === true) {
    printJson({ domains: rows, total: questions });
    return;
  }
  const total = say('cli.bank.list.total');
  const width = Math.max(...rows.map(({ domain }) => domain.length));
  printLine(
    `${''.padEnd(width)}  ${levels.map((level) => level.padStart(6)).join('  ')}  ${total.padStart(6)}`,
  );
  for (const row of rows)
    printLine(
      `${row.domain.padEnd(width)}  ${levels.map((level) => String(row[level]).padStart(6)).join('  ')}  ${String(row.total).padStart(6)}`,
    );
  printLine(`\n${say('cli.bank.list.sum', { questions, domains: rows.length })}`);
}

export function showQuestion(id: string, options: Json, { say }: Wording): void {
  const question = configuredBank().byId(id);
  if (!question) throw new CoachError('bad_input', 'fault.no-such-question', { id });
  if (options.json === true) {
    printJson(question);
    return;
  }
  printLine(
    `${question.text}\n\n${question.id} · ${question.kind} · ${question.level} · ${question.tags.join(', ')}`,
  );
  for (const concept of question.concepts) {
    printLine(`\n[${concept.weight}] ${concept.statement}`);
    if (concept.aliases.length > 0)
      printLine(`    ${say('cli.bank.show.aliases', { aliases: concept.aliases.join('; ') })}`);
    for (const statement of concept.misconceptions)
      printLine(`    ${say('cli.bank.show.wrong', { statement })}`);
    for (const ask of concept.followUps)
      printLine(`    ${say('cli.bank.show.follow-up', { question: ask })}`);
  }
  if (question.modelAnswer !== null)
    printLine(`\n${say('cli.bank.show.model-answer')}\n${question.modelAnswer}`);
}

export function checkBankFiles(files: string[], options: Json, wording: Wording): void {
  const { say } = wording;
  const checks = files.length === 0 ? [checkBank()] : files.map((file) => checkBank(file));
  const faults = checks.flatMap((check) => check.faults);
  const questions = checks.flatMap((check) => check.questions);
  const replaced = checks.flatMap((check) => check.replaced);
  const errors = faults.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) process.exitCode = 1;
  if (options.json === true) {
    const worded = faults.map((fault) => ({ ...fault, message: wordBankFault(wording, fault) }));
    printJson({ questions: questions.length, faults: worded, replaced });
    return;
  }
  if (faults.length > 0) printLine(printFaults(wording, faults));
  if (replaced.length > 0) printLine(say('cli.bank.check.replaced', { ids: replaced.join(', ') }));
  printLine(
    say('cli.bank.check.sum', {
      questions: questions.length,
      errors: errors.length,
      remarks: faults.length - errors.length,
    }),
  );
}

/** Copies a question file to the owner's folder, if all of it can be used and no file of that name is there. */
export function addBankFile(file: string, wording: Wording): void {
  const { questions, folder, target } = usableFile(file, wording);
  if (existsSync(target))
    throw new CoachError('bad_input', 'fault.question-file-exists', { name: basename(file), folder });
  mkdirSync(folder, { recursive: true });
  copyFileSync(file, target);
  printLine(wording.say('cli.bank.added', { questions, file: target }));
}

/** Puts a new version of a question file in the place of the old one, in one step, if all of it can be used. */
export function updateBankFile(file: string, wording: Wording): void {
  const { questions, folder, target } = usableFile(file, wording);
  if (!existsSync(target))
    throw new CoachError('bad_input', 'fault.no-question-file', { name: basename(file), folder });
  const next = `${target}.${process.pid}.new`;
  copyFileSync(file, next);
  renameSync(next, target);
  printLine(wording.say('cli.bank.updated', { questions, file: target }));
}

/** Writes a question file to start from; the domain is the name of the file. Never overwrites one. */
export function newBankFile(file: string, { say }: Wording): void {
  const domain = basename(file, extname(file))
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  if (!/\.ya?ml$/.test(file) || domain === '')
    throw new CoachError('bad_input', 'fault.question-file-name', { file });
  const title = domain.replace(/-/g, ' ').replace(/^./, (letter) => letter.toUpperCase());
  const template = readFileSync(new URL('../../assets/question-file.yaml', import.meta.url), 'utf8');
  try {
    writeFileSync(file, template.replaceAll('DOMAIN', domain).replaceAll('TITLE', title), { flag: 'wx' });
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? '';
    if (reason === 'EEXIST') throw new CoachError('bad_input', 'fault.new-file-exists', { path: file });
    throw new CoachError('bad_input', 'fault.file-not-writable', { path: file }, { cause: error });
  }
  printLine(say('cli.bank.new.written', { file }));
}

/** The file checked, and where it belongs. Throws with every fault when it cannot be used. */
function usableFile(file: string, wording: Wording): { questions: number; folder: string; target: string } {
  loadEnvironmentFile();
  const folder = readConfig().QUESTION_BANKS;
  if (folder === undefined) throw new CoachError('bad_config', 'fault.no-question-folder');
  const { faults, questions } = checkBank(file);
  const errors = faults.filter(({ severity }) => severity === 'error');
  if (errors.length > 0)
    throw new CoachError('bad_input', 'fault.question-file-faults', { faults: printFaults(wording, errors) });
  return { questions: questions.length, folder, target: join(folder, basename(file)) };
}
