import { graderState, modelStates } from '../../models/model-states.ts';
import type { Wording } from '../../wording/wording.ts';
import { painter } from '../paint.ts';
import { openQuietSetting, printJson, printLine } from '../setting.ts';
import { namesInSettings, sizeText } from './named.ts';

/** Every model in the catalogue: whether it is installed, what it needs, and whether the settings use it. */
export function listModels(options: { json?: boolean }, { say }: Wording): void {
  const { config } = openQuietSetting();
  const used = namesInSettings(config);
  const rows = [...modelStates(config), graderState()].map((model) => ({
    ...model,
    used: used.includes(model.name) || (model.adapter === 'bundled' && config.MODELS !== 'none'),
  }));
  if (options.json === true) {
    printJson(rows);
    return;
  }
  const paint = painter();
  const colours = { present: 'green', incomplete: 'yellow', absent: 'dim' } as const;
  const width = Math.max(...rows.map(({ name }) => name.length));
  const head = (name: 'name' | 'state' | 'disk' | 'memory' | 'licence' | 'purpose') =>
    say(`cli.models.head.${name}`);
  printLine(
    `  ${head('name').padEnd(width)}  ${head('state').padEnd(15)} ${head('disk').padStart(7)}  ${head('memory').padStart(7)}  ${head('licence').padEnd(10)}  ${head('purpose')}`,
  );
  for (const { name, state, bytes, fullBytes, memoryMb, licence, purpose, languages, used: isUsed } of rows) {
    const percent = Math.min(99, Math.floor((100 * bytes) / fullBytes));
    const stands =
      state === 'incomplete'
        ? say('cli.models.state.incomplete', { percent })
        : say(`cli.models.state.${state}`);
    const does = languages === 'English' ? say('cli.models.english-only', { purpose }) : purpose;
    const disk = sizeText(state === 'present' ? bytes : fullBytes);
    printLine(
      `${isUsed ? '*' : ' '} ${name.padEnd(width)}  ${paint(colours[state], stands.padEnd(15))} ${disk.padStart(7)}  ${String(memoryMb).padStart(4)} MB  ${licence.padEnd(10)}  ${does}`,
    );
  }
  printLine(`\n${say('cli.models.used', { folder: config.GREENROOM_MODELS })}`);
  const missing = rows
    .filter((row) => row.used && row.state !== 'present' && row.adapter !== 'bundled')
    .map(({ name }) => name);
  if (missing.length > 0) printLine(say('cli.models.missing', { names: missing.join(' ') }));
}
