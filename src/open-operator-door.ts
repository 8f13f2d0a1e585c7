import type { ModelTask, SlotState } from './domain.ts';
import type { HttpServer } from './http/open-http-server.ts';
import type { Sample } from './http/prometheus.ts';
import { recordMetrics } from './metrics.ts';
import type { Coach } from './open-coach.ts';
import { type Role, works } from './role.ts';
import { queueDepths } from './store/queue-depths.ts';

const tasks = ['transcriber', 'embedder', 'generator', 'entailment', 'grader', 'adviser'] as const;
const slotStates = ['off', 'absent', 'loading', 'ready', 'failed'] as const satisfies SlotState['state'][];

/** Scrapes that follow each other this closely share one reading of the queues. */
const depthsMs = 10_000;

/**
 * Opens METRICS_PORT, where the owner's own tools see health, readiness and metrics; null without that setting. From
 * then on this process counts.
 */
export async function openOperatorDoor(
  { context, store, models }: Coach,
  role: Role,
): Promise<HttpServer | null> {
  const { config, log, wording, now, connections } = context;
  if (config.METRICS_PORT === undefined) return null;
  const { createPrometheus } = await import('./http/prometheus.ts');
  const { createOperatorRoutes } = await import('./http/operator-routes.ts');
  const { openHttpServer } = await import('./http/open-http-server.ts');
  const prometheus = createPrometheus((name) => wording.say(`metric.${name}`));
  const stateOf = (task: ModelTask) => models[task].status().state;

  const readDepths = keptFor(depthsMs, () => queueDepths(store, now()));
  async function samples(): Promise<Sample[]> {
    const depths = await readDepths().catch(() => []);
    return [
      ...depths.map(({ queue, state, count }): Sample => {
        return { name: 'greenroom_jobs', labels: { queue, state }, value: count };
      }),
      ...depths.flatMap(({ queue, oldestAt }): Sample[] => {
        if (oldestAt === null) return [];
        const value = Math.max(0, (now().getTime() - Date.parse(oldestAt)) / 1_000);
        return [{ name: 'greenroom_oldest_job_seconds', labels: { queue }, value }];
      }),
      ...tasks.flatMap((task) =>
        slotStates.map((state): Sample => {
          const value = stateOf(task) === state ? 1 : 0;
          return { name: 'greenroom_model_state', labels: { task, state }, value };
        }),
      ),
      ...[...connections.states()].map(([platform, state]): Sample => {
        const value = state === 'connected' ? 1 : 0;
        return { name: 'greenroom_platform_connected', labels: { platform }, value };
      }),
    ];
  }

  const routes = createOperatorRoutes({
    log,
    prometheus,
    samples,
    readiness: {
      readStore: () => store.db.selectFrom('counts').select('name').limit(1).execute(),
      connections: connections.states,
      models: () => new Map(tasks.map((task) => [task, stateOf(task)])),
      // A way of hearing that the owner has named is not optional where hearing is done.
      required: works(role) && !['auto', 'none'].includes(config.TRANSCRIBER) ? ['transcriber'] : [],
    },
  });
  const server = await openHttpServer({
    routes,
    port: config.METRICS_PORT,
    host: config.METRICS_HOST,
    door: 'operator',
    portTaken: 'fault.metrics-port-taken',
  });
  recordMetrics(prometheus.recorder);
  log.info({ port: server.port }, 'Metrics and health can be read');
  return server;
}

/** Calls that follow each other within `ms` get the same result; one that failed is not kept. */
function keptFor<Result>(ms: number, work: () => Promise<Result>): () => Promise<Result> {
  let kept: { at: number; result: Promise<Result> } | null = null;
  return () => {
    const at = performance.now();
    if (kept && at - kept.at < ms) return kept.result;
    const result = work();
    kept = { at, result };
    result.catch(() => {
      kept = null;
    });
    return result;
  };
}
