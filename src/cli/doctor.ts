import { z } from 'zod';
import { discordInvite } from '../bots/discord/permissions.ts';
import { type Config, loadEnvironmentFile, readConfig } from '../config.ts';
import { isCoachError } from '../errors.ts';
import { chooseDevice } from '../models/device.ts';
import { isWhisperCppBuilt, modelStates } from '../models/model-states.ts';
import { openBank } from '../pipeline/questions/bank.ts';
import type { GenerationTotals } from '../store/generation-counts.ts';
import { inspectStore } from '../store/inspect-store.ts';
import { inspectUse } from '../store/inspect-use.ts';
import type { UpkeepRun } from '../store/upkeep.ts';
import { painter } from './paint.ts';
import { printJson, printLine } from './setting.ts';
import { version } from './version.ts';

/** `warn`: works, but something that may be wanted is absent. */
export type Check = {
  name: string;
  status: 'ok' | 'warn' | 'fail';
  detail: string;
  fix?: string;
  /** The numbers behind the detail, for programs. */
  counts?: unknown;
};

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
    ...checkUse(config),
    ...checkModels(config),
    ...(await checkOllama(config)),
    await checkDiscord(config),
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
      detail: `Recordings are kept ${audioDays === 0 ? 'until they are transcribed' : `${audioDays} days`}, transcripts ${transcriptsDays} days, evaluations ${evaluationsDays} days. ${sayLast(found.upkeep, 'retention', 'Applied')}`,
    },
    {
      name: 'backup',
      status: config.BACKUP === undefined ? 'warn' : 'ok',
      detail:
        config.BACKUP === undefined
          ? 'No backups are made by themselves.'
          : `Backups are made as ${config.BACKUP} says. ${sayLast(found.upkeep, 'backup', 'Made')}`,
      ...(config.BACKUP === undefined ? { fix: 'Set BACKUP=24h:7, or run: greenroom backup FILE' } : {}),
    },
  ];
}

function sayLast(runs: readonly UpkeepRun[], task: UpkeepRun['task'], done: string): string {
  const last = runs.find((run) => run.task === task);
  return last
    ? `${done} last on ${last.ranAt.slice(0, 16).replace('T', ' ')} UTC: ${last.outcome}.`
    : `${done} while a bot runs; not yet.`;
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

/** How often what a model proposed was asked, and how many people found their scores fair; nothing before the first. */
function checkUse(config: Config): Check[] {
  const use = inspectUse(config.DATABASE_URL);
  if (use === null) return [];
  const { generated, fair: ratings } = use;
  const { fair, unfair } = ratings;
  return [
    ...(generated.length === 0
      ? []
      : [
          {
            name: 'proposals',
            status: 'ok' as const,
            detail: generated.map(sayGenerated).join(' '),
            counts: generated,
          },
        ]),
    ...(fair + unfair === 0
      ? []
      : [
          {
            name: 'ratings',
            status: 'ok' as const,
            detail: `People on their own scores: fair ${fair}, unfair ${unfair}.`,
            counts: ratings,
          },
        ]),
  ];
}

function sayGenerated({ task, generator, proposed, used, refused }: GenerationTotals): string {
  const reasons = Object.entries(refused)
    .toSorted(([, one = 0], [, other = 0]) => other - one)
    .map(([reason, count]) => `${reason} ${count}`);
  const why = reasons.length === 0 ? '' : ` (refused: ${reasons.join(', ')})`;
  return `${generator}: ${used} of ${proposed} proposals used as ${task === 'question' ? 'questions' : 'follow-ups'}${why}.`;
}

/** What each of the four jobs will be done with, and how to get the model that the settings name. */
function checkModels(config: Config): Check[] {
  if (config.MODELS === 'none')
    return [
      {
        name: 'models',
        status: 'ok',
        detail: 'Switched off (MODELS=none): typed answers only, judged by rules.',
      },
    ];
  const states = modelStates(config);
  const present = (name: string) => states.find((model) => model.name === name)?.state === 'present';
  const whisper = `whisper-${config.WHISPER_MODEL}`;
  const spoken = [whisper, `${whisper}-ggml`].filter(present);
  const check = (name: string, model: string, without: string): Check =>
    present(model)
      ? { name, status: 'ok', detail: `${model} is installed.` }
      : {
          name,
          status: 'warn',
          detail: `${model} is not installed: ${without}`,
          fix: `Run: greenroom models pull ${model}`,
        };
  const speech: Check =
    config.TRANSCRIBER_URL !== undefined
      ? { name: 'speech to text', status: 'ok', detail: 'The server at TRANSCRIBER_URL is used.' }
      : config.TRANSCRIBER === 'none'
        ? { name: 'speech to text', status: 'ok', detail: 'Switched off (TRANSCRIBER=none).' }
        : spoken.length > 0
          ? { name: 'speech to text', status: 'ok', detail: `${spoken.join(' and ')} installed.` }
          : check('speech to text', whisper, 'spoken answers are kept until it is.');
  const { device, reason } = chooseDevice(config.DEVICE);
  return [
    speech,
    {
      name: 'whisper.cpp',
      status: isWhisperCppBuilt(config) ? 'ok' : 'warn',
      detail: isWhisperCppBuilt(config)
        ? 'Its server is built.'
        : 'Its server is not built: ONNX is used, which is slower.',
      ...(isWhisperCppBuilt(config) ? {} : { fix: 'Run: greenroom models build' }),
    },
    config.EMBEDDER === 'none'
      ? { name: 'meaning', status: 'ok', detail: 'Switched off (EMBEDDER=none): content is judged by words.' }
      : check('meaning', 'minilm', 'content is judged by words.'),
    config.GENERATOR === 'template' || config.GENERATOR === 'openai'
      ? { name: 'questions', status: 'ok', detail: `GENERATOR=${config.GENERATOR}.` }
      : check('wording of questions', config.GENERATOR, 'the bank and templates ask.'),
    { name: 'device', status: 'ok', detail: `Models run on ${device}. ${reason}` },
  ];
}

/** A server that already runs here is offered, never used unasked. */
async function checkOllama(config: Config): Promise<Check[]> {
  if (config.GENERATOR === 'openai') return [];
  const address = 'http://127.0.0.1:11434';
  try {
    const reply = await fetch(`${address}/api/version`, { signal: AbortSignal.timeout(500) });
    if (!reply.ok) return [];
  } catch {
    return [];
  }
  return [
    {
      name: 'ollama',
      status: 'warn',
      detail: 'Ollama runs on this machine and could word questions and follow-ups.',
      fix: `Set GENERATOR=openai, GENERATOR_URL=${address}/v1 and GENERATOR_MODEL to one of its models.`,
    },
  ];
}

function checkBots(config: Config): Check[] {
  const slackWhole = config.SLACK_APP_TOKEN !== undefined || config.SLACK_SIGNING_SECRET !== undefined;
  return [
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

/** Asks Discord whose token it is; where Discord cannot be reached, the token itself tells: it begins with the id in base 64. */
async function checkDiscord(config: Config): Promise<Check> {
  const name = 'discord';
  const token = config.DISCORD_TOKEN;
  if (token === undefined)
    return {
      name,
      status: 'warn',
      detail: 'Not configured.',
      fix: 'Set DISCORD_TOKEN; docs/discord.md says how to get one.',
    };
  const again = 'Copy the token again from the Bot page of your application.';
  try {
    const reply = await fetch(`${config.DISCORD_API_URL ?? 'https://discord.com/api'}/v10/applications/@me`, {
      headers: { authorization: `Bot ${token}` },
      signal: AbortSignal.timeout(3_000),
    });
    if (reply.status === 401)
      return { name, status: 'fail', detail: 'Discord refuses DISCORD_TOKEN.', fix: again };
    const application = z.object({ id: z.string().regex(/^\d+$/) }).safeParse(await reply.json());
    if (application.success)
      return {
        name,
        status: 'ok',
        detail: `The token works. Invite the bot with ${discordInvite(application.data.id)}`,
      };
  } catch {
    // Discord cannot be reached from here now, which says nothing about the token.
  }
  const id = Buffer.from(token.split('.')[0] ?? '', 'base64').toString();
  if (/^\d{15,21}$/.test(id))
    return {
      name,
      status: 'ok',
      detail: `A token is set; Discord was not reached. Invite the bot with ${discordInvite(id)}`,
    };
  return config.DISCORD_API_URL === undefined
    ? { name, status: 'fail', detail: 'DISCORD_TOKEN does not look like a bot token.', fix: again }
    : {
        name,
        status: 'warn',
        detail: 'A token is set, but DISCORD_API_URL does not answer.',
        fix: 'Check DISCORD_API_URL.',
      };
}
