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

export type Picture = {
  /** File name. */
  name: string;
  svg: string;
  /** What the picture shows, in words. */
  alt: string;
  png(): Promise<Buffer>;
};

/** Okabe and Ito, "Color Universal Design" (2008), without their yellow, which is faint on white. */
export const palette = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#d55e00'] as const;
export const ink = '#1d2430';

/** Drawn twice as large as the narrowest place it is shown in (400 px), so that its letters stay legible there. */
const width = 800;
const usualHeight = 480;

export const chartFrame = (title: string) => ({
  animation: false,
  backgroundColor: '#ffffff',
  textStyle: { fontFamily: 'DejaVu Sans' },
  title: {
    text: title,
    left: 20,
    top: 14,
    textStyle: { color: ink, fontSize: 26, fontWeight: 'bold' as const },
  },
});

export function drawChart(
  name: string,
  alt: string,
  option: Parameters<ReturnType<typeof init>['setOption']>[0],
  height = usualHeight,
): Picture {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  chart.setOption(option);
  const svg = chart.renderToSVGString();
  chart.dispose();
  return { name, svg, alt, png: () => toPng(svg) };
}

/** The letters come with the program: a server has no fonts of its own. */
const fontFiles = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((file) =>
  join(dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')), 'ttf', file),
);

async function toPng(svg: string): Promise<Buffer> {
  const image = await renderAsync(svg, {
    font: { fontFiles, loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans' },
  });
  return Buffer.from(image.asPng());
}
