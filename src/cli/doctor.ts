import { type Config, loadEnvironmentFile, readConfig } from '../config.ts';
import { isCoachError } from '../errors.ts';
import { openBank } from '../pipeline/questions/bank.ts';
import { inspectStore } from '../store/inspect-store.ts';
import { painter } from './paint.ts';
import { printJson, printLine } from './setting.ts';
import { version } from './version.ts';

/** `warn`: works, but something that may be wanted is absent. */
export type Check = { name: string; status: 'ok' | 'warn' | 'fail'; detail: string; fix?: string };

/** What is installed, which models are present, which bots are configured, and the state of the database, each with its fix. */
export async function doctor(options: { json?: boolean }): Promise<void> {
  const checks = await examine();
  const failed = checks.filter(({ status }) => status === 'fail').length;
  if (failed > 0) process.exitCode = 1;
  if (options.json === true) {
    printJson({ version: version(), healthy: failed === 0, checks });
    return;
  }
  const paint = painter();
  const signs = { ok: paint('green', '✔'), warn: paint('yellow', '!'), fail: paint('red', '✘') };
  printLine(`Greenroom ${version()}`);
  for (const { name, status, detail, fix } of checks) {
    printLine(`${signs[status]} ${paint('bold', name)}: ${detail}`);
    if (fix !== undefined) printLine(`    ${paint('cyan', fix)}`);
  }
  printLine(failed === 0 ? '\nReady to practise.' : `\n${failed} things to mend before it works.`);
}

async function examine(): Promise<Check[]> {
  const node = checkNode();
  let config: Config;
  try {
    loadEnvironmentFile();
    config = readConfig();
  } catch (error) {
    if (!isCoachError(error)) throw error;
    return [
      node,
      {
        name: 'settings',
        status: 'fail',
        detail: error.message,
        fix: 'Correct them in the environment or in .env.',
      },
    ];
  }
  return [
    node,
    { name: 'settings', status: 'ok', detail: 'Every setting can be used.' },
    ...checkStore(config),
    checkBankOf(config),
    ...checkBots(config),
  ];
}

const leastNode = [22, 12] as const;

function checkNode(): Check {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const enough = major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1]);
  return {
    name: 'node',
    status: enough ? 'ok' : 'fail',
    detail: `Node ${process.versions.node}${enough ? '' : ' is too old'}.`,
    ...(enough ? {} : { fix: `Install Node ${leastNode.join('.')} or newer.` }),
  };
}

function checkStore(config: Config): Check[] {
  const found = inspectStore(config.DATABASE_URL);
  const { audioDays, transcriptsDays, evaluationsDays } = config.RETENTION;
  return [
    {
      name: 'database',
      status: found.problem === null ? 'ok' : 'fail',
      detail:
        found.problem ??
        (found.exists
          ? `${found.path} can be written and is up to date (${found.migrations} migrations).`
          : `${found.path} will be made at the first start.`),
      ...(found.problem === null
        ? {}
        : { fix: 'Set GREENROOM_DATA to a folder that can be written, or mend the file as said.' }),
    },
    {
      name: 'retention',
      status: 'ok',
      detail: `Recordings are kept ${audioDays === 0 ? 'until they are transcribed' : `${audioDays} days`}, transcripts ${transcriptsDays} days, evaluations ${evaluationsDays} days.`,
    },
    {
      name: 'backup',
      status: config.BACKUP === undefined ? 'warn' : 'ok',
      detail:
        config.BACKUP === undefined
          ? 'No backups are made by themselves.'
          : `Backups are made as ${config.BACKUP} says.`,
      ...(config.BACKUP === undefined ? { fix: 'Set BACKUP=24h:7, or run: greenroom backup FILE' } : {}),
    },
  ];
}

function checkBankOf(config: Config): Check {
  try {
    const bank = openBank(config.QUESTION_BANKS === undefined ? {} : { ownFolder: config.QUESTION_BANKS });
    const questions = bank.questions().length;
    return {
      name: 'questions',
      status: 'ok',
      detail: `${questions} questions in ${bank.domains().length} domains.`,
    };
  } catch (error) {
    if (!isCoachError(error)) throw error;
    return { name: 'questions', status: 'fail', detail: error.message, fix: 'Run: greenroom bank check' };
  }
}

function checkBots(config: Config): Check[] {
  const slackWhole = config.SLACK_APP_TOKEN !== undefined || config.SLACK_SIGNING_SECRET !== undefined;
  return [
    config.DISCORD_TOKEN === undefined
      ? {
          name: 'discord',
          status: 'warn',
          detail: 'Not configured.',
          fix: 'Set DISCORD_TOKEN; docs/discord.md says how to get one.',
        }
      : { name: 'discord', status: 'ok', detail: 'A token is set.' },
    config.SLACK_BOT_TOKEN === undefined
      ? {
          name: 'slack',
          status: 'warn',
          detail: 'Not configured.',
          fix: 'Set SLACK_BOT_TOKEN and SLACK_APP_TOKEN; docs/slack.md says how to get them.',
        }
      : {
          name: 'slack',
          status: slackWhole ? 'ok' : 'fail',
          detail: slackWhole
            ? 'Tokens are set.'
            : 'SLACK_BOT_TOKEN is set, but nothing to receive events with.',
          ...(slackWhole
            ? {}
            : { fix: 'Set SLACK_APP_TOKEN (Socket Mode), or SLACK_SIGNING_SECRET and PORT (HTTP).' }),
        },
    { name: 'terminal', status: 'ok', detail: 'Always there: greenroom practice' },
  ];
}
