import { totalmem } from 'node:os';
import { createEventStream } from '../async/event-stream.ts';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import { awaitedSlot } from './awaited-slot.ts';
import { chooseDevice } from './device.ts';
import { emptySlot } from './empty-slot.ts';
import { type LoadingSlot, loadInBackground, type SlotOptions } from './load-in-background.ts';
import {
  loadableEmbedders,
  loadableEntailmentJudges,
  loadableGenerators,
  loadableGraders,
  loadableSpeakers,
  loadableTranscribers,
} from './loadable-models.ts';
import { createMemoryBudget } from './memory-budget.ts';
import { filesOf, isWhisperCppBuilt } from './model-states.ts';
import { graderFolder } from './onnx/grader-folder.ts';
import type { Grader, ModelEvent, ModelFault, ModelSlot, Models, ModelTask, Speaker } from './ports.ts';
import { loadableAdvisers } from './remote/loadable-servers.ts';
import type { LoadableModel } from './slot-entry.ts';
import { hasEspeak } from './speak/espeak.ts';
import { openSpeechDetector } from './speech/detector.ts';

/** The share of the RAM that models may use unless MODELS_MEMORY_MB says otherwise. */
const shareOfMemory = 0.6;
const bytesPerMb = 1024 * 1024;

/**
 * Opens every model that the settings name. Returns at once; installed models load in the background,
 * smallest first. Nothing is ever downloaded here: a slot whose model is not installed says so, names the
 * command that installs it, and loads it once its files are there.
 */
export function openModels(
  config: Config,
  {
    log,
    lookEveryMs,
    grader: graderPlace = graderFolder,
    speaks = true,
    ...timing
  }: {
    log: Log;
    /** How often it looks for models that are absent. */
    lookEveryMs?: number;
    /** Where the grader's files are. */
    grader?: string;
    /** False in a process that talks to nobody: a voice would take memory there for nothing. */
    speaks?: boolean;
  } & Pick<SlotOptions, 'idleMs' | 'now'>,
): Models {
  const speech = openSpeechDetector();
  const events = createEventStream<ModelEvent>();
  const totalMb = config.MODELS_MEMORY_MB ?? Math.floor((totalmem() * shareOfMemory) / bytesPerMb);
  const options = { log, events, budget: createMemoryBudget(totalMb), ...timing };
  const loading: Pick<LoadingSlot<unknown>, 'settled' | 'close'>[] = [];

  const slot = <Model extends { close(): Promise<void> }>(
    task: ModelTask,
    isOff: boolean,
    loadables: () => LoadableModel<Model>[],
    absence: ModelFault,
  ): ModelSlot<Model> => {
    if (config.MODELS === 'none')
      return emptySlot(task, { state: 'off', fault: 'fault.models-off', values: {} });
    if (isOff) return emptySlot(task, { state: 'off', fault: 'fault.model-off', values: { task } });
    const open = () => {
      const found = loadables();
      return found.length === 0 ? undefined : loadInBackground(task, found, options);
    };
    let made = open();
    if (!made) {
      log.info({ task, ...absence }, 'A model is not installed');
      made = awaitedSlot(task, {
        absent: { state: 'absent', ...absence },
        filesNow: () => filesOf(config, task),
        open,
        ...(lookEveryMs !== undefined && { everyMs: lookEveryMs }),
      });
    }
    loading.push(made);
    return made;
  };

  /** It comes with the program: if its files are missing, waiting for them is no use. */
  function openGraderSlot(): ModelSlot<Grader> {
    if (config.MODELS === 'none')
      return emptySlot('grader', { state: 'off', fault: 'fault.models-off', values: {} });
    const found = loadableGraders(graderPlace);
    if (found.length === 0) {
      const absence = { fault: 'fault.grader-missing', values: { folder: graderPlace } } as const;
      log.warn({ task: 'grader', ...absence }, 'A model is not installed');
      return emptySlot('grader', { state: 'absent', ...absence });
    }
    const opened = loadInBackground('grader', found, options);
    loading.push(opened);
    return opened;
  }

  if (config.MODELS === 'all')
    log.info({ ...chooseDevice(config.DEVICE), memoryMb: totalMb }, 'The models are being opened');
  // Small models that are needed first come first: the budget is allocated in this order.
  const embedder = slot(
    'embedder',
    config.EMBEDDER === 'none',
    () => loadableEmbedders(config),
    notInstalled(config.EMBEDDER),
  );
  const grader = openGraderSlot();
  const transcriber = slot(
    'transcriber',
    config.TRANSCRIBER === 'none',
    () => loadableTranscribers(config, speech, log),
    absentTranscriber(config),
  );
  const generator = slot(
    'generator',
    config.GENERATOR === 'template',
    () => loadableGenerators(config, log),
    absentGenerator(config),
  );
  const adviser = slot(
    'adviser',
    config.ADVISER_URL === undefined && config.ADVISER_MODEL === undefined,
    () => loadableAdvisers(config, log),
    { fault: 'fault.adviser-incomplete', values: {} },
  );
  const entailment = slot(
    'entailment',
    false,
    () => loadableEntailmentJudges(config),
    notInstalled('nli-deberta'),
  );

  const speaker = slot(
    'speaker',
    config.SPEAKER === 'none' || !speaks,
    () => loadableSpeakers(config, log),
    absentSpeaker(config),
  );

  return {
    speech,
    transcriber,
    embedder,
    generator,
    entailment,
    grader,
    adviser,
    speaker,
    events: (signal) => events.listen(signal),
    async settled() {
      await Promise.all(loading.map((each) => each.settled()));
    },
    async close() {
      await Promise.all(loading.map((each) => each.close()));
      await speech.close();
    },
  };
}

const notInstalled = (model: string): ModelFault => ({
  fault: 'fault.model-not-installed',
  values: { model },
});

function absentTranscriber(config: Config): ModelFault {
  if (config.TRANSCRIBER === 'openai') return { fault: 'fault.transcriber-url-missing', values: {} };
  const name = `whisper-${config.WHISPER_MODEL}`;
  const built = isWhisperCppBuilt(config);
  if (config.TRANSCRIBER === 'whisper.cpp' && !built) {
    return { fault: 'fault.whisper-cpp-not-built', values: { model: `${name}-ggml` } };
  }
  return notInstalled(built && config.TRANSCRIBER !== 'transformers' ? `${name}-ggml` : name);
}

function absentSpeaker({ SPEAKER: wanted }: Config): ModelFault {
  if (wanted === 'openai') return { fault: 'fault.speaker-url-missing', values: {} };
  return hasEspeak() ? notInstalled('piper-joe') : { fault: 'fault.espeak-missing', values: {} };
}

/** The voice by itself, for a process that leaves every other model to its workers. */
export function openSpeaker(config: Config, { log }: { log: Log }): LoadingSlot<Speaker> {
  if (config.SPEAKER === 'none' || config.MODELS === 'none') {
    const off = { state: 'off', fault: 'fault.model-off', values: { task: 'speaker' } } as const;
    return {
      ...emptySlot<Speaker>('speaker', off),
      settled: async () => undefined,
      close: async () => undefined,
    };
  }
  const options = {
    log,
    events: createEventStream<ModelEvent>(),
    budget: createMemoryBudget(
      config.MODELS_MEMORY_MB ?? Math.floor((totalmem() * shareOfMemory) / bytesPerMb),
    ),
  };
  const open = () => {
    const found = loadableSpeakers(config, log);
    return found.length === 0 ? undefined : loadInBackground('speaker', found, options);
  };
  const absent = { state: 'absent', ...absentSpeaker(config) } as const;
  return open() ?? awaitedSlot('speaker', { absent, filesNow: () => filesOf(config, 'speaker'), open });
}

function absentGenerator(config: Config): ModelFault {
  if (config.GENERATOR !== 'openai') return notInstalled(config.GENERATOR);
  return { fault: 'fault.generator-url-missing', values: {} };
}
