/** The metrics of this process in the text form of Prometheus. Loaded only where somebody wants them. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { declaredMetrics, type MetricName, type MetricsRecorder } from '../metrics.ts';

export type Sample = { name: MetricName; labels: Readonly<Record<string, string>>; value: number };

export type Prometheus = {
  recorder: MetricsRecorder;
  contentType: string;
  /** Everything counted so far, with the gauges as `samples` has them now. */
  text(samples: readonly Sample[]): Promise<string>;
};

/** `describe` gives the line of help of a metric. */
export function createPrometheus(describe: (name: MetricName) => string): Prometheus {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counters = new Map<MetricName, Counter>();
  const gauges = new Map<MetricName, Gauge>();
  const histograms = new Map<MetricName, Histogram>();
  for (const name of Object.keys(declaredMetrics) as MetricName[]) {
    const { type, labels, ...more } = declaredMetrics[name];
    const about = { name, help: describe(name), labelNames: [...labels], registers: [registry] };
    if (type === 'counter') counters.set(name, new Counter(about));
    else if (type === 'gauge') gauges.set(name, new Gauge(about));
    else
      histograms.set(
        name,
        new Histogram({ ...about, ...('buckets' in more && { buckets: [...more.buckets] }) }),
      );
  }
  return {
    recorder: {
      count: (name, labels) => counters.get(name)?.inc(labels),
      observe: (name, labels, value) => histograms.get(name)?.observe(labels, value),
    },
    contentType: registry.contentType,
    async text(samples) {
      // What is no longer there, such as a queue that is empty, leaves no old value behind.
      for (const gauge of gauges.values()) gauge.reset();
      for (const { name, labels, value } of samples) gauges.get(name)?.set(labels, value);
      return await registry.metrics();
    },
  };
}
