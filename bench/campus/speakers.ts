/** Many people who speak at once: their speech comes in pieces in real time, and workers hear it on a speech server. */
import { setTimeout as sleep } from 'node:timers/promises';
import { retry } from '../../src/async/retry.ts';
import { readConfig } from '../../src/config.ts';
import { isCoachError } from '../../src/errors.ts';
import { silentLog } from '../../src/log.ts';
import { openCoach } from '../../src/open-coach.ts';
import { withDeployment } from './deployment.ts';

const sampleRate = 16_000;
const pieceMs = 6_000;
const pieces = 3;
/** A speech server with a good card: a tenth of the length, and a little for the way. */
const hearMs = 600;
/** As the judge takes for an answer of this length, with its grader. */
const judgeMs = 300;
const workers = 4;

/** From the end of speech to the feedback, for so many people at once. */
export async function measureSpeakers(count: number): Promise<void> {
  await withDeployment({ people: ['nobody'] }, async (deployment) => {
    for (let at = 0; at < workers; at++)
      deployment.start({ role: 'worker' }, { WORK_MS: String(hearMs), JUDGE_MS: String(judgeMs) });
    const coach = await openCoach({
      config: readConfig({ DATABASE_URL: deployment.url, FOLLOW_UP_DEPTH: '0' }),
      log: silentLog(),
      role: 'bots',
      parts: { lateTextMs: 0 },
    });
    const { interview } = coach.context;
    let refused = 0;
    /** As somebody who presses again when the store is too busy. */
    const insist = <Result>(work: () => Promise<Result>): Promise<Result> =>
      retry(work, {
        tries: 30,
        firstMs: 50,
        longestMs: 500,
        isPassing(error) {
          refused += 1;
          return isCoachError(error, 'store_unavailable');
        },
      });
    const stop = new AbortController();
    const running = coach.run(stop.signal);
    const shownAt = new Map<string, number>();
    let doubled = 0;
    const showing = (async () => {
      for await (const delivery of interview.deliveries('discord', stop.signal)) {
        const { body, session } = delivery;
        if (body.type === 'feedback' && !body.isUpdate) {
          if (shownAt.has(session.id)) doubled += 1;
          shownAt.set(session.id, Date.now());
        }
        // As a bot does, which shows several at once.
        void insist(() => interview.delivered(delivery));
      }
    })();
    // The workers have started when they report their models.
    while (coach.models.transcriber.status().state !== 'ready') await sleep(250);
    const speech = Float32Array.from(
      { length: (sampleRate * pieceMs) / 1_000 },
      (_, at) => Math.sin(at / 5) / 4,
    );
    const afterMs: number[] = [];
    let lost = 0;
    await Promise.all(
      Array.from({ length: count }, async (_, index) => {
        // All speak at once, but nobody begins at the same moment.
        await sleep((index / count) * pieceMs);
        const userId = `speaker-${index}`;
        const actor = { tenant: 'discord:1' as const, userId };
        const session = await insist(() =>
          interview.start({
            place: { tenant: actor.tenant, platform: 'discord', channelId: userId },
            userId,
            domain: 'backend',
            level: 'junior',
            questions: 1,
            mode: 'voice',
            style: 'solo',
            private: false,
          }),
        );
        for (let piece = 0; piece < pieces; piece++) {
          await sleep(pieceMs);
          await insist(() =>
            interview.addUtterance(actor, session.id, {
              key: `${userId}:${piece}`,
              pcm: speech,
              startMs: piece * pieceMs,
              endMs: (piece + 1) * pieceMs,
              receivedShare: 1,
            }),
          );
        }
        const saidAt = Date.now();
        await insist(() => interview.submit(actor, session.id));
        for (let waited = 0; waited < 120 && !shownAt.has(session.id); waited++) await sleep(500);
        const shown = shownAt.get(session.id);
        if (shown === undefined) lost += 1;
        else afterMs.push(shown - saidAt);
      }),
    );
    const sorted = afterMs.toSorted((one, other) => one - other);
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
    console.log(
      `${count} people spoke ${(pieces * pieceMs) / 1_000} s at once, ${workers} workers, hearing a piece takes ${hearMs} ms, judging ${judgeMs} ms: feedback p50 / p95 ${at(0.5)} / ${at(0.95)} ms after the end, ${lost} lost, ${doubled} doubled; the store was too busy for ${refused} calls, which were made again`,
    );
    stop.abort();
    await Promise.all([running, showing]);
    await coach.close();
  });
}
