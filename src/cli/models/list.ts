import { modelStates } from '../../models/model-states.ts';
import { painter } from '../paint.ts';
import { openQuietSetting, printJson, printLine } from '../setting.ts';
import { namesInSettings, sizeText } from './named.ts';

/** Every model of the catalogue: whether it is there, what it needs, and which ones the settings use. */
export function listModels(options: { json?: boolean }): void {
  const { config } = openQuietSetting();
  const used = namesInSettings(config);
  const rows = modelStates(config).map((model) => ({ ...model, used: used.includes(model.name) }));
  if (options.json === true) {
    printJson(rows);
    return;
  }
  const paint = painter();
  const colours = { present: 'green', incomplete: 'yellow', absent: 'dim' } as const;
  const width = Math.max(...rows.map(({ name }) => name.length));
  printLine(`  ${'model'.padEnd(width)}  state            disk   memory  licence     what it does`);
  for (const { name, state, bytes, fullBytes, memoryMb, licence, purpose, languages, used: isUsed } of rows) {
    const share = state === 'incomplete' ? ` ${Math.min(99, Math.floor((100 * bytes) / fullBytes))} %` : '';
    const disk = sizeText(state === 'present' ? bytes : fullBytes);
    printLine(
      `${isUsed ? '*' : ' '} ${name.padEnd(width)}  ${paint(colours[state], `${state}${share}`.padEnd(15))} ${disk.padStart(7)}  ${String(memoryMb).padStart(4)} MB  ${licence.padEnd(10)}  ${purpose}${languages === 'English' ? ' (English)' : ''}`,
    );
  }
  printLine(`\n* used by the settings. Models lie in ${config.GREENROOM_MODELS}`);
  const missing = rows.filter((row) => row.used && row.state !== 'present').map(({ name }) => name);
  if (missing.length > 0)
    printLine(`Fetch what is missing of these: greenroom models pull ${missing.join(' ')}`);
}
