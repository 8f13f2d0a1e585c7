import { setTimeout } from 'node:timers/promises';
import { keepTrying } from '../../async/keep-trying.ts';
import type { Job } from '../../domain.ts';
import { answerOfJob } from '../../store/answer-of-job.ts';
import { answersTo } from '../../store/answers.ts';
import { dropHeldText } from '../../store/held-texts.ts';
import { lockSession } from '../../store/locks.ts';
import { dropUseBefore } from '../../store/quota-use.ts';
import { runJobs, type WorkOptions } from '../../store/run-jobs.ts';
import { sessionById } from '../../store/sessions.ts';
import type { Trx } from '../../store/store.ts';
import { closeTurn, findTurn } from '../../store/turns.ts';
import { isBegun } from '../../store/utterances.ts';
import { advance } from './advance.ts';
import { atStage } from './at-stage.ts';
import { createJudging } from './judge-answer.ts';
import { defaultLeaseMs, momentOf, type Parts } from './parts.ts';
import { prepareQuestion } from './prepare-question.ts';
import { createReadingAhead } from './read-ahead.ts';
import { goOnAlone, goOnWithout, slotTimeIsUp } from './slot-timers.ts';
import { stopSession } from './stop-session.ts';
import { submitAnswer } from './submit-answer.ts';
import { timerJob, timerQueue } from './timers.ts';
import { createTranscription } from './transcribe-utterance.ts';

const dayMs = 24 * 60 * 60 * 1_000;
const finishedDays = 30;

const whileStoreIsAway = { firstMs: 1_000, longestMs: 30_000 };

export type Worker = {
  /** Transcribes, judges, prepares and closes what is due, until the signal aborts. */
  run(signal: AbortSignal): Promise<void>;
};

/** How many people are heard side by side; a speech server gets as many calls at once. */
const heardAtOnce = 4;

/** The work between what people say and what they see. One slow kind of work does not delay another. */
export function createWorker(parts: Parts): Worker {
  const { store, log, models, now, leaseMs = defaultLeaseMs } = parts;
  const transcription = createTranscription(parts);
  const judging = createJudging(parts);
  const readingAhead = createReadingAhead(parts);
  const hear: WorkOptions['handle'] = (job, signal) =>
    readingAhead(answerOfJob(job).answerId, () => transcription.run(job, signal));
  const work = (signal: AbortSignal, queue: string, more: Pick<WorkOptions, 'handle' | 'failed' | 'lanes'>) =>
    runJobs({ store, log, signal, queues: [queue], leaseMs, ...more });

  const staged =
    (stage: 'transcribe' | 'judge', run: WorkOptions['handle']): WorkOptions['handle'] =>
    async (job, signal) => {
      const { answerId } = answerOfJob(job);
      if (answerId === undefined) return await run(job, signal);
      await atStage({ log, stage, answerId, attempt: job.attempts }, () => run(job, signal));
    };

  return {
    async run(signal) {
      const judge = { handle: staged('judge', judging.run), failed: judging.failed };
      await Promise.all([
        ...Array.from({ length: heardAtOnce }, () =>
          work(signal, 'transcribe', {
            handle: staged('transcribe', hear),
            failed: transcription.failed,
            lanes: 'any',
          }),
        ),
        // Two at a time: a model that proposes a follow-up for one should not hold up the other.
        work(signal, 'evaluate', judge),
        work(signal, 'evaluate', judge),
        work(signal, timerQueue, { handle: (job) => runTimer(parts, job), failed: async () => {} }),
        work(signal, 'prepare', {
          handle: (job, abort) => prepareQuestion(parts, job, abort),
          failed: async () => {},
        }),
        wakeWhenKnown(signal),
        forgetFinished(signal),
      ]);
    },
  };

  /** Finished jobs are kept for as long as their outcome may be asked for. */
  async function forgetFinished(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await store.queue
        .forget(new Date(now().getTime() - finishedDays * dayMs))
        .catch((error: unknown) => log.warn({ err: error }, 'Dropping finished jobs failed'));
      await dropUseBefore(store.db, new Date(now().getTime() - dayMs).toISOString().slice(0, 10)).catch(
        (error: unknown) => log.warn({ err: error }, 'Dropping the use of past days failed'),
      );
      await setTimeout(dayMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /**
   * Work that is waiting for the transcriber resumes when it becomes available, or as soon after that as the
   * store allows. When it fails to load, people are told at once that they may type.
   */
  async function wakeWhenKnown(signal: AbortSignal): Promise<void> {
    const events = models.events(signal);
    const wake = () =>
      keepTrying(() => store.queue.runNow(['transcribe']), { ...whileStoreIsAway, log, signal });
    if (models.transcriber.status().state === 'ready') await wake();
    for await (const { task, status } of events)
      if (task === 'transcriber' && status.state !== 'loading') await wake();
  }
}

async function runTimer(parts: Parts, job: Job): Promise<void> {
  const { store } = parts;
  const timer = timerJob.parse(job.payload);
  await store.transaction(async (trx) => {
    const sessionId =
      'turnId' in timer
        ? (await findTurn(trx, timer.turnId))?.session_id
        : 'pausedSessionId' in timer
          ? timer.pausedSessionId
          : undefined;
    if (sessionId !== undefined) await lockSession(trx, sessionId);
    await store.queue.finish(trx, job);
    if ('turnId' in timer) await closeInTime(parts, trx, timer.turnId);
    else if ('heldId' in timer) await dropHeldText(trx, timer.heldId);
    else if ('invitedSessionId' in timer) await goOnWithout(parts, trx, timer.invitedSessionId);
    else if ('waitingTurnId' in timer) await goOnAlone(parts, trx, timer.waitingTurnId);
    else if ('slotOf' in timer) await slotTimeIsUp(parts, trx, timer.slotOf, timer.number);
    else {
      const session = await sessionById(trx, timer.pausedSessionId);
      // A later pause has its own deadline.
      if (session?.state === 'paused' && session.pause_ends_at === timer.endsAt)
        await stopSession(parts, trx, session, 'candidate-left');
    }
  });
}

/** Closes a question for everyone when its time is up; what was said by then counts as submitted. */
async function closeInTime(parts: Parts, trx: Trx, turnId: string): Promise<void> {
  const turn = await findTurn(trx, turnId);
  const session = turn && (await sessionById(trx, turn.session_id));
  const at = momentOf(parts);
  // A pause moves the deadline; the job for the new deadline will close it.
  if (!turn || session?.state !== 'active' || turn.closes_at === null || turn.closes_at > at) return;
  if (!(await closeTurn(trx, turnId, 'time', at))) return;
  for (const answer of await answersTo(trx, turnId))
    if (answer.state === 'open' && (await isBegun(trx, answer.id)))
      await submitAnswer(parts, trx, { answer, turn, session });
  await advance(parts, trx, session.id);
}
