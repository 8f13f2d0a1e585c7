import { isDeepStrictEqual } from 'node:util';
import type { EventStream } from '../async/event-stream.ts';
import { CoachError, isCoachError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { MemoryBudget } from './memory-budget.ts';
import type { ModelEvent, ModelFault, ModelSlot, ModelTask, SlotState } from './ports.ts';
import { isFaultOfModel, type LoadableModel, memoryFault, type SlotEntry, stateOf } from './slot-entry.ts';

type Closable = { close(): Promise<void> };

const isPause = (fault: string | null): boolean =>
  fault === 'fault.server-left-alone' || fault === 'fault.servers-left-alone';

export type LoadingSlot<Model> = ModelSlot<Model> & {
  /** Resolves when nothing is loading any more. */
  settled(): Promise<void>;
  close(): Promise<void>;
};

export type SlotOptions = {
  log: Log;
  events: EventStream<ModelEvent>;
  budget: MemoryBudget;
  /** A model that is idle for this long is unloaded; the next use loads it again. */
  idleMs?: number;
  now?: () => number;
};

const defaultIdleMs = 30 * 60_000;
/** A model of another slot is evicted only when it has been idle for this long. */
const evictableAfterMs = 60_000;
/** A model that failed to load is tried again on a use after this time: its files may have been repaired. */
const retryLoadAfterMs = 60_000;
const retryAfterMs = 2_000;
/** The same failure of a call is logged at most once in this time. */
const warnEveryMs = 60_000;

/**
 * Returns a slot at once and loads `loadables` in the background, smallest first. The best one loaded so far
 * serves; if it fails for a call, the next smaller one takes that call.
 */
export function loadInBackground<Model extends Closable>(
  task: ModelTask,
  loadables: readonly LoadableModel<Model>[],
  { log, events, budget, idleMs = defaultIdleMs, now = Date.now }: SlotOptions,
): LoadingSlot<Model> {
  const closing = new AbortController();
  const entries = loadables.map((loadable): SlotEntry<Model> => {
    const entry: SlotEntry<Model> = {
      loadable,
      state: 'waiting',
      inUse: 0,
      usedAt: now(),
      holder: {
        memoryMb: loadable.memoryMb,
        idleSinceMs: () => {
          const idle = entry.state === 'ready' && entry.inUse === 0 && !loadable.stays;
          const spare = best() !== entry || now() - entry.usedAt >= evictableAfterMs;
          return idle && spare ? entry.usedAt : null;
        },
        unload: () => unload(entry),
      },
    };
    return entry;
  });
  const bestFirst = entries.toReversed();
  const best = () => bestFirst.find((entry) => entry.state === 'ready');

  let told: SlotState | undefined;
  const move = (entry: SlotEntry<Model>, state: SlotEntry<Model>['state']) => {
    entry.state = state;
    announce();
  };
  const announce = () => {
    const next = status();
    if (closing.signal.aborted || isDeepStrictEqual(next, told)) return;
    told = next;
    events.send({ task, status: next });
  };

  /** While the server is down, no model is in sight: people are told why, and may type. */
  const settle = (entry: SlotEntry<Model>, trouble: ModelFault | undefined) => {
    if (trouble) entry.trouble = trouble;
    else delete entry.trouble;
    announce();
  };
  const noteFailure = (entry: SlotEntry<Model>, error: unknown) => {
    // The fault that led to the pause says more.
    if (entry.trouble && error instanceof CoachError && isPause(error.fault)) return;
    warn(entry, error);
    if (isCoachError(error, 'network') && error.fault !== null)
      settle(entry, { fault: error.fault, values: error.values });
  };

  const warnedAt = new Map<string, number>();
  const warn = ({ loadable }: SlotEntry<Model>, error: unknown) => {
    const { code, fault, values } =
      error instanceof CoachError ? error : { code: undefined, fault: undefined, values: undefined };
    const facts = { task, model: loadable.name, code, fault, ...values };
    const kind = JSON.stringify(facts);
    if (now() - (warnedAt.get(kind) ?? Number.NEGATIVE_INFINITY) < warnEveryMs) return;
    for (const [earlier, at] of warnedAt) if (now() - at >= warnEveryMs) warnedAt.delete(earlier);
    warnedAt.set(kind, now());
    log.warn(facts, 'A model failed at one call');
  };

  const fail = (entry: SlotEntry<Model>, failure: ModelFault) => {
    entry.failure = failure;
    entry.usedAt = now();
    log.warn({ task, model: entry.loadable.name, fault: failure.fault }, 'A model could not be loaded');
    move(entry, 'failed');
  };

  async function load(entry: SlotEntry<Model>): Promise<void> {
    const { loadable } = entry;
    move(entry, 'loading');
    if (!(await budget.reserve(entry.holder))) {
      return fail(entry, memoryFault(entry, entries, budget.totalMb - budget.usedMb()));
    }
    const startedAt = now();
    try {
      entry.loaded = await loadable.load(closing.signal);
      entry.usedAt = now();
      log.info(
        { task, model: loadable.name, device: entry.loaded.device, loadMs: now() - startedAt },
        'A model is ready',
      );
      move(entry, 'ready');
      if (closing.signal.aborted) await unload(entry);
    } catch (error) {
      budget.release(entry.holder);
      if (closing.signal.aborted) return;
      log.debug({ task, err: error }, 'Loading a model failed');
      const { fault, values } = error instanceof CoachError ? error : loadable.whenItFails;
      fail(entry, fault === null ? loadable.whenItFails : { fault, values });
    }
  }

  const wake = (entry: SlotEntry<Model>): Promise<void> => {
    entry.loading ??= load(entry).finally(() => {
      delete entry.loading;
    });
    return entry.loading;
  };

  async function unload(entry: SlotEntry<Model>): Promise<void> {
    const { loaded } = entry;
    if (!loaded) return;
    delete entry.loaded;
    move(entry, 'asleep');
    budget.release(entry.holder);
    await loaded.model.close().catch((error) => log.debug({ task, err: error }, 'Closing a model failed'));
  }

  const loadAll = async () => {
    for (const entry of entries) if (!entry.loadable.standby && !closing.signal.aborted) await wake(entry);
    for (const entry of bestFirst) {
      if (entry.state === 'waiting' && !best() && !closing.signal.aborted) await wake(entry);
    }
  };

  const sweep = setInterval(
    () => {
      for (const entry of entries) {
        if (entry.loadable.stays) continue;
        if (entry.state === 'ready' && entry.inUse === 0 && now() - entry.usedAt >= idleMs) {
          log.info({ task, model: entry.loadable.name }, 'A model was unloaded because nobody used it');
          void unload(entry);
        }
      }
    },
    Math.min(idleMs / 2, 60_000),
  );
  sweep.unref();

  const status = () => stateOf(task, entries);

  const isWorthWaking = (entry: SlotEntry<Model>) =>
    entry.state === 'asleep' ||
    (entry.state === 'waiting' && entry.loadable.standby === true && everyBetterFailed(entry)) ||
    (entry.state === 'failed' && now() - entry.usedAt >= retryLoadAfterMs);
  /** A standby takes over a call when everything better has failed to load, or has just failed this call. */
  const everyBetterFailed = (entry: SlotEntry<Model>) =>
    bestFirst
      .slice(0, bestFirst.indexOf(entry))
      .every((better) => better.state === 'failed' || better.state === 'ready' || better.loadable.standby);

  const started = loadAll();
  return {
    task,
    status,
    current() {
      const ready = best();
      if (ready) {
        ready.usedAt = now();
        return ready.loaded?.model ?? null;
      }
      const asleep = bestFirst.find((entry) => entry.state === 'asleep');
      if (asleep) void wake(asleep);
      return null;
    },
    async use(work) {
      if (closing.signal.aborted) throw new CoachError('model_unavailable', 'fault.models-shut-down');
      let fault: unknown;
      let tried = false;
      for (const entry of bestFirst) {
        if (isWorthWaking(entry)) await wake(entry);
        if (entry.state !== 'ready' || !entry.loaded) continue;
        tried = true;
        entry.inUse++;
        try {
          const result = await work(entry.loaded.model);
          if (entry.trouble) settle(entry, undefined);
          return result;
        } catch (error) {
          if (!isFaultOfModel(error) || closing.signal.aborted) throw error;
          fault = error;
          noteFailure(entry, error);
        } finally {
          entry.inUse--;
          entry.usedAt = now();
        }
      }
      if (tried) {
        const options = { cause: fault, retryAfterMs };
        const state = status();
        if (state.state === 'failed')
          throw new CoachError('model_unavailable', state.fault, state.values, options);
        throw new CoachError('model_unavailable', 'fault.model-failed-just-now', {}, options);
      }
      const state = status();
      if (state.state === 'failed') {
        throw new CoachError('model_unavailable', state.fault, state.values);
      }
      throw new CoachError('model_unavailable', 'fault.model-loading', {}, { retryAfterMs });
    },
    settled: () => started,
    async close() {
      clearInterval(sweep);
      closing.abort(new Error('The models are shut down.'));
      await started;
      await Promise.all(entries.map((entry) => unload(entry)));
    },
  };
}
