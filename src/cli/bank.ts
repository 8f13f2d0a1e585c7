import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { loadEnvironmentFile, readConfig } from '../config.ts';
import { levels } from '../domain.ts';
import { CoachError } from '../errors.ts';
import { type Bank, openBank } from '../pipeline/questions/bank.ts';
import { checkBank, countByLevel } from '../pipeline/questions/check-bank.ts';
import { printFaults } from '../pipeline/questions/read-bank-file.ts';
import { printJson, printLine } from './setting.ts';

type Json = { json?: boolean };

function configuredBank(): Bank {
  loadEnvironmentFile();
  const { QUESTION_BANKS } = readConfig();
  return openBank(QUESTION_BANKS === undefined ? {} : { ownFolder: QUESTION_BANKS });
}

export function listBank(options: Json & { domain?: string }): void {
  const bank = configuredBank();
  if (options.domain !== undefined) {
    const questions = bank.questions({ domain: options.domain });
    if (questions.length === 0)
      throw new CoachError(
        'bad_input',
        `There are no questions about "${options.domain}"; see: greenroom bank list`,
      );
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
  const total = rows.reduce((sum, row) => sum + row.total, 0);
  if (options.json === true) {
    printJson({ domains: rows, total });
    return;
  }
  const width = Math.max(...rows.map(({ domain }) => domain.length));
  printLine(`${''.padEnd(width)}  ${levels.map((level) => level.padStart(6)).join('  ')}   total`);
  for (const row of rows)
    printLine(
      `${row.domain.padEnd(width)}  ${levels.map((level) => String(row[level]).padStart(6)).join('  ')}  ${String(row.total).padStart(6)}`,
    );
  printLine(`\n${total} questions in ${rows.length} domains.`);
}

export function showQuestion(id: string, options: Json): void {
  const question = configuredBank().byId(id);
  if (!question)
    throw new CoachError('bad_input', `There is no question ${id}; see: greenroom bank list --domain …`);
  if (options.json === true) {
    printJson(question);
    return;
  }
  printLine(
    `${question.text}\n\n${question.id} · ${question.kind} · ${question.level} · ${question.tags.join(', ')}`,
  );
  for (const concept of question.concepts) {
    printLine(`\n[${concept.weight}] ${concept.statement}`);
    if (concept.aliases.length > 0) printLine(`    said aloud: ${concept.aliases.join('; ')}`);
    for (const wrong of concept.misconceptions) printLine(`    wrong: ${wrong}`);
    for (const ask of concept.followUps) printLine(`    follow-up: ${ask}`);
  }
  if (question.modelAnswer !== null) printLine(`\nA strong answer:\n${question.modelAnswer}`);
}

export function checkBankFiles(files: string[], options: Json): void {
  const checks = files.length === 0 ? [checkBank()] : files.map((file) => checkBank(file));
  const faults = checks.flatMap((check) => check.faults);
  const questions = checks.flatMap((check) => check.questions);
  const replaced = checks.flatMap((check) => check.replaced);
  const errors = faults.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) process.exitCode = 1;
  if (options.json === true) {
    printJson({ questions: questions.length, faults, replaced });
    return;
  }
  if (faults.length > 0) printLine(printFaults(faults));
  if (replaced.length > 0) printLine(`These stand in place of built-in questions: ${replaced.join(', ')}`);
  printLine(
    `${questions.length} questions can be used; ${errors.length} errors, ${faults.length - errors.length} remarks.`,
  );
}

/** Copies a file of questions to the owner's folder, once it can be used whole. */
export function addBankFile(file: string): void {
  loadEnvironmentFile();
  const folder = readConfig().QUESTION_BANKS;
  if (folder === undefined)
    throw new CoachError(
      'bad_config',
      'Set QUESTION_BANKS to a folder for questions of your own, then add the file again.',
    );
  const { faults, questions } = checkBank(file);
  const errors = faults.filter(({ severity }) => severity === 'error');
  if (errors.length > 0)
    throw new CoachError('bad_input', `This file cannot be used yet; correct it:\n${printFaults(errors)}`);
  const target = join(folder, basename(file));
  if (existsSync(target))
    throw new CoachError(
      'bad_input',
      `There is a ${basename(file)} in ${folder} already; rename yours or remove that one.`,
    );
  mkdirSync(folder, { recursive: true });
  copyFileSync(file, target);
  printLine(`${questions.length} questions were added to ${target}.`);
}
