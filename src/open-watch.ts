import { recordMetrics } from './metrics.ts';
import type { Coach } from './open-coach.ts';
import { openOperatorDoor } from './open-operator-door.ts';
import type { Role } from './role.ts';
import { traceAnswers } from './tracing.ts';

/**
 * Opens what the owner watches the program by, as far as settings ask for it: metrics and health on METRICS_PORT, traces
 * to OTEL_EXPORTER_OTLP_ENDPOINT. Nothing is loaded for what is not asked for.
 */
export async function openWatch(
  coach: Coach,
  role: Role = 'all',
): Promise<{ port: number | null; close(): Promise<void> }> {
  const { config, log } = coach.context;
  const endpoint = config.OTEL_EXPORTER_OTLP_ENDPOINT;
  const tracer =
    endpoint === undefined
      ? null
      : (await import('./tracing/open-tracer.ts')).openTracer({
          endpoint,
          headers: config.OTEL_EXPORTER_OTLP_HEADERS,
          log,
        });
  traceAnswers(tracer);
  const door = await openOperatorDoor(coach, role);
  return {
    port: door?.port ?? null,
    async close() {
      recordMetrics(null);
      traceAnswers(null);
      await Promise.all([door?.close(), tracer?.close()]);
    },
  };
}
