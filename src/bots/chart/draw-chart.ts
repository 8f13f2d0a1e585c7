import type { init } from 'echarts/core';
import { z } from 'zod';
import { siblingScript } from '../../async/sibling-script.ts';
import { openWorkerCalls } from '../../async/worker-calls.ts';

export type Picture = {
  /** File name. */
  name: string;
  /** What the picture shows, in words. */
  alt: string;
  svg(): Promise<string>;
  png(): Promise<Uint8Array>;
};

type ChartOption = Parameters<ReturnType<typeof init>['setOption']>[0];

/**
 * What the thread is asked to draw. Functions cannot be sent to it, so the labelling of the lower axis has a
 * name.
 */
export type ChartRequest = {
  as: 'svg' | 'png';
  option: ChartOption;
  height: number;
  /** Minutes and seconds, or days as the language writes them; left out, the values as they are. */
  labels?: 'clock' | { days: string } | undefined;
};

/** Okabe and Ito, "Color Universal Design" (2008), without their yellow, which is faint on white. */
export const palette = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#d55e00'] as const;
export const ink = '#1d2430';

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

/**
 * The charting library takes a second to load, and drawing blocks its thread: a separate thread does both.
 */
const drawer = openWorkerCalls(siblingScript(import.meta.url, 'chart-worker'), 'chart');

export function drawChart(
  name: string,
  alt: string,
  option: ChartOption,
  { height = usualHeight, labels }: Partial<Pick<ChartRequest, 'height' | 'labels'>> = {},
): Picture {
  const draw = <Drawn>(as: ChartRequest['as'], kind: z.ZodType<Drawn>) =>
    drawer.call({ as, option, height, labels } satisfies ChartRequest, (drawn) => kind.parse(drawn));
  return { name, alt, svg: () => draw('svg', z.string()), png: () => draw('png', z.instanceof(Uint8Array)) };
}
