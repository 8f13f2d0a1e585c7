/** Which model a worker runs, and on what. */
export type ModelData = {
  /** Folder of all models, in the local layout of transformers.js. */
  folder: string;
  repository: string;
  /** Name of the main graph without its extension, if it is not the usual one: `decoder_model_merged`. */
  graph?: string;
  precision: 'q8' | 'fp32' | 'fp16' | 'q4';
  device: 'cpu' | 'cuda';
  threads: number;
};

/** How onnxruntime runs a graph in a worker. */
export const sessionOptions = ({ threads }: { threads: number }) => ({
  intraOpNumThreads: threads,
  interOpNumThreads: 1,
  // 4: log nothing. Messages about a failed run contain the inputs.
  logSeverityLevel: 4 as const,
  // Threads that spin while they wait take CPU time from everything else that runs here.
  extra: { session: { intra_op: { allow_spinning: '0' } } },
});
