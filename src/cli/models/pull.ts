import { isCoachError } from '../../errors.ts';
import { catalogue } from '../../models/catalogue.ts';
import type { PullProgress } from '../../models/download/progress-meter.ts';
import { type Pulled, pullModel } from '../../models/download/pull-model.ts';
import type { Wording } from '../../wording/wording.ts';
import { openQuietSetting, printError, printJson, printLine } from '../setting.ts';
import { modelsNamed, namesInSettings, sizeText } from './named.ts';
import { stopOnInterrupt } from './stop-on-interrupt.ts';

/**
 * Fetches models one after the other; without names, those that the settings use. A failure of one does not
 * stop the others.
 */
export async function pullModels(
  names: string[],
  options: { json?: boolean },
  wording: Wording,
): Promise<void> {
  const { say } = wording;
  const { config } = openQuietSetting();
  const wanted = names.length > 0 ? modelsNamed(names) : modelsNamed(namesInSettings(config));
  const signal = stopOnInterrupt();
  const results: (Pulled | { name: string; error: string })[] = [];
  if (wanted.length === 0 && options.json !== true) printLine(say('cli.models.none-used'));
  for (const model of wanted) {
    const show = options.json === true ? undefined : createProgressLine(wording);
    try {
      const pulled = await pullModel(config, model, { signal, ...(show && { onProgress: show.progress }) });
      results.push(pulled);
      const what = { model: model.name, size: sizeText(pulled.bytes) };
      const said = pulled.files === 0 ? say('cli.models.already', what) : say('cli.models.pulled', what);
      const trust = pulled.announced ? say('cli.models.announced') : say('cli.models.unverified');
      show?.end(pulled.verified ? said : `${said} ${trust}`);
    } catch (error) {
      if (signal.aborted) {
        show?.end('');
        printError(say('cli.models.pull-stopped'));
        process.exitCode = 1;
        break;
      }
      if (!isCoachError(error)) throw error;
      show?.end('');
      const said = wording.fault(error);
      results.push({ name: model.name, error: said });
      printError(`${model.name}: ${said}`);
      process.exitCode = error.code === 'bad_config' ? 2 : 1;
      if (error.code === 'bad_config') break;
    }
  }
  if (options.json === true) printJson(results);
}

const barWidth = 24;
/** When nobody is watching, a line now and then is enough. */
const plainEveryMs = 10_000;

/** At a terminal, one line that is redrawn in place; elsewhere, a line now and then. */
function createProgressLine({ say }: Wording) {
  const live = process.stdout.isTTY === true;
  const width = Math.max(...catalogue.map(({ name }) => name.length));
  let toldAt = performance.now();
  return {
    progress({ model, doneBytes, totalBytes, bytesPerSecond, secondsLeft }: PullProgress): void {
      const share = Math.min(1, doneBytes / Math.max(1, totalBytes));
      const soFar = say('cli.models.downloading', {
        percent: Math.floor(share * 100),
        size: sizeText(totalBytes),
        speed: sizeText(bytesPerSecond),
      });
      const numbers =
        secondsLeft === null
          ? soFar
          : say('cli.models.time-left', { numbers: soFar, time: timeText(secondsLeft) });
      if (live) {
        const full = Math.round(share * barWidth);
        const bar = '█'.repeat(full) + '░'.repeat(barWidth - full);
        process.stdout.write(`\r\u001B[K${model.padEnd(width)} ${bar} ${numbers}`);
      } else if (performance.now() - toldAt >= plainEveryMs) {
        toldAt = performance.now();
        printLine(`${model}: ${numbers}`);
      }
    },
    end(text: string): void {
      if (live) process.stdout.write('\r\u001B[K');
      if (text !== '') printLine(text);
    },
  };
}

const timeText = (seconds: number): string =>
  seconds < 90
    ? `${Math.ceil(seconds)} s`
    : seconds < 5_400
      ? `${Math.round(seconds / 60)} min`
      : `${(seconds / 3_600).toFixed(1)} h`;
