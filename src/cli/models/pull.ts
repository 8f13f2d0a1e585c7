import { isCoachError } from '../../errors.ts';
import { catalogue } from '../../models/catalogue.ts';
import type { PullProgress } from '../../models/download/progress-meter.ts';
import { type Pulled, pullModel } from '../../models/download/pull-model.ts';
import { englishWording } from '../../wording/wording.ts';
import { openQuietSetting, printJson, printLine } from '../setting.ts';
import { modelsNamed, namesInSettings, sizeText } from './named.ts';
import { stopOnInterrupt } from './stop-on-interrupt.ts';

/** Fetches models one after the other; without names, those that the settings use. A fault of one does not stop the others. */
export async function pullModels(names: string[], options: { json?: boolean }): Promise<void> {
  const { config } = openQuietSetting();
  const wanted = names.length > 0 ? modelsNamed(names) : modelsNamed(namesInSettings(config));
  const signal = stopOnInterrupt();
  const results: (Pulled | { name: string; error: string })[] = [];
  if (wanted.length === 0 && options.json !== true) printLine('The settings use no model of this machine.');
  for (const model of wanted) {
    const show = options.json === true ? undefined : createProgressLine();
    try {
      const pulled = await pullModel(config, model, { signal, ...(show && { onProgress: show.progress }) });
      results.push(pulled);
      const doubt = pulled.verified ? '' : ' (unverified: nobody told its checksum)';
      const what = pulled.files === 0 ? 'is there already' : 'is ready';
      show?.end(`${model.name} ${what}, ${sizeText(pulled.bytes)}${doubt}`);
    } catch (error) {
      if (signal.aborted) {
        show?.end('');
        process.stderr.write('greenroom: Stopped; what has come is kept: run the same command to go on.\n');
        process.exitCode = 1;
        break;
      }
      if (!isCoachError(error)) throw error;
      show?.end('');
      results.push({ name: model.name, error: englishWording.fault(error) });
      process.stderr.write(`greenroom: ${model.name}: ${englishWording.fault(error)}\n`);
      process.exitCode = error.code === 'bad_config' ? 2 : 1;
      if (error.code === 'bad_config') break;
    }
  }
  if (options.json === true) printJson(results);
}

const barWidth = 24;
/** Where nobody watches, a line now and then is enough. */
const plainEveryMs = 10_000;

/** One line that is drawn over itself at a terminal; elsewhere a line now and then. */
function createProgressLine() {
  const live = process.stdout.isTTY === true;
  const width = Math.max(...catalogue.map(({ name }) => name.length));
  let toldAt = performance.now();
  return {
    progress({ model, doneBytes, totalBytes, bytesPerSecond, secondsLeft }: PullProgress): void {
      const share = Math.min(1, doneBytes / Math.max(1, totalBytes));
      const left = secondsLeft === null ? '' : `, ${timeText(secondsLeft)} left`;
      const numbers = `${Math.floor(share * 100)} % of ${sizeText(totalBytes)}, ${sizeText(bytesPerSecond)}/s${left}`;
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
