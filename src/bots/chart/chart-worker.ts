/**
 * The drawing thread: a charting library turns a series into SVG, and a renderer turns that into PNG, both
 * without a browser.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { renderAsync } from '@resvg/resvg-js';
import { HeatmapChart, LineChart, RadarChart } from 'echarts/charts';
import {
  CalendarComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  RadarComponent,
  TitleComponent,
  VisualMapComponent,
} from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { z } from 'zod';
import { serveCalls } from '../../async/serve-calls.ts';
import { clock } from '../view.ts';
import type { ChartRequest } from './draw-chart.ts';

use([
  CalendarComponent,
  GridComponent,
  HeatmapChart,
  LegendComponent,
  LineChart,
  MarkAreaComponent,
  MarkLineComponent,
  RadarChart,
  RadarComponent,
  SVGRenderer,
  TitleComponent,
  VisualMapComponent,
]);

/** Drawn twice as large as the narrowest place it is shown in (400 px), so that its letters stay legible there. */
const width = 800;

/** The fonts come with the program: a server may have none. */
const fontFiles = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((file) =>
  join(dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')), 'ttf', file),
);

const request = z.custom<ChartRequest>((given) => z.object({ as: z.string() }).safeParse(given).success);

serveCalls(async (message) => {
  const { as, option, height, labels } = request.parse(message);
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  chart.setOption(option);
  if (labels !== undefined) chart.setOption({ xAxis: { axisLabel: { formatter: formatterOf(labels) } } });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return as === 'svg' ? svg : await toPng(svg);
});

const formatterOf =
  (labels: NonNullable<ChartRequest['labels']>) =>
  (value: number): string =>
    labels === 'clock'
      ? clock(value)
      : new Date(value).toLocaleDateString(labels.days, { month: 'short', day: 'numeric', timeZone: 'UTC' });

async function toPng(svg: string): Promise<Uint8Array> {
  const image = await renderAsync(svg, {
    font: { fontFiles, loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans' },
  });
  return new Uint8Array(image.asPng());
}
