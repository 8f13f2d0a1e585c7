/** Models whose failures the judge takes note of. */
import type { Adviser, EntailmentJudge, Grader } from '../../models/ports.ts';
import type { JudgingLog, JudgingModels } from '../evaluation-types.ts';

/** The owner's language model; a call that fails is named in `degraded`, and the opinion is left out. */
export function secondOpinionOf(
  { adviser }: JudgingModels,
  degraded: Set<string>,
  log: JudgingLog | undefined,
): Adviser | null {
  const model = adviser?.current();
  if (!adviser || !model) return null;
  return {
    ...model,
    advise: (...given) =>
      adviser
        .use((present) => present.advise(...given))
        .catch((error: unknown) => {
          degraded.add('adviser');
          log?.debug({ reason: nameOf(error) }, 'There was no second opinion');
          throw error;
        }),
  };
}

/** The model, which puts its name among those that failed when a call of it does. */
export function noting<Model extends EntailmentJudge | Grader>(
  name: string,
  model: Model | null,
  failed: Set<string>,
): Model | null {
  if (!model) return null;
  const watch = <Result>(result: Promise<Result>) =>
    result.catch((error: unknown) => {
      failed.add(name);
      throw error;
    });
  return 'grade' in model
    ? { ...model, grade: (...given: Parameters<Grader['grade']>) => watch(model.grade(...given)) }
    : { ...model, judge: (...given: Parameters<EntailmentJudge['judge']>) => watch(model.judge(...given)) };
}

/** Messages may quote what was said; names do not. */
export const nameOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error);
