import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import { emptySlot } from './empty-slot.ts';
import type { Embedder, EntailmentJudge, Generator, Models, ModelTask, Transcriber } from './ports.ts';
import { createSlotEvents } from './slot-events.ts';
import { openSpeechDetector } from './speech/detector.ts';

/** Opens every model that the settings name. Returns at once: what is installed loads behind it. Downloads nothing. */
export function openModels(config: Config, options: { log: Log }): Models {
  const speech = openSpeechDetector();
  const events = createSlotEvents();
  const slot = <Model>(task: ModelTask, off: string | undefined, name: string) =>
    emptySlot<Model>(
      task,
      off
        ? { state: 'off', reason: off }
        : {
            state: 'absent',
            reason: `The model ${name} is not installed.`,
            fix: `Run: greenroom models pull ${name}`,
          },
    );
  const none = config.MODELS === 'none' ? 'MODELS=none switches every model off.' : undefined;
  const noTranscriber = config.TRANSCRIBER === 'none' ? 'TRANSCRIBER=none switches it off.' : undefined;
  const noEmbedder = config.EMBEDDER === 'none' ? 'EMBEDDER=none switches it off.' : undefined;
  const noGenerator =
    config.GENERATOR === 'template' ? 'GENERATOR=template uses templates instead.' : undefined;
  options.log.debug('models are opened');
  return {
    speech,
    transcriber: slot<Transcriber>('transcriber', none ?? noTranscriber, `whisper-${config.WHISPER_MODEL}`),
    embedder: slot<Embedder>('embedder', none ?? noEmbedder, 'minilm'),
    generator: slot<Generator>('generator', none ?? noGenerator, config.GENERATOR),
    entailment: slot<EntailmentJudge>('entailment', none, 'nli-deberta'),
    events: (signal) => events.stream(signal),
    settled: async () => undefined,
    close: () => speech.close(),
  };
}
