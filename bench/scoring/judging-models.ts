import { readConfig } from '../../src/config.ts';
import { silentLog } from '../../src/log.ts';
import { emptySlot } from '../../src/models/empty-slot.ts';
import { openModels } from '../../src/models/open-models.ts';
import type { Models } from '../../src/models/ports.ts';
import type { JudgingModels } from '../../src/pipeline/evaluation-types.ts';

const off = { state: 'off', fault: 'fault.models-off', values: {} } as const;

export const withoutModels: JudgingModels = {
  embedder: emptySlot('embedder', off),
  entailment: emptySlot('entailment', off),
  generator: emptySlot('generator', off),
  grader: emptySlot('grader', off),
};

/** The grader that comes with the program, and the sentence embedder where it is installed. */
export async function openJudges(): Promise<{ judging: JudgingModels; models: Models; embedder: boolean }> {
  const config = readConfig({ ...process.env, TRANSCRIBER: 'none', GENERATOR: 'template', MODELS: 'all' });
  const models = openModels(config, { log: silentLog() });
  await models.settled();
  const { embedder, grader } = models;
  return {
    models,
    judging: { ...withoutModels, grader, embedder },
    embedder: embedder.current() !== null,
  };
}

/** The installed sentence embedder (folder: GREENROOM_MODELS), loaded; null where it is not installed. */
export async function openWithEmbedder(): Promise<{ judging: JudgingModels; models: Models } | null> {
  const config = readConfig({ ...process.env, TRANSCRIBER: 'none', GENERATOR: 'template', MODELS: 'all' });
  const models = openModels(config, { log: silentLog() });
  await models.settled();
  if (models.embedder.current()) return { models, judging: { ...withoutModels, embedder: models.embedder } };
  await models.close();
  return null;
}
