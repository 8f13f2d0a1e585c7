import { Command, InvalidArgumentError, Option } from 'commander';
import { maxQuestions } from '../bots/command-specs.ts';
import { secretNames } from '../config/secret-files.ts';
import { levels, questionKinds, sessionAims } from '../domain.ts';
import { roles } from '../role.ts';
import type { Wording } from '../wording/wording.ts';
import { completeInShell } from './complete-in-shell.ts';
import { version } from './version.ts';
import { wordUsage } from './word-usage.ts';

/** All commands. A command imports what it needs when it runs, so that each one starts quickly. */
export function createProgram(wording: Wording): Command {
  const { say } = wording;
  const program = new Command('greenroom')
    .description(say('cli.description'))
    .version(version(), '-V, --version', say('cli.version-option'))
    .showHelpAfterError(say('cli.help-hint'));
  prepare(program);

  function prepare(command: Command): Command {
    return command
      .helpOption('-h, --help', say('cli.help-option'))
      .helpCommand(false)
      .configureHelp({
        showGlobalOptions: false,
        styleTitle: (title) => titles[title] ?? title,
        optionDescription: ({ description, argChoices }) =>
          argChoices === undefined
            ? description
            : say('cli.choices', { description, choices: argChoices.join(', ') }),
      })
      .configureOutput({ outputError: (text, write) => write(wordUsage(text, wording)) })
      .exitOverride();
  }
  const titles: Record<string, string> = {
    'Usage:': say('cli.title.usage'),
    'Arguments:': say('cli.title.arguments'),
    'Options:': say('cli.title.options'),
    'Commands:': say('cli.title.commands'),
  };
  const command = (name: string, description: string, parent = program) =>
    prepare(parent.command(name).description(description));
  const json = ['--json', say('cli.json')] as const;
  const force = ['--force', say('cli.force')] as const;
  const user = ['--user <name>', say('cli.user')] as const;
  const level = (description: string) => new Option('--level <level>', description).choices(levels);
  const wholeFrom = (min: number, max: number) => (value: string) => {
    const number = Number(value);
    if (Number.isInteger(number) && number >= min && number <= max) return number;
    throw new InvalidArgumentError(say('cli.whole-number', { min, max }));
  };

  command('start', say('cli.start'))
    .addOption(new Option('--role <role>', say('cli.start.role')).choices(roles).default('all'))
    .addHelpText('after', `\n${say('cli.start.settings', { secrets: secretNames.join(', ') })}`)
    .action(async (options) => (await import('./start.ts')).start(options, wording));

  command('practice', say('cli.practice'))
    .option('--domain <domain>', say('cli.practice.domain'))
    .addOption(level(say('cli.practice.level')))
    .addOption(
      new Option('--questions <n>', say('cli.practice.questions', { max: maxQuestions })).argParser(
        wholeFrom(1, maxQuestions),
      ),
    )
    .option('--audio <files...>', say('cli.practice.audio'))
    .option('--job <file>', say('cli.practice.job'))
    .option('--resume [file]', say('cli.practice.resume'))
    .option(
      '--round <round>',
      say('cli.practice.round', {
        rounds: 'phone-screen, behavioural-principles, design-round, take-home-discussion',
      }),
    )
    .option('--manner <manner>', say('cli.practice.manner', { manners: 'warm, neutral, pressing' }))
    .addOption(new Option('--aim <aim>', say('cli.practice.aim')).choices(sessionAims))
    .addOption(new Option('--plan <n>', say('cli.practice.plan')).argParser(wholeFrom(1, 20)))
    .option('--try', say('cli.practice.try'))
    .option('--warm-up', say('cli.practice.warm-up'))
    .addOption(new Option('--week <n>', say('cli.practice.week')).argParser(wholeFrom(1, 5)))
    .option('--speak', say('cli.practice.speak'))
    .option('--seed <text>', say('cli.practice.seed'))
    .option('--user <name>', say('cli.practice.user'))
    .option('--json', say('cli.practice.json'))
    .action(async (options) => (await import('./practice.ts')).practice(options, wording));

  command('plans', say('cli.plans'))
    .addOption(new Option('--delete <n>', say('cli.plans.delete')).argParser(wholeFrom(1, 20)))
    .option(...user)
    .option(...json)
    .action(async (options) => (await import('./plans.ts')).printPlans(options, wording));

  command('week', say('cli.week'))
    .option(...user)
    .option(...json)
    .action(async (options) => (await import('./week.ts')).printWeek(options, wording));

  command('stories', say('cli.stories'))
    .addOption(new Option('--read <n>', say('cli.stories.read')).argParser(wholeFrom(1, 20)))
    .addOption(new Option('--delete <n>', say('cli.stories.delete')).argParser(wholeFrom(1, 20)))
    .option(...user)
    .option(...json)
    .action(async (options) => (await import('./stories.ts')).printStories(options, wording));

  command('score', say('cli.score'))
    .option('--question <text>', say('cli.score.question'))
    .option('--answer <text>', say('cli.score.answer'))
    .option('--reference <text>', say('cli.score.reference'))
    .option('--concepts <file>', say('cli.score.concepts', { list: '{statement, aliases?, weight?}' }))
    .option('--domain <domain>', say('cli.score.domain'))
    .addOption(level(say('cli.score.level')))
    .addOption(new Option('--kind <kind>', say('cli.score.kind')).choices(questionKinds))
    .option('--jsonl', say('cli.score.jsonl'))
    .option('--json', say('cli.score.json'))
    .action(async (options) => (await import('./score.ts')).score(options, wording));

  command('transcribe', say('cli.transcribe'))
    .argument('<files...>', say('cli.transcribe.files'))
    .option(...json)
    .action(async (files, options) => (await import('./transcribe.ts')).transcribe(files, options, wording));

  command('progress', say('cli.progress'))
    .option(...user)
    .option('--png <file>', say('cli.progress.png'))
    .option(...json)
    .action(async (options) => (await import('./progress.ts')).printProgress(options, wording));

  command('backup', say('cli.backup'))
    .argument('<file>', say('cli.backup.file'))
    .option(...force)
    .option(...json)
    .action(async (file, options) => (await import('./backup.ts')).backup(file, options, wording));

  command('migrate-to', say('cli.migrate-to'))
    .argument('<address>', say('cli.migrate-to.address'))
    .option(...json)
    .action(async (address, options) =>
      (await import('./migrate-to.ts')).migrateTo(address, options, wording),
    );

  command('restore', say('cli.restore'))
    .argument('<file>', say('cli.restore.file'))
    .option(...json)
    .action(async (file, options) => (await import('./restore.ts')).restore(file, options, wording));

  command('export', say('cli.export'))
    .argument('[file]', say('cli.export.file'))
    .option(...user)
    .option(...force)
    .option(...json)
    .action(async (file, options) => (await import('./export.ts')).exportData(file, options, wording));

  command('forget', say('cli.forget'))
    .option(...user)
    .option('--yes', say('cli.forget.yes'))
    .option(...json)
    .action(async (options) => (await import('./forget.ts')).forget(options, wording));

  command('audit', say('cli.audit'))
    .option('--tenant <tenant>', say('cli.audit.tenant'))
    .addOption(new Option('--limit <n>', say('cli.audit.limit')).argParser(wholeFrom(1, 100_000)))
    .option(...json)
    .action(async (options) => (await import('./audit.ts')).printAudit(options, wording));

  command('doctor', say('cli.doctor'))
    .option('--try', say('cli.doctor.try'))
    .option(...json)
    .action(async (options) => (await import('./doctor.ts')).printChecks(options, wording));

  const models = command('models', say('cli.models'));
  command('list', say('cli.models.list'), models)
    .option(...json)
    .action(async (options) => (await import('./models/list.ts')).listModels(options, wording));
  command('pull', say('cli.models.pull'), models)
    .argument('[names...]')
    .option(...json)
    .action(async (names, options) => (await import('./models/pull.ts')).pullModels(names, options, wording));
  command('verify', say('cli.models.verify'), models)
    .argument('[names...]')
    .option(...json)
    .action(async (names, options) =>
      (await import('./models/verify.ts')).verifyModels(names, options, wording),
    );
  command('remove', say('cli.models.remove'), models)
    .argument('<names...>')
    .option(...json)
    .action(async (names, options) =>
      (await import('./models/remove.ts')).removeModels(names, options, wording),
    );
  command('build', say('cli.models.build'), models)
    .option('--cuda', say('cli.models.build.cuda'))
    .option(...json)
    .action(async (options) => (await import('./models/build.ts')).buildWhisper(options, wording));
  command('bench', say('cli.models.bench'), models)
    .argument('[names...]')
    .option(...json)
    .action(async (names, options) =>
      (await import('./models/bench.ts')).benchModels(names, options, wording),
    );

  const bank = command('bank', say('cli.bank'));
  command('list', say('cli.bank.list'), bank)
    .option('--domain <domain>', say('cli.bank.list.domain'))
    .option(...json)
    .action(async (options) => (await import('./bank.ts')).listBank(options, wording));
  command('show', say('cli.bank.show'), bank)
    .argument('<id>')
    .option(...json)
    .action(async (id, options) => (await import('./bank.ts')).showQuestion(id, options, wording));
  command('check', say('cli.bank.check'), bank)
    .argument('[files...]')
    .option(...json)
    .action(async (files, options) => (await import('./bank.ts')).checkBankFiles(files, options, wording));
  command('add', say('cli.bank.add'), bank)
    .argument('<file>')
    .action(async (file) => (await import('./bank.ts')).addBankFile(file, wording));
  command('new', say('cli.bank.new'), bank)
    .argument('<file>', say('cli.bank.new.file'))
    .action(async (file) => (await import('./bank.ts')).newBankFile(file, wording));
  command('update', say('cli.bank.update'), bank)
    .argument('<file>')
    .action(async (file) => (await import('./bank.ts')).updateBankFile(file, wording));

  command('help', say('cli.help'))
    .argument('[command...]')
    .action(async (names: string[]) => {
      const named = names.reduce<Command | undefined>(
        (at, name) => at?.commands.find((each) => each.name() === name),
        program,
      );
      if (named) named.outputHelp();
      // An unknown name is refused, with the most similar name as a suggestion.
      else await program.parseAsync(names, { from: 'user' });
    });

  // Last, because it learns the other commands: it adds `complete`, which prints the script of a shell.
  completeInShell(program, say('cli.complete'), say('cli.complete.shell'));

  return program;
}
