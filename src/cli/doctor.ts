import { type Config, loadEnvironmentFile, readConfig } from '../config.ts';
import { isCoachError } from '../errors.ts';
import { englishWording } from '../wording/wording.ts';
import type { Check } from './doctor/check.ts';
import { checkBots, checkDiscord } from './doctor/check-bots.ts';
import { checkModels, checkOllama } from './doctor/check-models.ts';
import { checkBankOf, checkStore, checkUse } from './doctor/check-store.ts';
import { painter } from './paint.ts';
import { printJson, printLine } from './setting.ts';
import { version } from './version.ts';

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
        detail: englishWording.fault(error),
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
