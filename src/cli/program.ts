import { Command, InvalidArgumentError, Option } from 'commander';
import { maxQuestions } from '../bots/command-specs.ts';
import { levels } from '../domain.ts';
import { version } from './version.ts';

/** All commands. What a command needs is imported when it runs, so that each one starts quickly. */
export function createProgram(): Command {
  const program = new Command('greenroom')
    .description('Practise interviews aloud or in writing, on your own machine.')
    .version(version())
    .showHelpAfterError('(add --help for what fits)')
    .configureHelp({ showGlobalOptions: false })
    .exitOverride();

  const command = (name: string, description: string) =>
    program.command(name).description(description).exitOverride();

  command('start', 'Start every bot that is configured; without one, a practice in this terminal').action(
    async () => (await import('./start.ts')).start(),
  );

  command('practice', 'Practise an interview in this terminal')
    .addOption(new Option('--domain <domain>', 'what it is about (see: greenroom bank list)'))
    .addOption(new Option('--level <level>', 'how hard').choices(levels))
    .addOption(new Option('--questions <n>', 'how many questions').argParser(wholeFrom(1, maxQuestions)))
    .option('--audio <files...>', 'answer with sound files, one a question')
    .option('--resume', 'go on with the interview that was interrupted')
    .option('--seed <text>', 'choose the same questions again')
    .option('--user <name>', 'who practises (default: the user of this machine)')
    .option('--json', 'print one JSON document an answer instead of cards')
    .action(async (options) => (await import('./practice.ts')).practice(options));

  command('score', 'Score one answer; nothing is stored')
    .option('--question <text>', 'what was asked')
    .option('--answer <text>', 'what was answered')
    .option('--reference <text>', 'an answer that is right')
    .option('--concepts <file>', 'JSON or YAML: a list of {statement, aliases?, weight?}')
    .option('--domain <domain>', 'what it is about')
    .addOption(new Option('--level <level>', 'how hard').choices(levels))
    .addOption(
      new Option('--kind <kind>', 'kind of question').choices(['technical', 'behavioural', 'design']),
    )
    .option('--jsonl', 'read one JSON object a line, write one a line')
    .option('--json', 'print the evaluation as JSON')
    .action(async (options) => (await import('./score.ts')).score(options));

  command('transcribe', 'Turn sound files into text')
    .argument('<files...>', 'sound files of any common format')
    .option('--json', 'print JSON')
    .action(async (files, options) => (await import('./transcribe.ts')).transcribe(files, options));

  command('progress', 'Your history and trend')
    .option('--user <name>', 'whose (default: the user of this machine)')
    .option('--png <file>', 'also draw the trend into this file')
    .option('--json', 'print JSON')
    .action(async (options) => (await import('./progress.ts')).progress(options));

  command('backup', 'Copy the database to a file, also while the bots run')
    .argument('<file>', 'where to')
    .option('--force', 'overwrite the file')
    .option('--json', 'print JSON')
    .action(async (file, options) => (await import('./backup.ts')).backup(file, options));

  command('restore', 'Put a backup in the place of the database, which is kept beside it')
    .argument('<file>', 'a backup')
    .option('--json', 'print JSON')
    .action(async (file, options) => (await import('./restore.ts')).restore(file, options));

  command('export', 'Everything that is held of a person, as one zip')
    .argument('[file]', 'where to (default: greenroom-<date>.zip here)')
    .option('--user <name>', 'whose (default: the user of this machine)')
    .option('--force', 'overwrite the file')
    .option('--json', 'print JSON')
    .action(async (file, options) => (await import('./export.ts')).exportData(file, options));

  command('forget', 'Erase everything of a person, for good')
    .option('--user <name>', 'who (default: the user of this machine)')
    .option('--yes', 'that is meant')
    .option('--json', 'print JSON')
    .action(async (options) => (await import('./forget.ts')).forget(options));

  command('doctor', 'What is installed, what is missing, and how to mend it')
    .option('--json', 'print JSON')
    .action(async (options) => (await import('./doctor.ts')).doctor(options));

  const models = command('models', 'The models on this machine: list, pull, verify, remove, build, bench');
  models
    .command('list')
    .description('Every model: whether it is there, its size, memory and licence, and what the settings use')
    .option('--json', 'print JSON')
    .action(async (options) => (await import('./models/list.ts')).listModels(options));
  models
    .command('pull')
    .description('Fetch models, going on where an earlier pull stopped; without names, what the settings use')
    .argument('[names...]')
    .option('--json', 'print JSON')
    .action(async (names, options) => (await import('./models/pull.ts')).pullModels(names, options));
  models
    .command('verify')
    .description('Read every byte of models and compare checksums; without names, all that are there')
    .argument('[names...]')
    .option('--json', 'print JSON')
    .action(async (names, options) => (await import('./models/verify.ts')).verifyModels(names, options));
  models
    .command('remove')
    .description('Remove models from the disk')
    .argument('<names...>')
    .option('--json', 'print JSON')
    .action(async (names, options) => (await import('./models/remove.ts')).removeModels(names, options));
  models
    .command('build')
    .description('Build whisper.cpp for this machine (needs cmake and a C++ compiler)')
    .option('--cuda', 'for an NVIDIA card; needs its compiler')
    .option('--json', 'print JSON')
    .action(async (options) => (await import('./models/build.ts')).buildWhisper(options));
  models
    .command('bench')
    .description('Measure load time, speed and memory of the models that are there')
    .argument('[names...]')
    .option('--json', 'print JSON')
    .action(async (names, options) => (await import('./models/bench.ts')).benchModels(names, options));

  const bank = command('bank', 'The questions');
  bank
    .command('list')
    .description('How many questions there are, by domain and level')
    .option('--domain <domain>', 'the questions of one domain')
    .option('--json', 'print JSON')
    .action(async (options) => (await import('./bank.ts')).listBank(options));
  bank
    .command('show')
    .description('One question with all that belongs to it')
    .argument('<id>')
    .option('--json', 'print JSON')
    .action(async (id, options) => (await import('./bank.ts')).showQuestion(id, options));
  bank
    .command('check')
    .description('Check files of questions, or all of the bank')
    .argument('[files...]')
    .option('--json', 'print JSON')
    .action(async (files, options) => (await import('./bank.ts')).checkBankFiles(files, options));
  bank
    .command('add')
    .description('Check a file of questions and copy it to the folder of your own (QUESTION_BANKS)')
    .argument('<file>')
    .action(async (file) => (await import('./bank.ts')).addBankFile(file));

  return program;
}

const wholeFrom = (min: number, max: number) => (value: string) => {
  const number = Number(value);
  if (!Number.isInteger(number) || number < min || number > max)
    throw new InvalidArgumentError(`Give a whole number from ${min} to ${max}.`);
  return number;
};
