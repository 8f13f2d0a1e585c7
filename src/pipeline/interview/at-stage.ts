import { performance } from 'node:perf_hooks';
import type { Log } from '../../log.ts';
import { observe } from '../../metrics.ts';
import { type AnswerSpan, addSpan } from '../../tracing.ts';

type Stage = Exclude<AnswerSpan['name'], 'answer'>;

/** Runs one stage of an answer's way; the log, the metrics and the trace are told how long it took. */
export async function atStage<Result>(
  {
    log,
    stage,
    answerId,
    ...attributes
  }: { log: Log; stage: Stage; answerId: string; attempt: number; platform?: string },
  work: () => Promise<Result>,
): Promise<Result> {
  const startMs = Date.now();
  const begun = performance.now();
  const end = (hasFailed: boolean) => {
    const ms = performance.now() - begun;
    observe('greenroom_stage_seconds', { stage, outcome: hasFailed ? 'failed' : 'done' }, ms / 1_000);
    addSpan({ answerId, name: stage, startMs, endMs: startMs + ms, hasFailed, attributes });
    // Whoever runs the stage says why it failed.
    if (!hasFailed)
      log.info({ answerId, stage, ms: Math.round(ms), ...attributes }, 'A stage of an answer is done');
  };
  try {
    const result = await work();
    end(false);
    return result;
  } catch (error) {
    end(true);
    throw error;
  }
}

/** The card of an answer has been posted: its way ends here. */
export function wayEnds(
  log: Log,
  {
    answerId,
    submittedAt,
    now,
    platform,
  }: { answerId: string; submittedAt: string; now: Date; platform: string },
): void {
  const startMs = Date.parse(submittedAt);
  const endMs = Math.max(startMs, now.getTime());
  observe('greenroom_answer_to_card_seconds', { platform }, (endMs - startMs) / 1_000);
  addSpan({ answerId, name: 'answer', startMs, endMs, hasFailed: false, attributes: { platform } });
  log.info({ answerId, ms: endMs - startMs, platform }, 'The card of an answer was posted');
}
