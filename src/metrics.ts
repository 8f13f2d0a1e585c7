/**
 * What the program counts about itself: each metric is declared here once, and anybody may add to it. Nothing is counted
 * unless somebody listens (`METRICS_PORT`). No label ever names a person, a server, a workspace or a channel.
 */
type Declared = {
  type: 'counter' | 'gauge' | 'histogram';
  labels: readonly string[];
  /** Upper ends of the classes of a histogram, in its unit. */
  buckets?: readonly number[];
};

/** Seconds from a typed answer that is judged at once to a spoken one behind a slow model. */
const seconds = [0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 20, 30, 60, 120, 300] as const;

/** `src/wording/en/metrics.ts` describes each. */
export const declaredMetrics = {
  greenroom_answers_total: { type: 'counter', labels: ['state'] },
  greenroom_answer_to_card_seconds: { type: 'histogram', labels: ['platform'], buckets: seconds },
  greenroom_stage_seconds: { type: 'histogram', labels: ['stage', 'outcome'], buckets: seconds },
  greenroom_jobs: { type: 'gauge', labels: ['queue', 'state'] },
  greenroom_oldest_job_seconds: { type: 'gauge', labels: ['queue'] },
  greenroom_job_failures_total: { type: 'counter', labels: ['queue', 'outcome'] },
  greenroom_transcriber_objections_total: { type: 'counter', labels: ['reason'] },
  greenroom_capture_received_ratio: {
    type: 'histogram',
    labels: [],
    buckets: [0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 1],
  },
  greenroom_model_state: { type: 'gauge', labels: ['task', 'state'] },
  greenroom_platform_connected: { type: 'gauge', labels: ['platform'] },
  greenroom_platform_errors_total: { type: 'counter', labels: ['platform', 'kind'] },
  greenroom_http_requests_total: { type: 'counter', labels: ['door', 'status'] },
  greenroom_http_refused_total: { type: 'counter', labels: ['why'] },
} as const satisfies Record<`greenroom_${string}`, Declared>;

export type MetricName = keyof typeof declaredMetrics;
type NamesOf<Type extends Declared['type']> = {
  [Name in MetricName]: (typeof declaredMetrics)[Name]['type'] extends Type ? Name : never;
}[MetricName];
export type MetricLabels<Name extends MetricName> = Readonly<
  Record<(typeof declaredMetrics)[Name]['labels'][number], string>
>;

export type MetricsRecorder = {
  count(name: MetricName, labels: Readonly<Record<string, string>>): void;
  observe(name: MetricName, labels: Readonly<Record<string, string>>, value: number): void;
};

let recorder: MetricsRecorder | null = null;

/** From now on everything that is counted in this process goes to `given`; null stops that. */
export function recordMetrics(given: MetricsRecorder | null): void {
  recorder = given;
}

/** Adds one to a counter. */
export function count<Name extends NamesOf<'counter'>>(name: Name, labels: MetricLabels<Name>): void {
  recorder?.count(name, labels);
}

/** Adds a value to a histogram, in the unit of its name. */
export function observe<Name extends NamesOf<'histogram'>>(
  name: Name,
  labels: MetricLabels<Name>,
  value: number,
): void {
  recorder?.observe(name, labels, value);
}
