/**
 * Code shared by the workers that run transformers.js. Imported only in worker threads: the library is large,
 * and its work would delay the event loop of the bots.
 */
import { env } from '@huggingface/transformers';
import { type ModelData, sessionOptions } from './model-data.ts';

/** Keeps the library from downloading anything or writing to the console; returns what the worker was given. */
export function prepareRuntime(data: ModelData): ModelData {
  env.allowRemoteModels = false;
  env.allowLocalModels = true;
  env.localModelPath = data.folder;
  env.useFSCache = false;
  env.useWasmCache = false;
  // 50: log nothing. Messages about a failed run contain the inputs.
  env.logLevel = 50;
  return data;
}

/** Options for `from_pretrained`. */
export const loadOptions = (data: ModelData) => ({
  device: data.device,
  dtype: data.precision,
  local_files_only: true,
  ...(data.graph !== undefined && { model_file_name: data.graph }),
  session_options: sessionOptions(data),
});
