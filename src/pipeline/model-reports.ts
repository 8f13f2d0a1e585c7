/**
 * Which models the workers have, told to processes that load none: each worker keeps a report in the store for as
 * long as it lives, and a notice says when it has changed.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { createEventStream } from '../async/event-stream.ts';
import type { ModelTask, SlotState } from '../domain.ts';
import { CoachError, type Fault, type FaultKey } from '../errors.ts';
import type { Log } from '../log.ts';
import type { ModelEvent, ModelSlot, Models, Speaker } from '../models/ports.ts';
import { openSpeechDetector } from '../models/speech/detector.ts';
import { newLeaseOwner } from '../store/lease-owner.ts';
import { dropLeases, forgetLeases, heldLeases, type Lease, takeLease } from '../store/leases.ts';
import type { Store } from '../store/store.ts';

type Parts = { store: Pick<Store, 'db' | 'notices'>; log: Log; now: () => Date };

const topic = 'models';
const prefix = 'models:';
/** How long a report counts after its worker's last sign of life. */
const reportMs = 30_000;
const dayMs = 86_400_000;
const renewEveryMs = 10_000;
/** Loading tells its progress far more often than anybody looks. */
const leastGapMs = 500;

const tasks = ['transcriber', 'embedder', 'generator', 'entailment', 'grader', 'adviser'] as const;

const faultKey = z.string().refine((key): key is FaultKey => key.startsWith('fault.'));
const faultValues = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.lazy(() => nestedFault), z.array(z.lazy(() => nestedFault))]),
);
const nestedFault: z.ZodType<Fault> = z.object({ fault: faultKey, values: z.lazy(() => faultValues) });
const why = { fault: faultKey, values: faultValues };
const slotState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('off'), ...why }),
  z.object({ state: z.literal('absent'), ...why }),
  z.object({ state: z.literal('loading'), model: z.string(), percent: z.number().nullable() }),
  z.object({ state: z.literal('ready'), model: z.string(), device: z.enum(['cpu', 'cuda']) }),
  z.object({ state: z.literal('failed'), model: z.string(), ...why }),
]);
const report = z.record(z.enum(tasks), slotState);
export type ModelReport = Record<(typeof tasks)[number], SlotState>;

/** Reports the states of these models until the signal aborts. */
export async function reportModels(
  { store, log, now }: Parts,
  models: Pick<Models, (typeof tasks)[number] | 'events'>,
  signal: AbortSignal,
): Promise<void> {
  const owner = newLeaseOwner();
  await forgetLeases(store, new Date(now().getTime() - dayMs)).catch((error: unknown) =>
    log.debug({ err: error }, 'Old leases could not be dropped'),
  );
  const told = async () => {
    const about = JSON.stringify(Object.fromEntries(tasks.map((task) => [task, models[task].status()])));
    await takeLease(store, { name: `${prefix}${owner}`, owner, about, forMs: reportMs }, now());
    return about;
  };
  const changes = models.events(signal)[Symbol.asyncIterator]();
  let changed = changes.next();
  for (let last = ''; !signal.aborted; ) {
    try {
      const about = await told();
      if (about !== last) store.notices.publish(topic, {});
      last = about;
    } catch (error) {
      log.warn({ err: error }, 'The models could not be reported to other processes');
    }
    const isChanged = await Promise.race([
      changed.then(() => true),
      delay(renewEveryMs, false, { signal }).catch(() => false),
    ]);
    if (isChanged) changed = changes.next();
    await delay(leastGapMs, undefined, { signal }).catch(() => undefined);
  }
  await dropLeases(store, owner).catch(() => undefined);
  store.notices.publish(topic, {});
}

/** What the workers report now, one entry a worker. */
export async function readReports({ store, now }: Omit<Parts, 'log'>): Promise<ModelReport[]> {
  return reportsIn(await heldLeases(store.db, prefix, now())).map(({ models }) => models);
}

/** The reports among what processes hold, each with the machine and the process that it is of. */
export function reportsIn(leases: readonly Lease[]): { worker: string; models: ModelReport }[] {
  return leases.flatMap(({ name, owner, about }) => {
    if (!name.startsWith(prefix)) return [];
    const read = report.safeParse(JSON.parse(about ?? 'null'));
    // A worker of another version may report what this one does not know.
    return read.success ? [{ worker: owner.split('/', 2).join('/'), models: read.data }] : [];
  });
}

/** The first of these that any worker reports is what the workers together can do. */
const best: readonly SlotState['state'][] = ['ready', 'loading', 'failed', 'absent', 'off'];
const nobody: SlotState = { state: 'absent', fault: 'fault.no-worker', values: {} };

/**
 * The models of the workers, for a process that has none but a voice: each slot says how it is, and none can be used
 * here.
 */
export function openReportedModels(
  { store, log, now }: Parts,
  speaker: ModelSlot<Speaker> & { close(): Promise<void> },
): Models {
  const events = createEventStream<ModelEvent>();
  const speech = openSpeechDetector();
  const states = new Map<ModelTask, SlotState>();
  const statusOf = (task: ModelTask): SlotState => states.get(task) ?? nobody;
  const closing = new AbortController();

  async function look(): Promise<void> {
    const reports = await readReports({ store, now });
    for (const task of tasks) {
      const told = reports.map((one) => one[task]);
      const status = best.flatMap((state) => told.filter((one) => one.state === state)).at(0) ?? nobody;
      const isNew = JSON.stringify(status) !== JSON.stringify(statusOf(task));
      states.set(task, status);
      if (isNew) events.send({ task, status });
    }
  }
  const lookSafely = () =>
    look().catch((error: unknown) => log.warn({ err: error }, 'What the workers report could not be read'));
  const unsubscribe = store.notices.subscribe(topic, () => void lookSafely());
  const first = lookSafely();
  const looking = (async () => {
    while (!closing.signal.aborted) {
      await delay(renewEveryMs, undefined, { signal: closing.signal }).catch(() => undefined);
      if (!closing.signal.aborted) await lookSafely();
    }
  })();
  const slot = <Model>(task: ModelTask): ModelSlot<Model> => ({
    task,
    status: () => statusOf(task),
    current: () => null,
    async use() {
      throw new CoachError('model_unavailable', 'fault.no-models-here', {});
    },
  });
  return {
    speech,
    transcriber: slot('transcriber'),
    embedder: slot('embedder'),
    generator: slot('generator'),
    entailment: slot('entailment'),
    grader: slot('grader'),
    adviser: slot('adviser'),
    speaker,
    events: (signal) => events.listen(signal),
    settled: () => first,
    async close() {
      closing.abort();
      unsubscribe();
      await looking;
      await speaker.close();
      await speech.close();
    },
  };
}
