import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createPrometheus } from '../../src/http/prometheus.ts';
import { declaredMetrics } from '../../src/metrics.ts';

const dashboard = z
  .object({
    panels: z.array(
      z.looseObject({
        title: z.string(),
        targets: z.array(z.object({ expr: z.string(), legendFormat: z.string() })).default([]),
      }),
    ),
    templating: z.object({ list: z.array(z.looseObject({ definition: z.string().optional() })) }),
  })
  .parse(JSON.parse(readFileSync(new URL('../../deploy/grafana/greenroom.json', import.meta.url), 'utf8')));
const targets = dashboard.panels.flatMap((panel) => panel.targets);
const queries = [
  ...targets.map(({ expr }) => expr),
  ...dashboard.templating.list.flatMap(({ definition = '' }) => definition),
];
const metricsIn = (query: string) => query.match(/\b(greenroom|nodejs|process)_\w+/g) ?? [];

/** What `/metrics` has, by name; a histogram has three names. */
async function served(): Promise<Set<string>> {
  const text = await createPrometheus((name) => name).text([]);
  const types = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)];
  return new Set(
    types.flatMap(([, name = '', type]) =>
      type === 'histogram' ? ['_bucket', '_sum', '_count'].map((part) => name + part) : [name],
    ),
  );
}

describe('the Grafana dashboard', () => {
  it('asks for nothing that is not there, and shows everything that is ours', async () => {
    const names = await served();
    const asked = queries.flatMap(metricsIn);
    expect(asked.length).toBeGreaterThan(15);
    expect(asked.filter((name) => !names.has(name))).toEqual([]);
    const shown = new Set(asked.map((name) => name.replace(/_(bucket|sum|count)$/, '')));
    expect(Object.keys(declaredMetrics).filter((name) => !shown.has(name))).toEqual([]);
  });

  it('parts its curves by labels that the metrics have', () => {
    for (const { expr, legendFormat } of targets) {
      const own = metricsIn(expr).flatMap((name) => {
        const metric = Object.entries(declaredMetrics).find(([known]) => name.startsWith(known));
        return metric ? [...metric[1].labels] : [];
      });
      const known = new Set<string>([...own, 'le', 'instance']);
      const used = [
        ...[...expr.matchAll(/by \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(/,\s*/)),
        ...[...expr.matchAll(/[{,](\w+)=/g)].map(([, label = '']) => label),
        ...[...legendFormat.matchAll(/{{(\w+)}}/g)].map(([, label = '']) => label),
      ];
      expect(
        used.filter((label) => !known.has(label)),
        expr,
      ).toEqual([]);
    }
  });
});
