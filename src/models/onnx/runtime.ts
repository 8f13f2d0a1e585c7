/**
 * Code shared by the workers that run transformers.js. Imported only in worker threads: the library is large,
 * and its work would delay the event loop of the bots.
 */
import { env } from '@huggingface/transformers';
import { z } from 'zod';

/** What a worker gets when it starts. */
export const modelData = z.object({
  /** Folder of all models, in the local layout of transformers.js. */
  folder: z.string(),
  repository: z.string(),
  /** Name of the main graph without its extension, if it is not the usual one: `decoder_model_merged`. */
  graph: z.string().optional(),
  precision: z.enum(['q8', 'fp32', 'fp16', 'q4']),
  device: z.enum(['cpu', 'cuda']),
  threads: z.number(),
});
export type ModelData = z.infer<typeof modelData>;

/** Reads a worker's data and keeps the library from downloading anything or writing to the console. */
export function prepareRuntime(data: unknown): ModelData {
  const model = modelData.parse(data);
  env.allowRemoteModels = false;
  env.allowLocalModels = true;
  env.localModelPath = model.folder;
  env.useFSCache = false;
  env.useWasmCache = false;
  // 50: log nothing. Messages about a failed run contain the inputs.
  env.logLevel = 50;
  return model;
}

/** Options for `from_pretrained`. */
export const loadOptions = ({ graph, precision, device, threads }: ModelData) => ({
  device,
  dtype: precision,
  local_files_only: true,
  ...(graph !== undefined && { model_file_name: graph }),
  session_options: {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 4 as const,
    // Threads that spin while they wait take CPU time from everything else that runs here.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  },
});
