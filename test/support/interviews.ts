import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { createEventStream } from '../../src/async/event-stream.ts';
import type { Delivery, DeliveryBody, Place, Platform, TenantId } from '../../src/domain.ts';
import { silentLog } from '../../src/log.ts';
import { createInterview } from '../../src/pipeline/interview/interview.ts';
import type { StartRequest } from '../../src/pipeline/interview/interview-types.ts';
import { createWorker } from '../../src/pipeline/interview/interview-worker.ts';
import type { Parts } from '../../src/pipeline/interview/parts.ts';
import { openBank } from '../../src/pipeline/questions/bank.ts';
import type { SqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import type { Store } from '../../src/store/store.ts';
import { type EngineName, storeOn } from './engines.ts';
import { scriptedEvaluator, scriptedModels } from './scripted.ts';
import { temporaryStore, until } from './temporary.ts';
import { standIns } from './words.ts';

export const tenant: TenantId = 'terminal:test';
export const place: Place = { tenant, platform: 'terminal', channelId: 'room' };
export const actor = (userId: string) => ({ tenant, userId });

/** Three questions: two junior, one senior. */
export const cookingBank = () =>
  openBank({ folder: fileURLToPath(new URL('../fixtures/bank/', import.meta.url)) });

export const cookingStart = (userId: string, more: Partial<StartRequest> = {}): StartRequest => ({
  place,
  userId,
  domain: 'cooking',
  level: 'junior',
  questions: 1,
  seed: 'test',
  ...more,
});

/** One follow-up, and no sound kept. */
export const testConfig = {
  ANSWER_MAX_SECONDS: 600,
  FOLLOW_UP_DEPTH: 1,
  RETENTION: { audioDays: 0, transcriptsDays: 365, evaluationsDays: 730 },
  WHISPER_MODEL: 'base',
} satisfies Parts['config'];

/** An interview over a database of its own, with scripted ports, whose worker runs until the test is finished. */
export function runningInterview<Kept extends Store = SqliteStore>(
  given: Partial<Omit<Parts, 'store'>> & { store?: Kept } = {},
  { works = true } = {},
) {
  const now = given.now ?? (() => new Date());
  const store = given.store ?? temporaryStore({ now });
  const parts: Parts = {
    bank: cookingBank(),
    evaluator: scriptedEvaluator(),
    models: scriptedModels(),
    stages: createEventStream(),
    // These people answer faster than anybody reads.
    lateTextMs: 0,
    config: testConfig,
    log: silentLog(),
    standIns,
    now,
    ...given,
    store,
  };
  const interview = createInterview(parts);
  const stop = new AbortController();
  const working = works ? createWorker(parts).run(stop.signal) : Promise.resolve();
  const shown = { terminal: [] as Delivery[], discord: [] as Delivery[], slack: [] as Delivery[] };
  const showing: Promise<void>[] = [];
  let stopped = false;
  const end = async () => {
    if (stopped) return;
    stopped = true;
    stop.abort();
    await Promise.all([working, ...showing]);
  };
  onTestFinished(end);

  return {
    parts,
    interview,
    store,
    end,
    /** Shows everything that is to be shown on a platform, from now on. */
    show(platform: Platform = 'terminal') {
      const run = async () => {
        for await (const delivery of interview.deliveries(platform, stop.signal)) {
          shown[platform].push(delivery);
          await interview.delivered(delivery, `post-${delivery.id}`);
        }
      };
      showing.push(run());
      return shown[platform];
    },
    /** Waits for the n-th thing of a type that was shown. */
    async seen<Type extends DeliveryBody['type']>(
      type: Type,
      count = 1,
      platform: Platform = 'terminal',
    ): Promise<Delivery & { body: Extract<DeliveryBody, { type: Type }> }> {
      const isIt = (
        delivery: Delivery,
      ): delivery is Delivery & { body: Extract<DeliveryBody, { type: Type }> } =>
        delivery.body.type === type;
      return await until(() => shown[platform].filter(isIt)[count - 1]);
    },
  };
}

/** The same over a database of that engine. */
export async function runningInterviewOn(
  engine: EngineName,
  given: Partial<Parts> = {},
  options?: { works?: boolean },
) {
  const store = given.store ?? (await storeOn(engine, given.now ? { now: given.now } : {}));
  return runningInterview({ ...given, store }, options);
}
