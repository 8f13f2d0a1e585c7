import { fork } from 'node:child_process';
import { once } from 'node:events';
import { siblingScript } from '../../async/sibling-script.ts';
import { CoachError } from '../../errors.ts';
import { catalogue } from '../../models/catalogue.ts';
import { modelStates } from '../../models/model-states.ts';
import type { Wording } from '../../wording/wording.ts';
import { openQuietSetting, printJson, printLine } from '../setting.ts';
import { type Measured, measuredSchema } from './bench-model.ts';
import { modelsNamed } from './named.ts';
import { stopOnInterrupt } from './stop-on-interrupt.ts';

/** Loads each installed model in turn, uses it a few times, and shows a table. */
export async function benchModels(
  names: string[],
  options: { json?: boolean },
  wording: Wording,
): Promise<void> {
  const { say } = wording;
  const { config } = openQuietSetting();
  const signal = stopOnInterrupt();
  const present = new Set(
    modelStates(config).flatMap(({ name, state }) => (state === 'present' ? [name] : [])),
  );
  const wanted = names.length > 0 ? modelsNamed(names) : catalogue.filter(({ name }) => present.has(name));
  const absent = wanted.filter(({ name }) => !present.has(name)).map(({ name }) => name);
  if (absent.length > 0)
    throw new CoachError('bad_input', 'fault.models-not-installed', { names: absent.join(' ') });
  if (wanted.length === 0) throw new CoachError('bad_input', 'fault.no-model-installed');
  const results: Measured[] = [];
  const quiet = options.json === true;
  const head = (name: 'name' | 'loads-in' | 'memory' | 'speed') => say(`cli.models.head.${name}`);
  if (!quiet)
    printLine(
      `${head('name').padEnd(26)} ${head('loads-in').padStart(10)} ${head('memory').padStart(8)}  ${head('speed')}`,
    );
  for (const model of wanted) {
    if (signal.aborted) break;
    const result = await measureApart(model.name, signal);
    if (!result) {
      if (!quiet) printLine(`${model.name.padEnd(26)}   ${say('cli.models.bench.skipped')}`);
      continue;
    }
    results.push(result);
    if (quiet) continue;
    const { value, unit, device, fault } = result;
    const speed =
      value === null
        ? fault && wording.fault(fault)
        : say('cli.models.bench.speed', { value, unit: say(units[unit]), device });
    printLine(
      `${model.name.padEnd(26)} ${String(result.loadMs).padStart(7)} ms ${String(result.memoryMb).padStart(5)} MB  ${speed}`,
    );
  }
  if (results.some(({ value }) => value === null) || signal.aborted) process.exitCode = 1;
  if (quiet)
    printJson(results.map(({ fault, ...rest }) => (fault ? { ...rest, error: wording.fault(fault) } : rest)));
}

const units = {
  'real-time factor': 'cli.models.bench.real-time-factor',
  'tokens/s': 'cli.models.bench.tokens',
  'ms for 32 sentences': 'cli.models.bench.sentences',
  'ms a pair': 'cli.models.bench.pairs',
} as const satisfies Record<Measured['unit'], string>;

/** In a separate process, so that its memory is not mixed with that of the previous model. */
async function measureApart(name: string, signal: AbortSignal): Promise<Measured | undefined> {
  const script = siblingScript(import.meta.url, 'bench-child');
  const child = fork(script, [name], { signal });
  let measured: Measured | undefined;
  child.on('message', (message) => {
    measured = measuredSchema.parse(message);
  });
  await once(child, 'exit').catch((error) => {
    if (!signal.aborted) throw error;
  });
  return measured;
}
