/**
 * Every model that Greenroom can run. Sizes are those that the publishers state, rounded. Where no checksum
 * is given here, a download is checked only against what the hub itself announces.
 */
import { statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { WhisperSize } from '../config.ts';
import type { ModelTask } from './ports.ts';
import {
  ggmlSha1,
  ggmlSha256,
  onnxDecoder,
  onnxEncoder,
  onnxRevisions,
  onnxSha256,
  type Sealed,
} from './whisper-checksums.ts';

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

const sealed = (file: ModelFile, known: Sealed | undefined): ModelFile =>
  known ? { ...file, bytes: known[0], sha256: known[1] } : file;

/** Smallest first. Sizes in MB: 8-bit ONNX encoder and decoder; memory of each. */
const whispers: {
  size: WhisperSize;
  encoder: number;
  decoder: number;
  cppMb: number;
  onnxMb: number;
}[] = [
  { size: 'tiny', encoder: 10, decoder: 31, cppMb: 210, onnxMb: 220 },
  { size: 'tiny.en', encoder: 10, decoder: 31, cppMb: 210, onnxMb: 220 },
  { size: 'base', encoder: 23, decoder: 54, cppMb: 290, onnxMb: 330 },
  { size: 'base.en', encoder: 23, decoder: 54, cppMb: 290, onnxMb: 330 },
  { size: 'small', encoder: 92, decoder: 157, cppMb: 680, onnxMb: 750 },
  { size: 'small.en', encoder: 92, decoder: 157, cppMb: 680, onnxMb: 750 },
  { size: 'medium', encoder: 313, decoder: 463, cppMb: 1850, onnxMb: 1900 },
  { size: 'medium.en', encoder: 313, decoder: 463, cppMb: 1850, onnxMb: 1900 },
  { size: 'large-v3-turbo', encoder: 645, decoder: 165, cppMb: 2000, onnxMb: 2000 },
  { size: 'large-v3', encoder: 645, decoder: 917, cppMb: 3700, onnxMb: 3400 },
];

/** The sizes of Whisper, smallest first. */
export const whisperOrder: readonly WhisperSize[] = whispers.map(({ size }) => size);

const whisperModels = whispers.flatMap(({ size, encoder, decoder, cppMb, onnxMb }): CatalogueModel[] => {
  const languages = size.endsWith('.en') ? 'English' : 'about 100';
  const shared = { task: 'transcriber', licence: 'MIT', languages } as const;
  const owner = size === 'large-v3-turbo' ? 'onnx-community' : 'Xenova';
  return [
    {
      ...shared,
      name: `whisper-${size}`,
      adapter: 'transformers',
      repository: `${owner}/whisper-${size}`,
      revision: onnxRevisions[size],
      files: [
        ...tokenizer(2.5 * mb),
        file('generation_config.json', 4 * kb),
        file('preprocessor_config.json', 340),
        file(onnxEncoder, encoder * mb),
        file(onnxDecoder, decoder * mb),
      ].map((each) => sealed(each, onnxSha256[size]?.[each.path])),
      memoryMb: onnxMb,
      purpose: 'speech to text, needs no compiler',
    },
    {
      ...shared,
      name: `whisper-${size}-ggml`,
      adapter: 'whisper.cpp',
      repository: 'ggerganov/whisper.cpp',
      revision: '5359861c739e955e79d9a303bcbc70fb988958b1',
      files: [{ ...sealed(file(`ggml-${size}.bin`, 0), ggmlSha256[size]), sha1: ggmlSha1[size] }],
      memoryMb: cppMb,
      purpose: 'speech to text with whisper.cpp, faster once it is built',
    },
  ];
});

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
  graph: Sealed;
  description: string;
}[] = [
  {
    ...{ name: 'piper-joe', folder: 'en/en_US/joe/medium', voice: 'en_US-joe-medium' },
    ...{ licence: 'CC0', languages: 'English' },
    graph: [63_201_294, '58afce0321b8d9c46d7cdf9c16500cc55a793b4220212dba6b70fb788b3baf06'],
    description: '3d6d5410b3795cb1950595247ef8f06190719e6fdbfa3a2356d8ec368e1aad33',
  },
  {
    ...{ name: 'piper-alba', folder: 'en/en_GB/alba/medium', voice: 'en_GB-alba-medium' },
    ...{ licence: 'CC BY 4.0', languages: 'English' },
    graph: [63_201_294, '401369c4a81d09fdd86c32c5c864440811dbdcc66466cde2d64f7133a66ad03b'],
    description: 'aa965a2f02ecced632c2694e1fc72bbff6d65f265fab567ca945918c73dd89f4',
  },
  {
    ...{ name: 'piper-thorsten', folder: 'de/de_DE/thorsten/medium', voice: 'de_DE-thorsten-medium' },
    ...{ licence: 'CC0', languages: 'German' },
    graph: [63_201_294, '7e64762d8e5118bb578f2eea6207e1a35a8e0c30595010b666f983fc87bb7819'],
    description: '974adee790533adb273a1ac88f49027d2a1b8f0f2cf4905954a4791e79264e85',
  },
];

const speakers = piperVoices.map(
  ({ name, folder, voice, licence, languages, graph, description }): CatalogueModel => ({
    ...{ name, task: 'speaker', adapter: 'piper', licence, languages },
    repository: 'rhasspy/piper-voices',
    revision: '1162a9173d0ce503555aed757976b7a9912eae4c',
    files: [
      sealed(file(`${folder}/${voice}.onnx`, 0), graph),
      { ...file(`${folder}/${voice}.onnx.json`, 5 * kb), sha256: description },
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
