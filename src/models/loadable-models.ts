import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Config, WhisperSize } from '../config.ts';
import type { Log } from '../log.ts';
import { type CatalogueModel, catalogue, locateFile, pathOfFile, whisperOrder } from './catalogue.ts';
import { chooseDevice, hasNvidiaCard } from './device.ts';
import { graderSizes } from './onnx/grader-folder.ts';
import type { ModelData } from './onnx/model-data.ts';
import { openEmbedder } from './onnx/open-embedder.ts';
import { openOnnxGenerator } from './onnx/open-generator.ts';
import { openGrader } from './onnx/open-grader.ts';
import { openEntailmentJudge } from './onnx/open-judge.ts';
import { openOnnxWhisper } from './onnx/open-whisper.ts';
import type {
  Embedder,
  EntailmentJudge,
  Generator,
  Grader,
  Speaker,
  SpeechDetector,
  Transcriber,
} from './ports.ts';
import {
  loadableChatServers,
  loadableSpeechServers,
  loadableVoiceServers,
} from './remote/loadable-servers.ts';
import type { Device, LoadableModel } from './slot-entry.ts';
import { hasEspeak } from './speak/espeak.ts';
import { openEspeak } from './speak/open-espeak.ts';
import { openPiper } from './speak/open-piper.ts';
import { cudaMark, whisperServerFrom } from './transcribe/build-whisper-cpp.ts';
import { createTranscriber } from './transcribe/create-transcriber.ts';
import { openWhisperCpp } from './transcribe/whisper-cpp.ts';

/** One core stays free for the bots where there are enough of them. */
const threads = (): number => {
  const cores = availableParallelism();
  return cores > 2 ? cores - 1 : cores;
};

export const modelNamed = (name: string): CatalogueModel | undefined =>
  catalogue.find((model) => model.name === name);

const isInstalled = (folder: string, model: CatalogueModel): boolean =>
  model.files.every((file) => locateFile(folder, model, file) !== undefined);

/**
 * The size that is set and those that may stand in for it, smallest first. English-only sizes stand in only
 * for each other.
 */
function sizesUpTo(size: WhisperSize): WhisperSize[] {
  const kin = whisperOrder.filter((each) => each.endsWith('.en') === size.endsWith('.en'));
  return kin.slice(0, kin.indexOf(size) + 1);
}

/** Speech goes to the servers that the owner named. */
export const isHeardRemotely = ({ TRANSCRIBER: wanted, TRANSCRIBER_URL: urls }: Config): boolean =>
  urls !== undefined && (wanted === 'auto' || wanted === 'openai');

/**
 * Recognisers that are installed or named, worst first. Where whisper.cpp has a size, the ONNX version is
 * only a standby.
 */
export function loadableTranscribers(
  config: Config,
  speech: SpeechDetector,
  log: Log,
): LoadableModel<Transcriber>[] {
  const { TRANSCRIBER: wanted, TRANSCRIBER_URL: urls, GREENROOM_MODELS: folder } = config;
  const settings = { language: config.SPEECH_LANGUAGE };
  const remote = urls !== undefined && isHeardRemotely(config);
  const sizes = sizesUpTo(config.WHISPER_MODEL);
  const server = whisperServerFrom(config);
  const cpp = sizes.flatMap((size) => {
    const model = modelNamed(`whisper-${size}-ggml`);
    const usable = model && existsSync(server) && isInstalled(folder, model);
    return usable && (wanted === 'auto' || wanted === 'whisper.cpp') ? [{ size, model }] : [];
  });
  const onnx = sizes.flatMap((size) => {
    const model = modelNamed(`whisper-${size}`);
    const usable = model && isInstalled(folder, model);
    return usable && (wanted === 'auto' || wanted === 'transformers') ? [{ size, model }] : [];
  });
  return [
    ...onnx.flatMap(({ size, model }) =>
      loadableOnnx(config, model, remote || cpp.some((each) => each.size === size), async (data, signal) =>
        createTranscriber(await openOnnxWhisper(`transformers.js ${size}`, data, signal), speech, settings),
      ),
    ),
    ...cpp.map(
      ({ size, model }): LoadableModel<Transcriber> => ({
        name: model.name,
        memoryMb: model.memoryMb,
        standby: remote,
        whenItFails: { fault: 'fault.whisper-cpp-not-loaded', values: { model: model.name } },
        load: async () => {
          const gpu = config.DEVICE !== 'cpu' && hasNvidiaCard() && existsSync(cudaMark(server));
          const recogniser = await openWhisperCpp(`whisper.cpp ${size}`, {
            binary: server,
            model: pathOfFile(folder, model, model.files[0]?.path ?? ''),
            threads: threads(),
            gpu,
            isMultilingual: !size.endsWith('.en'),
          });
          return { model: createTranscriber(recogniser, speech, settings), device: gpu ? 'cuda' : 'cpu' };
        },
      }),
    ),
    ...(remote ? [loadableSpeechServers(urls, config, speech, log)] : []),
  ];
}

export function loadableEmbedders(config: Config): LoadableModel<Embedder>[] {
  return installed(config, config.EMBEDDER).flatMap((model) =>
    loadableOnnx(config, model, false, (data, signal) =>
      openEmbedder(model.repository.split('/').at(-1) ?? model.name, data, signal),
    ),
  );
}

export function loadableEntailmentJudges(config: Config): LoadableModel<EntailmentJudge>[] {
  return installed(config, 'nli-deberta').flatMap((model) =>
    loadableOnnx(config, model, false, (data, signal) =>
      openEntailmentJudge('nli-deberta-v3-xsmall', data, signal),
    ),
  );
}

/** Voices, worst first: espeak-ng where it is installed, Piper's where some are too, the server that the settings name. */
export function loadableSpeakers(config: Config, log: Log): LoadableModel<Speaker>[] {
  const { SPEAKER: wanted, SPEAKER_URL: urls, GREENROOM_MODELS: folder } = config;
  const isWanted = (name: typeof wanted) => wanted === 'auto' || wanted === name;
  const remote = urls !== undefined && isWanted('openai');
  const speaks = hasEspeak();
  const piper = catalogue.filter((model) => model.adapter === 'piper' && isInstalled(folder, model));
  const [first] = piper;
  return [
    ...(speaks && wanted !== 'openai'
      ? [
          {
            ...{ name: 'espeak-ng', memoryMb: 1, stays: true },
            standby: wanted !== 'espeak' && (remote || (first !== undefined && isWanted('piper'))),
            whenItFails: { fault: 'fault.espeak-missing' as const, values: {} },
            load: async () => ({ model: openEspeak(), device: 'cpu' as const }),
          },
        ]
      : []),
    ...(speaks && first && isWanted('piper')
      ? [
          {
            ...{ name: first.name, memoryMb: first.memoryMb, standby: remote },
            whenItFails: { fault: 'fault.model-not-loaded' as const, values: { model: first.name } },
            load: async (signal: AbortSignal) => {
              const graphs = piper.map((model) => pathOfFile(folder, model, model.files[0]?.path ?? ''));
              return {
                model: await openPiper({ graphs, threads: threads() }, signal),
                device: 'cpu' as const,
              };
            },
          },
        ]
      : []),
    ...(remote ? [loadableVoiceServers(urls, config, log)] : []),
  ];
}

/** The grader in this folder, if all of it is there. It is small and runs on the CPU only. */
export function loadableGraders(folder: string): LoadableModel<Grader>[] {
  if (graderSizes(folder).includes(0)) return [];
  return [
    {
      name: 'grader',
      // As the detector of speech it is part of the program, and no part of what MODELS_MEMORY_MB gives out.
      memoryMb: 0,
      whenItFails: { fault: 'fault.grader-not-loaded', values: { folder } },
      load: async (signal) => ({
        model: await openGrader({ folder, threads: threads() }, signal),
        device: 'cpu',
      }),
    },
  ];
}

/** GPT-2 stands in for the instructed model where both are installed. */
export function loadableGenerators(config: Config, log: Log): LoadableModel<Generator>[] {
  const { GENERATOR: wanted, GENERATOR_URL: urls, GENERATOR_MODEL: model } = config;
  if (wanted === 'openai')
    return urls === undefined || model === undefined ? [] : [loadableChatServers(urls, model, config, log)];
  const names = wanted === 'instruct' ? ['gpt2', 'instruct'] : ['gpt2'];
  return names.flatMap((name) =>
    installed(config, name).flatMap((each) =>
      loadableOnnx(config, each, name !== wanted, (data, signal) =>
        openOnnxGenerator(
          name === 'gpt2' ? 'GPT-2' : 'SmolLM2-360M-Instruct',
          data,
          name === 'instruct',
          signal,
        ),
      ),
    ),
  );
}

function installed(config: Config, name: string): CatalogueModel[] {
  const model = modelNamed(name);
  return model && isInstalled(config.GREENROOM_MODELS, model) ? [model] : [];
}

/**
 * One candidate on the CPU and, if there is CUDA, a better one on the GPU. When CUDA fails, on loading or
 * later, the first takes over.
 */
function loadableOnnx<Model>(
  config: Config,
  model: CatalogueModel,
  standby: boolean,
  open: (data: ModelData, signal: AbortSignal) => Promise<Model>,
): LoadableModel<Model>[] {
  const { device: best } = chooseDevice(config.DEVICE);
  const graph = model.task === 'generator' ? graphOf(config.GREENROOM_MODELS, model) : {};
  const on = (device: Device): LoadableModel<Model> => ({
    name: model.name,
    memoryMb: model.memoryMb,
    standby: standby || device !== best,
    whenItFails: { fault: 'fault.model-not-loaded', values: { model: model.name } },
    load: async (signal) => ({
      model: await open(
        {
          ...{ folder: config.GREENROOM_MODELS, repository: model.repository, precision: 'q8', device },
          ...graph,
          threads: threads(),
        },
        signal,
      ),
      device,
    }),
  });
  return best === 'cuda' ? [on('cpu'), on('cuda')] : [on('cpu')];
}

/** Some exports give their single decoder the name that Whisper uses for its second graph. */
function graphOf(folder: string, model: CatalogueModel): { graph?: string } {
  const paths = model.files.map((file) => locateFile(folder, model, file) ?? '');
  return paths.some((path) => path.includes('decoder_model_merged')) ? { graph: 'decoder_model_merged' } : {};
}
