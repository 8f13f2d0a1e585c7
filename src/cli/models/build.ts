import { hasNvidiaCard } from '../../models/device.ts';
import { buildWhisperCpp } from '../../models/transcribe/build-whisper-cpp.ts';
import type { Wording } from '../../wording/wording.ts';
import { openQuietSetting, printError, printJson, printLine } from '../setting.ts';
import { stopOnInterrupt } from './stop-on-interrupt.ts';

/** Builds whisper.cpp for this machine and says which model it needs. */
export async function buildWhisper(
  options: { cuda?: boolean; json?: boolean },
  { say }: Wording,
): Promise<void> {
  const { config } = openQuietSetting();
  const signal = stopOnInterrupt();
  const quiet = options.json === true;
  const live = !quiet && process.stdout.isTTY === true;
  if (!quiet) printLine(say('cli.models.building'));
  let toldPercent = 0;
  const onLine = (line: string) => {
    const percent = Number(/^\[\s*(\d+)%\]/.exec(line)?.[1] ?? Number.NaN);
    if (live) process.stdout.write(`\r\u001B[K${line.slice(0, (process.stdout.columns ?? 80) - 1)}`);
    else if (!quiet && percent >= toldPercent + 20) {
      toldPercent = percent;
      printLine(`${percent} %`);
    }
  };
  try {
    const path = await buildWhisperCpp({
      ...{ folder: config.GREENROOM_MODELS, onLine, signal },
      cuda: options.cuda === true,
    });
    if (live) process.stdout.write('\r\u001B[K');
    if (quiet) printJson({ path, cuda: options.cuda === true });
    else {
      printLine(say('cli.models.built', { path }));
      printLine(say('cli.models.built-needs', { model: `whisper-${config.WHISPER_MODEL}-ggml` }));
      if (hasNvidiaCard() && options.cuda !== true) printLine(say('cli.models.cuda-hint'));
    }
  } catch (error) {
    if (live) process.stdout.write('\n');
    if (!signal.aborted) throw error;
    printError(say('cli.models.build-stopped'));
    process.exitCode = 1;
  }
}
