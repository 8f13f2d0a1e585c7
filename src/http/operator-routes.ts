/** What the owner watches: whether the program is alive, whether it can serve people, and its metrics. */
import type { Log } from '../log.ts';
import { createRoutes, type Routes } from './open-http-server.ts';
import type { Prometheus, Sample } from './prometheus.ts';
import { type ReadinessParts, readReadiness } from './readiness.ts';

export function createOperatorRoutes(parts: {
  log: Log;
  readiness: ReadinessParts;
  prometheus: Pick<Prometheus, 'text' | 'contentType'>;
  /** The gauges as they are now. */
  samples(): Promise<Sample[]>;
}): Routes {
  const { log, readiness, prometheus, samples } = parts;
  const routes = createRoutes(log, (error) => ({ type: error instanceof Error ? error.name : typeof error }));
  // The event loop answers: that is all that a restart could mend.
  routes.get('/healthz', (context) => context.json({ status: 'ok' }));
  routes.get('/readyz', async (context) => {
    const state = await readReadiness(readiness);
    return context.json(state, state.ready ? 200 : 503);
  });
  routes.get('/metrics', async (context) =>
    context.body(await prometheus.text(await samples()), 200, { 'content-type': prometheus.contentType }),
  );
  return routes;
}
