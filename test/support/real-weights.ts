import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { decodeAudio } from '../../src/bots/audio/decode-audio.ts';
import { readConfig } from '../../src/config.ts';
import { isWhisperCppBuilt, modelStates } from '../../src/models/model-states.ts';
import type { Pcm } from '../../src/models/ports.ts';

/** The folder that GREENROOM_MODELS names: tests of real weights run where it holds them, and are skipped by name elsewhere. */
export const realModels = readConfig().GREENROOM_MODELS;

const config = { GREENROOM_MODELS: realModels };
const isPresent = (name: string) =>
  modelStates(config).some((model) => model.name === name && model.state === 'present');

export const realEngines = [
  { engine: 'whisper.cpp', isThere: isPresent('whisper-base-ggml') && isWhisperCppBuilt(config) },
  { engine: 'transformers', isThere: isPresent('whisper-base') },
] as const;
export const hasMeaning = isPresent('minilm');
/** Piper needs the phonemes of espeak-ng. */
export const hasVoice = isPresent('piper-joe') && spawnSync('espeak-ng', ['--version']).status === 0;

export type Recording = { file: string; reference: string; pcm: Pcm };

/** Folders with sound and a `manifest.jsonl` of `{file, reference}` lines, from HEARING_DATA; none without it. */
export const recordingFolders = (process.env.HEARING_DATA ?? '')
  .split(':')
  .filter((folder) => folder !== '' && existsSync(join(folder, 'manifest.jsonl')));

const row = z.object({ file: z.string(), reference: z.string() });

export async function readRecordings(folder: string): Promise<Recording[]> {
  const recordings: Recording[] = [];
  for (const line of readFileSync(join(folder, 'manifest.jsonl'), 'utf8').trim().split('\n')) {
    const { file, reference } = row.parse(JSON.parse(line));
    const limits = { maxSeconds: 600, maxBytes: 2 ** 26 };
    recordings.push({
      file,
      reference,
      pcm: (await decodeAudio(readFileSync(join(folder, file)), limits)).pcm,
    });
  }
  return recordings;
}
