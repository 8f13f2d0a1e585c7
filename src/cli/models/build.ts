import { hasNvidiaCard } from '../../models/device.ts';
import { buildWhisperCpp } from '../../models/transcribe/build-whisper-cpp.ts';
import { openQuietSetting, printJson, printLine } from '../setting.ts';
import { stopOnInterrupt } from './stop-on-interrupt.ts';

/** Builds whisper.cpp for this machine and says which model it needs. */
export async function buildWhisper(options: { cuda?: boolean; json?: boolean }): Promise<void> {
  const { config } = openQuietSetting();
  const signal = stopOnInterrupt();
  const quiet = options.json === true;
  const live = !quiet && process.stdout.isTTY === true;
  if (!quiet) printLine('Building whisper.cpp for this machine: a few minutes.');
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
      printLine(`Built ${path}`);
      printLine(`It needs its own model: greenroom models pull whisper-${config.WHISPER_MODEL}-ggml`);
      if (hasNvidiaCard() && options.cuda !== true)
        printLine('There is an NVIDIA card: --cuda builds for it, where its compiler (nvcc) is installed.');
    }
  } catch (error) {
    if (live) process.stdout.write('\n');
    if (!signal.aborted) throw error;
    process.stderr.write('greenroom: Stopped; run the same command to build it anew.\n');
    process.exitCode = 1;
  }
}
