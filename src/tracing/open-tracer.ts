/** Sends spans to a collector by OTLP over HTTP. Loaded only where a collector is named. */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DiagLogLevel, diag, ROOT_CONTEXT, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor, RandomIdGenerator, TracerProvider } from '@opentelemetry/sdk-trace';
import type { Log } from '../log.ts';
import type { AnswerTracer } from '../tracing.ts';

/** How long a stop waits for a collector that does not answer. */
const farewellMs = 1_000;

/** `endpoint`: the base address of the collector; `headers`: `name=value` pairs with commas between. */
export function openTracer({
  endpoint,
  headers,
  log,
}: {
  endpoint: string;
  headers: string | undefined;
  log: Log;
}): AnswerTracer {
  const noop = () => undefined;
  const error = () => log.warn('Traces could not be sent to the collector');
  diag.setLogger(
    { error, warn: noop, info: noop, debug: noop, verbose: noop },
    { logLevel: DiagLogLevel.ERROR, suppressOverrideMessage: true },
  );
  const random = new RandomIdGenerator();
  let whole: { traceId: string; spanId: string } | null = null;
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/+$/, '')}/v1/traces`,
    headers: readHeaders(headers),
  });
  const provider = new TracerProvider({
    spanProcessors: [new BatchSpanProcessor({ exporter })],
    idGenerator: {
      generateTraceId: () => whole?.traceId ?? random.generateTraceId(),
      generateSpanId: () => whole?.spanId ?? random.generateSpanId(),
    },
  });
  const tracer = provider.getTracer('greenroom');
  return {
    add({ answerId, name, startMs, endMs, hasFailed, attributes }) {
      const ids = idsOf(answerId);
      const parent = trace.setSpanContext(ROOT_CONTEXT, {
        ...ids,
        traceFlags: TraceFlags.SAMPLED,
        isRemote: true,
      });
      const isWhole = name === 'answer';
      whole = isWhole ? ids : null;
      const span = tracer.startSpan(
        name,
        { startTime: startMs, attributes: { ...attributes, 'greenroom.answer_id': answerId } },
        isWhole ? ROOT_CONTEXT : parent,
      );
      whole = null;
      if (hasFailed) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end(endMs);
    },
    async close() {
      await Promise.race([provider.shutdown().catch(noop), sleep(farewellMs, undefined, { ref: false })]);
    },
  };
}

/** The same in every process: the parts of an answer's way find each other without being told. */
function idsOf(answerId: string): { traceId: string; spanId: string } {
  const hash = createHash('sha256').update(answerId).digest('hex');
  const hex = answerId.replaceAll('-', '').toLowerCase();
  return { traceId: /^[0-9a-f]{32}$/.test(hex) ? hex : hash.slice(0, 32), spanId: hash.slice(32, 48) };
}

function readHeaders(given = ''): Record<string, string> {
  const pairs = given.split(',').map((pair) => pair.split('='));
  return Object.fromEntries(
    pairs.flatMap(([name = '', ...value]) =>
      name.trim() === '' ? [] : [[name.trim(), decodeURIComponent(value.join('=').trim())]],
    ),
  );
}
