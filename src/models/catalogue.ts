/**
 * Every model that Greenroom can run. Sizes are those that the publishers state, rounded. Where no checksum
 * is given here, a download is checked only against what the hub itself announces.
 */
import { statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { WhisperSize } from '../config.ts';
import type { ModelTask } from './ports.ts';

export type ModelFile = {
  /** Path in the repository, and under the model's folder. */
  path: string;
  /** Another name that a repository may use for it: exports name their only decoder in two ways. */
  orPath?: string;
  /** Approximate size; exact where `sha256` is known. */
  bytes: number;
  sha256: string | null;
  /** As the publisher gives it outside the hub. */
  sha1: string | null;
};

export type ModelAdapter = 'whisper.cpp' | 'transformers' | 'piper';

export type CatalogueModel = {
  /** What people type: `whisper-base`. */
  name: string;
  task: ModelTask;
  adapter: ModelAdapter;
  /** Repository on the Hugging Face hub. */
  repository: string;
  /** A commit if one is known; `main` is whatever the publisher currently has there. */
  revision: string;
  files: readonly ModelFile[];
  licence: string;
  /** Approximate memory while it is loaded, including buffers. */
  memoryMb: number;
  languages: 'English' | 'German' | 'about 100';
  /** What it is for, in a few words. */
  purpose: string;
};

const kb = 1_000;
const mb = 1_000_000;
const file = (path: string, bytes: number): ModelFile => ({ path, bytes, sha256: null, sha1: null });
const tokenizer = (bytes: number) => [
  file('config.json', 2 * kb),
  file('tokenizer.json', bytes),
  file('tokenizer_config.json', 2 * kb),
];

/** SHA-1 of each ggml file, from the table in `models/README.md` in the source of whisper.cpp. */
const ggmlSha1: Record<WhisperSize, string> = {
  tiny: 'bd577a113a864445d4c299885e0cb97d4ba92b5f',
  'tiny.en': 'c78c86eb1a8faa21b369bcd33207cc90d64ae9df',
  base: '465707469ff3a37a2b9b8d8f89f2f99de7299dac',
  'base.en': '137c40403d78fd54d454da0f9bd998f78703390c',
  small: '55356645c2b361a969dfd0ef2c5a50d530afd8d5',
  'small.en': 'db8a495a91d927739e50b3fc1cc4c6b8f6c2d022',
  medium: 'fd9727b6e1217c2f614f9b698455c4ffd82463b4',
  'medium.en': '8c30f0e44ce9560643ebd10bbe50cd20eafd3723',
  'large-v3': 'ad82bf6a9043ceed055076d0fd39f5f186ff8062',
  'large-v3-turbo': '4af2b29d7ec73d781377bfd1758ca957a807e941',
};

/** From files we downloaded whose SHA-1 is the one above. */
const ggmlSeen: Partial<Record<WhisperSize, Pick<ModelFile, 'bytes' | 'sha256'>>> = {
  'tiny.en': {
    bytes: 77_704_715,
    sha256: '921e4cf8686fdd993dcd081a5da5b6c365bfde1162e72b08d75ac75289920b1f',
  },
  base: {
    bytes: 147_951_465,
    sha256: '60ed5bc3dd14eea856493d334349b405782ddcaf0028d4b5df4088345fba2efe',
  },
};

/** Smallest first. Sizes in MB: ggml file, 8-bit ONNX encoder and decoder; memory of each. */
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
        revision: '5359861c739e955e79d9a303bcbc70fb988958b1',
        files: [{ ...file(`ggml-${size}.bin`, ggml * mb), sha1: ggmlSha1[size], ...ggmlSeen[size] }],
        memoryMb: cppMb,
        purpose: 'speech to text with whisper.cpp, faster once it is built',
      },
    ];
  },
);

/**
 * Piper voices: the folder of each on the hub, and the licence of the recordings that it learned from, as its model card
 * gives it. Voices of unclear or non-commercial origin are left out.
 */
const piperVoices: {
  name: string;
  folder: string;
  voice: string;
  licence: string;
  languages: CatalogueModel['languages'];
  graph?: Pick<ModelFile, 'bytes' | 'sha256'>;
  description?: Pick<ModelFile, 'bytes' | 'sha256'>;
}[] = [
  {
    ...{ name: 'piper-joe', folder: 'en/en_US/joe/medium', voice: 'en_US-joe-medium' },
    ...{ licence: 'CC0', languages: 'English' },
    graph: {
      bytes: 63_201_294,
      sha256: '58afce0321b8d9c46d7cdf9c16500cc55a793b4220212dba6b70fb788b3baf06',
    },
    description: {
      bytes: 4_794,
      sha256: '3d6d5410b3795cb1950595247ef8f06190719e6fdbfa3a2356d8ec368e1aad33',
    },
  },
  {
    ...{ name: 'piper-alba', folder: 'en/en_GB/alba/medium', voice: 'en_GB-alba-medium' },
    ...{ licence: 'CC BY 4.0', languages: 'English' },
  },
  {
    ...{ name: 'piper-thorsten', folder: 'de/de_DE/thorsten/medium', voice: 'de_DE-thorsten-medium' },
    ...{ licence: 'CC0', languages: 'German' },
  },
];

const speakers = piperVoices.map(
  ({ name, folder, voice, licence, languages, graph, description }): CatalogueModel => ({
    ...{ name, task: 'speaker', adapter: 'piper', licence, languages },
    repository: 'rhasspy/piper-voices',
    revision: 'v1.0.0',
    files: [
      { ...file(`${folder}/${voice}.onnx`, 63 * mb), ...graph },
      { ...file(`${folder}/${voice}.onnx.json`, 5 * kb), ...description },
    ],
    memoryMb: 150,
    purpose: 'speaks the questions; needs the program espeak-ng',
  }),
);

export const catalogue: readonly CatalogueModel[] = [
  ...whisperModels,
  ...speakers,
  {
    name: 'minilm',
    task: 'embedder',
    adapter: 'transformers',
    repository: 'Xenova/all-MiniLM-L6-v2',
    revision: '751bff37182d3f1213fa05d7196b954e230abad9',
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

/**
 * Where a file of a model belongs under `folder`: transformers.js has a folder per repository, whisper.cpp
 * one for all files, and so have the voices.
 */
export function pathOfFile(folder: string, model: CatalogueModel, path: string): string {
  switch (model.adapter) {
    case 'whisper.cpp':
      return join(folder, path);
    case 'piper':
      return join(folder, 'voices', basename(path));
    case 'transformers':
      return join(folder, model.repository, path);
  }
}

/** The path of a model file, under either of its names; undefined when it is not there. */
export const locateFile = (folder: string, model: CatalogueModel, file: ModelFile): string | undefined =>
  [file.path, ...(file.orPath ? [file.orPath] : [])]
    .map((path) => pathOfFile(folder, model, path))
    .find((path) => (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0);
