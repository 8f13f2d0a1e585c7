import { type Config, loadEnvironmentFile, misspeltSettings, readConfig } from '../config.ts';
import { isCoachError } from '../errors.ts';
import type { Wording } from '../wording/wording.ts';
import type { Check, CheckName } from './doctor/check.ts';
import { checkBots, checkDiscord } from './doctor/check-bots.ts';
import { checkModels, checkOllama } from './doctor/check-models.ts';
import { checkServers } from './doctor/check-servers.ts';
import { checkBankOf, checkStore, checkUse } from './doctor/check-store.ts';
import { painter } from './paint.ts';
import { openQuietSetting, printJson, printLine } from './setting.ts';
import { version } from './version.ts';

/**
 * Shows what is installed, which models are present, which bots are configured, and the state of the
 * database, each with its fix. With `try`, it runs the installed models and compares the results with what is
 * expected.
 */
export async function printChecks(
  options: { json?: boolean; try?: boolean },
  wording: Wording,
): Promise<void> {
  const { say } = wording;
  const checks = options.try === true ? await attempt(wording) : await examine(wording);
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
    printLine(`${signs[status]} ${paint('bold', say(labels[name]))}: ${detail}`);
    if (fix !== undefined) printLine(`    ${paint('cyan', fix)}`);
  }
  printLine(`\n${failed === 0 ? say('doctor.ready') : say('doctor.not-ready', { failed })}`);
}

const labels = {
  node: 'doctor.node',
  settings: 'doctor.settings',
  database: 'doctor.database',
  retention: 'doctor.retention',
  backup: 'doctor.backup',
  workers: 'doctor.workers',
  files: 'doctor.files',
  questions: 'doctor.questions',
  proposals: 'doctor.proposals',
  ratings: 'doctor.ratings',
  models: 'doctor.models',
  'speech to text': 'doctor.speech',
  'whisper.cpp': 'doctor.whisper-cpp',
  meaning: 'doctor.meaning',
  grader: 'doctor.grader',
  'second opinion': 'doctor.adviser',
  'wording of questions': 'doctor.generator',
  server: 'doctor.server',
  device: 'doctor.device',
  ollama: 'doctor.ollama',
  discord: 'doctor.discord',
  slack: 'doctor.slack',
  terminal: 'doctor.terminal',
  words: 'doctor.words',
  score: 'doctor.score',
  time: 'doctor.time',
} as const satisfies Record<CheckName, string>;

async function attempt(wording: Wording): Promise<Check[]> {
  const { config, log } = openQuietSetting();
  const { tryInstallation } = await import('./doctor/try-installation.ts');
  return await tryInstallation(config, log, wording);
}

async function examine(wording: Wording): Promise<Check[]> {
  const node = checkNode(wording);
  let config: Config;
  try {
    loadEnvironmentFile();
    config = readConfig();
  } catch (error) {
    if (!isCoachError(error)) throw error;
    const fix = wording.say('doctor.settings.fix');
    return [node, { name: 'settings', status: 'fail', detail: wording.fault(error), fix }];
  }
  return [
    node,
    checkSettings(wording),
    ...(await checkStore(config, wording)),
    checkBankOf(config, wording),
    ...(await checkUse(config, wording)),
    ...checkModels(config, wording),
    ...(await checkServers(config, wording)),
    ...(await checkOllama(config, wording)),
    await checkDiscord(config, wording),
    ...checkBots(config, wording),
  ];
}

function checkSettings({ say }: Wording): Check {
  const misspelt = misspeltSettings();
  if (misspelt.length === 0) return { name: 'settings', status: 'ok', detail: say('doctor.settings.fine') };
  return {
    name: 'settings',
    status: 'warn',
    detail: misspelt.map((each) => say('cli.misspelt-setting', each)).join(' '),
    fix: say('doctor.settings.fix'),
  };
}

const leastNode = [22, 12] as const;

function checkNode({ say }: Wording): Check {
  const { node } = process.versions;
  const [major = 0, minor = 0] = node.split('.').map(Number);
  if (major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1]))
    return { name: 'node', status: 'ok', detail: say('doctor.node.fine', { version: node }) };
  return {
    name: 'node',
    status: 'fail',
    detail: say('doctor.node.too-old', { version: node }),
    fix: say('doctor.node.fix', { version: leastNode.join('.') }),
  };
}
