import { decodeAudio } from '../bots/audio/decode-audio.ts';
import { readSoundFile } from '../bots/terminal/attachments.ts';
import { clock } from '../bots/view.ts';
import { CoachError, isCoachError } from '../errors.ts';
import { openModels } from '../models/open-models.ts';
import { sampleRate } from '../models/ports.ts';
import { isTooQuiet } from '../models/speech/is-too-quiet.ts';
import { glossary } from '../pipeline/questions/expected-terms.ts';
import type { Wording } from '../wording/wording.ts';
import { openQuietSetting, printError, printJson, printLine } from './setting.ts';

/** Turns sound files into text, one after the other. A file that cannot be read does not stop the others. */
export async function transcribe(
  files: string[],
  options: { json?: boolean },
  wording: Wording,
): Promise<void> {
  const { config, log } = openQuietSetting();
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const models = openModels({ ...config, EMBEDDER: 'none', GENERATOR: 'template' }, { log });
  const results: unknown[] = [];
  try {
    await models.settled();
    for (const file of files) {
      try {
        const { pcm } = await decodeAudio(await readSoundFile(file, { maxBytes: config.ANSWER_MAX_BYTES }), {
          maxSeconds: config.ANSWER_MAX_SECONDS,
          maxBytes: config.ANSWER_MAX_BYTES,
          signal: stop.signal,
        });
        const begun = performance.now();
        const speech = await models.speech.detect(pcm, { signal: stop.signal });
        if (speech.length === 0) {
          const isQuiet = await isTooQuiet(pcm, models.speech, { signal: stop.signal });
          throw new CoachError('no_speech', isQuiet ? 'fault.too-quiet-in-file' : 'fault.no-speech-in-file');
        }
        const transcript = await models.transcriber.use((transcriber) =>
          transcriber.transcribe(pcm, {
            language: config.SPEECH_LANGUAGE,
            speech,
            hints: glossary,
            signal: stop.signal,
          }),
        );
        const seconds = (performance.now() - begun) / 1000;
        const realTimeFactor = seconds / (pcm.length / sampleRate);
        const result = { file, ...transcript, realTimeFactor: Math.round(realTimeFactor * 1000) / 1000 };
        results.push(result);
        if (options.json === true) continue;
        const { language, model } = transcript;
        const sound = clock((pcm.length / sampleRate) * 1000);
        printLine(
          wording.say('cli.transcribe.done', { file, language, model, sound, seconds: Math.ceil(seconds) }),
        );
        for (const segment of transcript.segments)
          printLine(`  ${clock(segment.startMs)}–${clock(segment.endMs)}  ${segment.text.trim()}`);
      } catch (error) {
        if (!isCoachError(error)) throw error;
        const said = wording.fault(error);
        results.push({ file, error: said, code: error.code });
        printError(`${file}: ${said}`);
        // Silence is a result, not a failure; everything else is a failure.
        if (error.code !== 'no_speech') process.exitCode = 1;
      }
    }
    if (options.json === true) printJson(files.length === 1 ? results[0] : results);
  } finally {
    await models.close();
  }
}
