import { join } from 'node:path';
import { siblingScript } from './async/sibling-script.ts';
import type { BotContext } from './bots/bot.ts';
import { drawOverview } from './bots/chart.ts';
import type { Config } from './config.ts';
import type { Evaluation, Platform } from './domain.ts';
import { createConnections } from './http/connections.ts';
import type { Log } from './log.ts';
import { isHeardRemotely } from './models/loadable-models.ts';
import { openModels, openSpeaker } from './models/open-models.ts';
import type { Models } from './models/ports.ts';
import type { Evaluator } from './pipeline/evaluation-types.ts';
import { createInterview } from './pipeline/interview/interview.ts';
import { createWorker } from './pipeline/interview/interview-worker.ts';
import { stageNotices } from './pipeline/interview/stage-notices.ts';
import { openDistantJudge, warmWhenAsked } from './pipeline/judging/distant-judge.ts';
import { openJudgingThread } from './pipeline/judging/open-judging-thread.ts';
import { openReportedModels, reportModels } from './pipeline/model-reports.ts';
import { createPairing } from './pipeline/pairing/pairing.ts';
import { createPairingWorker } from './pipeline/pairing/pairing-worker.ts';
import { createPreparation } from './pipeline/prepare/preparation.ts';
import { createConsents } from './pipeline/privacy/consent.ts';
import { createMaintenance } from './pipeline/privacy/maintenance.ts';
import { createPrivacy } from './pipeline/privacy/privacy.ts';
import { createProgress } from './pipeline/progress/progress.ts';
import { openBank } from './pipeline/questions/bank.ts';
import { createNarrator } from './pipeline/questions/narrator.ts';
import { openSpokenCache } from './pipeline/questions/spoken-cache.ts';
import { createScheduleWorker } from './pipeline/schedules/schedule-worker.ts';
import { createSchedules } from './pipeline/schedules/schedules.ts';
import { createShardLeases } from './pipeline/shard-leases.ts';
import { createStories } from './pipeline/stories/create-stories.ts';
import { createTenantSettings } from './pipeline/tenant-settings.ts';
import { type Role, talks, works } from './role.ts';
import { openInbox } from './store/inbox.ts';
import { openStore } from './store/open-store.ts';
import { tenantsOfUser } from './store/people.ts';
import { openPosts } from './store/posts.ts';
import { openSlackInstallations } from './store/slack-installations.ts';
import type { Store } from './store/store.ts';
import { consentTextVersion } from './wording/en/consent.ts';
import { exportPages } from './wording/export-pages.ts';
import { evaluationForPrograms } from './wording/feedback.ts';
import { prepareWords } from './wording/prepare-words.ts';
import { englishWording, type Wording } from './wording/wording.ts';

/** The whole program without its bots: what the bots are given, and the work behind it. */
export type Coach = {
  context: BotContext;
  store: Store;
  models: Models;
  evaluator: Evaluator;
  /**
   * Works until the signal aborts, then returns its leased jobs to the queue. Planned practices are held on
   * the platforms whose bots run in this process.
   */
  run(signal: AbortSignal, platforms?: readonly Platform[]): Promise<void>;
  close(): Promise<void>;
};

/** Opens the store and the bank, and starts loading the models. The first question does not wait for them. */
export async function openCoach({
  config,
  log,
  now: simulatedNow,
  wording = englishWording,
  role = 'all',
  parts: given = {},
}: {
  config: Config;
  log: Log;
  /** Default: it talks to the platforms, and does the work behind them too. */
  role?: Role;
  now?: () => Date;
  wording?: Wording;
  /** Replaces the store, the models, the judge or the lease that the program would choose. */
  parts?: {
    store?: Store;
    models?: Models;
    evaluator?: Evaluator;
    leaseMs?: number;
    lateTextMs?: number;
    candidateAwayMs?: number;
    /** Shutdown waits for erasing, however long it takes. */
    patient?: boolean;
  };
}): Promise<Coach> {
  const now = simulatedNow ?? (() => new Date());
  const store =
    given.store ??
    (await openStore(config.DATABASE_URL, {
      ...(simulatedNow && { now }),
      connections: config.DATABASE_CONNECTIONS,
    }));
  const models = works(role)
    ? (given.models ?? openModels(config, { log, speaks: talks(role) }))
    : openReportedModels({ store, log, now }, openSpeaker(config, { log }));
  const bank = openBank(config.QUESTION_BANKS === undefined ? {} : { ownFolder: config.QUESTION_BANKS });
  const ownJudge = () =>
    given.evaluator ??
    openJudgingThread(siblingScript(import.meta.url, 'judging-worker'), {
      store,
      models,
      log,
      locale: wording.locale,
      harper: config.MODELS !== 'none',
    });
  const evaluator = works(role) ? ownJudge() : openDistantJudge(store.notices);
  // A SQLite store with both roles in one process is nobody else's.
  const isShared = role !== 'all' || store.engine === 'postgres';
  const reports = isShared && works(role);
  if (reports) warmWhenAsked(store.notices, evaluator);
  const { leaseMs, lateTextMs, candidateAwayMs } = given;
  const timing = {
    ...(leaseMs !== undefined && { leaseMs }),
    ...(lateTextMs !== undefined && { lateTextMs }),
    ...(candidateAwayMs !== undefined && { candidateAwayMs }),
  };
  const standIns = { deleted: wording.say('turn.deleted'), expired: wording.say('turn.expired') };
  const parts = {
    store,
    bank,
    evaluator,
    models,
    stages: stageNotices(store.notices),
    config,
    log,
    now,
    standIns,
    ...timing,
  };
  const worker = createWorker(parts);
  const interview = createInterview(parts);
  const maintenance = createMaintenance({ store, config, log, now, standIns });
  const pairingWorker = createPairingWorker({ store, log, now });
  const scheduleWorker = createScheduleWorker({ store, interview, log, now });
  const wordEvaluation = (evaluation: Evaluation) => evaluationForPrograms(wording, evaluation);
  const progress = createProgress({ store, bank, config, now });
  return {
    context: {
      config,
      bank,
      interview,
      consents: createConsents({ store, now, textVersion: consentTextVersion }),
      tenantSettings: createTenantSettings({ store, now }),
      progress,
      stories: createStories({ store, bank, models, now }),
      preparation: createPreparation({ store, bank, models, config, words: prepareWords(wording), now }),
      privacy: createPrivacy(
        {
          store,
          config,
          progress,
          interview,
          drawCharts: (overview, at) => drawOverview(wording, overview, at),
          wordEvaluation,
          writePages: (contents) =>
            exportPages(
              wording,
              contents,
              ({ evaluation }) => evaluation && wordEvaluation(evaluation).feedback,
            ),
          now,
        },
        given.patient === true ? { atOnceBytes: Number.POSITIVE_INFINITY } : {},
      ),
      pairing: createPairing({ store, config, log, now }),
      schedules: createSchedules({ store, interview, config, now }),
      posts: openPosts(store, now),
      inbox: openInbox(store, now),
      installations:
        config.SECRET_KEY === undefined
          ? null
          : openSlackInstallations(store, { secretKey: config.SECRET_KEY, now }),
      models,
      heard: isShared ? 'elsewhere' : isHeardRemotely(config) ? 'remote' : 'here',
      connections: createConnections(),
      shards: createShardLeases({ store, log, now }),
      notices: store.notices,
      knownAt: (platform, userId) => tenantsOfUser(store.db, platform, userId),
      narrator: createNarrator({
        speaker: models.speaker,
        cache: openSpokenCache(join(config.GREENROOM_DATA, 'greenroom-spoken')),
        log,
      }),
      log,
      wording,
      now,
    },
    store,
    models,
    evaluator,
    async run(signal, platforms = []) {
      await Promise.all([
        ...(works(role)
          ? [worker.run(signal), maintenance.run(signal), store.queue.watch({ log, signal })]
          : []),
        ...(talks(role) ? [scheduleWorker.run(signal, platforms), pairingWorker.run(signal, platforms)] : []),
        ...(reports ? [reportModels({ store, log, now }, models, signal)] : []),
      ]);
    },
    async close() {
      await evaluator.close();
      await models.close();
      await store.close();
    },
  };
}
