/**
 * Every model that Greenroom can run. Sizes are those that the publishers state, rounded; a `sha256` of null means that
 * nobody here has seen the file yet: a download is then checked against what the hub says of it.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { WhisperSize } from '../config.ts';
import type { ModelTask } from './ports.ts';

export type ModelFile = {
  /** Path in the repository, and under the model's folder. */
  path: string;
  /** Another name under which a repository may have it: exports name their only decoder in two ways. */
  orPath?: string;
  /** About how large it is; exact where `sha256` is known. */
  bytes: number;
  sha256: string | null;
};

export type ModelAdapter = 'whisper.cpp' | 'transformers';

export type CatalogueModel = {
  /** What people type: `whisper-base`. */
  name: string;
  task: ModelTask;
  adapter: ModelAdapter;
  /** Repository on the Hugging Face hub. */
  repository: string;
  revision: string;
  files: readonly ModelFile[];
  licence: string;
  /** Memory it takes while it is loaded, buffers included, about. */
  memoryMb: number;
  languages: 'English' | 'about 100';
  /** What it is for, in a few words. */
  purpose: string;
};

const kb = 1_000;
const mb = 1_000_000;
const file = (path: string, bytes: number): ModelFile => ({ path, bytes, sha256: null });
const tokenizer = (bytes: number) => [
  file('config.json', 2 * kb),
  file('tokenizer.json', bytes),
  file('tokenizer_config.json', 2 * kb),
];

/** Files that were seen here, and compared with what their publisher says of them. */
const knownFiles: Record<string, ModelFile> = {
  'ggml-base.bin': {
    path: 'ggml-base.bin',
    bytes: 147_951_465,
    sha256: '60ed5bc3dd14eea856493d334349b405782ddcaf0028d4b5df4088345fba2efe',
  },
  'ggml-tiny.en.bin': {
    path: 'ggml-tiny.en.bin',
    bytes: 77_704_715,
    sha256: '921e4cf8686fdd993dcd081a5da5b6c365bfde1162e72b08d75ac75289920b1f',
  },
};

/** Smallest first. Sizes in MB: ggml file, ONNX encoder and decoder in 8 bits; memory of either. */
const whispers: {
  size: WhisperSize;
  ggml: number;
  encoder: number;
  decoder: number;
  cppMb: number;
  onnxMb: number;
}[] = [
  { size: 'tiny', ggml: 78, encoder: 10, decoder: 31, cppMb: 210, onnxMb: 220 },
  { size: 'tiny.en', ggml: 78, encoder: 10, decoder: 31, cppMb: 210, onnxMb: 220 },
  { size: 'base', ggml: 148, encoder: 23, decoder: 54, cppMb: 290, onnxMb: 330 },
  { size: 'base.en', ggml: 148, encoder: 23, decoder: 54, cppMb: 290, onnxMb: 330 },
  { size: 'small', ggml: 488, encoder: 92, decoder: 157, cppMb: 680, onnxMb: 750 },
  { size: 'small.en', ggml: 488, encoder: 92, decoder: 157, cppMb: 680, onnxMb: 750 },
  { size: 'medium', ggml: 1534, encoder: 313, decoder: 463, cppMb: 1850, onnxMb: 1900 },
  { size: 'medium.en', ggml: 1534, encoder: 313, decoder: 463, cppMb: 1850, onnxMb: 1900 },
  { size: 'large-v3-turbo', ggml: 1625, encoder: 645, decoder: 165, cppMb: 2000, onnxMb: 2000 },
  { size: 'large-v3', ggml: 3095, encoder: 645, decoder: 917, cppMb: 3700, onnxMb: 3400 },
];

/** The sizes of Whisper, smallest first. */
export const whisperOrder: readonly WhisperSize[] = whispers.map(({ size }) => size);

const whisperModels = whispers.flatMap(
  ({ size, ggml, encoder, decoder, cppMb, onnxMb }): CatalogueModel[] => {
    const languages = size.endsWith('.en') ? 'English' : 'about 100';
    const shared = { task: 'transcriber', revision: 'main', licence: 'MIT', languages } as const;
    const owner = size === 'large-v3-turbo' ? 'onnx-community' : 'Xenova';
    return [
      {
        ...shared,
        name: `whisper-${size}`,
        adapter: 'transformers',
        repository: `${owner}/whisper-${size}`,
        files: [
          ...tokenizer(2.5 * mb),
          file('generation_config.json', 4 * kb),
          file('preprocessor_config.json', 340),
          file('onnx/encoder_model_quantized.onnx', encoder * mb),
          file('onnx/decoder_model_merged_quantized.onnx', decoder * mb),
        ],
        memoryMb: onnxMb,
        purpose: 'speech to text, needs no compiler',
      },
      {
        ...shared,
        name: `whisper-${size}-ggml`,
        adapter: 'whisper.cpp',
        repository: 'ggerganov/whisper.cpp',
        files: [knownFiles[`ggml-${size}.bin`] ?? file(`ggml-${size}.bin`, ggml * mb)],
        memoryMb: cppMb,
        purpose: 'speech to text with whisper.cpp, faster once it is built',
      },
    ];
  },
);

export const catalogue: readonly CatalogueModel[] = [
  ...whisperModels,
  {
    name: 'minilm',
    task: 'embedder',
    adapter: 'transformers',
    repository: 'Xenova/all-MiniLM-L6-v2',
    revision: 'main',
    files: [...tokenizer(0.7 * mb), file('onnx/model_quantized.onnx', 23 * mb)],
    licence: 'Apache-2.0',
    memoryMb: 120,
    languages: 'English',
    purpose: 'compares meanings for technical scoring',
  },
  {
    name: 'gpt2',
    task: 'generator',
    adapter: 'transformers',
    repository: 'Xenova/gpt2',
    revision: 'main',
    files: [
      ...tokenizer(2.1 * mb),
      file('generation_config.json', 120),
      {
        ...file('onnx/decoder_model_merged_quantized.onnx', 127 * mb),
        orPath: 'onnx/model_quantized.onnx',
      },
    ],
    licence: 'MIT',
    memoryMb: 400,
    languages: 'English',
    purpose: 'proposes questions and follow-ups',
  },
  {
    name: 'instruct',
    task: 'generator',
    adapter: 'transformers',
    repository: 'HuggingFaceTB/SmolLM2-360M-Instruct',
    revision: 'main',
    files: [
      ...tokenizer(2.1 * mb),
      file('generation_config.json', 130),
      file('onnx/model_quantized.onnx', 365 * mb),
    ],
    licence: 'Apache-2.0',
    memoryMb: 700,
    languages: 'English',
    purpose: 'proposes questions and follow-ups, follows instructions',
  },
  {
    name: 'nli-deberta',
    task: 'entailment',
    adapter: 'transformers',
    repository: 'Xenova/nli-deberta-v3-xsmall',
    revision: 'main',
    files: [...tokenizer(8.7 * mb), file('onnx/model_quantized.onnx', 87 * mb)],
    licence: 'Apache-2.0',
    memoryMb: 250,
    languages: 'English',
    purpose: 'tells when an answer says the opposite (optional)',
  },
];

/** Where a file of a model belongs under `folder`: transformers.js keeps repositories apart, whisper.cpp its files together. */
export const pathOfFile = (folder: string, model: CatalogueModel, path: string): string =>
  model.adapter === 'whisper.cpp' ? join(folder, path) : join(folder, model.repository, path);

/** The path at which a file of a model is, under either of its names; undefined when it is not there. */
export const locateFile = (folder: string, model: CatalogueModel, file: ModelFile): string | undefined =>
  [file.path, ...(file.orPath ? [file.orPath] : [])]
    .map((path) => pathOfFile(folder, model, path))
    .find((path) => (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0);
