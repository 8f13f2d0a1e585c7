import type { Speaker } from '../ports.ts';
import { runEspeak } from './espeak.ts';
import { soundOfWav } from './sound.ts';

/** Words a minute at the usual rate. */
const wordsPerMinute = 155;

/** The voice of espeak-ng: understood well, and heard to be a machine. */
export function openEspeak(): Speaker {
  return {
    name: 'espeak-ng',
    voices: [],
    async say(sentence, { language = 'en', rate = 1, signal } = {}) {
      const speed = String(Math.round(wordsPerMinute * rate));
      const wav = await runEspeak(['-v', language, '-s', speed, '--stdin', '--stdout'], sentence, signal);
      return soundOfWav(wav);
    },
    close: async () => undefined,
  };
}
