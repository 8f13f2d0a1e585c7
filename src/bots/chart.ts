/**
 * Pictures of progress and of one answer. Each picture has a text that says the same. Colours are Okabe and
 * Ito's, safe for colour-blind eyes, and every line also has its own mark. The background is opaque, so that
 * the picture reads the same in dark and light themes.
 */
import { type Dimension, dimensions, type Evaluation } from '../domain.ts';
import { localDay } from '../pipeline/progress/local-time.ts';
import type { ProgressOverview, Trend } from '../pipeline/progress/progress-types.ts';
import type { Wording } from '../wording/wording.ts';
import { chartFrame, drawChart, ink, type Picture, palette } from './chart/draw-chart.ts';
import { clock } from './view.ts';
import { sayTrend } from './views/progress.ts';

export type { Picture } from './chart/draw-chart.ts';

const marks = ['circle', 'rect', 'triangle', 'diamond', 'arrow', 'roundRect', 'pin'] as const;
/** With more points than this, marks would hide the lines; dashes still tell the lines apart. */
const mostMarks = 40;
const dashes = ['solid', 'dashed', 'dotted'] as const;

/**
 * The look of a dimension's line depends on its place among all dimensions; each list repeats from its start.
 */
function lineOf(name: Dimension) {
  const at = dimensions.indexOf(name);
  return {
    symbol: marks[at % marks.length],
    type: dashes[at % dashes.length],
    color: palette[at % palette.length],
  };
}

/** How the score of each dimension moved over time. */
export function trendChart(wording: Wording, overview: ProgressOverview): Picture {
  const { say } = wording;
  const shown = dimensions.filter((name) => overview.dimensions[name].points.length > 0);
  const sayDimension = (name: Dimension) =>
    say('chart.trend.dimension', {
      dimension: say(`dimension.${name}`),
      trend: sayTrend(wording, overview.dimensions[name]),
    });
  const alt = say('chart.trend.alt', {
    answers: overview.answers,
    trend: sayTrend(wording, overview.overall),
    dimensions: shown.map(sayDimension).join(' '),
  }).trim();
  return drawChart(
    'trend.png',
    alt,
    {
      ...chartFrame(say('chart.trend.title')),
      legend: { bottom: 6, itemGap: 14, textStyle: { color: ink, fontSize: 20 } },
      grid: { left: 66, right: 50, top: 66, bottom: 96 },
      xAxis: {
        type: 'value',
        scale: true,
        splitNumber: 4,
        // One label per day is enough.
        minInterval: 86_400_000,
        splitLine: { show: false },
        axisLabel: { color: ink, fontSize: 19, hideOverlap: true },
        axisLine: { lineStyle: { color: ink } },
      },
      yAxis: {
        type: 'value',
        min: 0,
        max: 100,
        interval: 25,
        axisLabel: { color: ink, fontSize: 20 },
        splitLine: { lineStyle: { color: '#d8dce2' } },
      },
      series: [
        ...shown.map((name) => ({
          type: 'line',
          name: say(`dimension.${name}`),
          data: toData(overview.dimensions[name]),
          symbol: lineOf(name).symbol,
          symbolSize: 11,
          showSymbol: overview.dimensions[name].points.length <= mostMarks,
          lineStyle: { width: 3, type: lineOf(name).type, color: lineOf(name).color },
          itemStyle: { color: lineOf(name).color },
        })),
        {
          type: 'line',
          name: say('chart.trend.overall'),
          data: toData(overview.overall),
          symbol: 'circle',
          symbolSize: 7,
          lineStyle: { width: 6, color: '#000000' },
          itemStyle: { color: '#000000' },
        },
      ],
    },
    { labels: { days: wording.locale } },
  );
}

/** Where somebody stands now: the mean of the last three scores of each dimension. */
export function radarChart({ say, list }: Wording, overview: ProgressOverview): Picture | null {
  const rows = dimensions.flatMap((name) => {
    const last = overview.dimensions[name].points.slice(-3).map(({ score }) => score);
    return last.length === 0
      ? []
      : [{ name, mean: last.reduce((sum, score) => sum + score, 0) / last.length }];
  });
  // A radar chart of two skills is just a line.
  if (rows.length < 3) return null;
  const axisOf = ({ name, mean }: (typeof rows)[number]) =>
    say('chart.skills.axis', { dimension: say(`dimension.${name}`), mean: Math.round(mean) });
  const alt = say('chart.skills.alt', { dimensions: list(rows.map(axisOf)) });
  return drawChart('skills.png', alt, {
    ...chartFrame(say('chart.skills.title')),
    radar: {
      center: ['50%', '57%'],
      radius: '62%',
      indicator: rows.map((row) => ({ name: axisOf(row), max: 100 })),
      axisName: { color: ink, fontSize: 22 },
      splitArea: { areaStyle: { color: ['#ffffff', '#f1f3f6'] } },
      splitLine: { lineStyle: { color: '#c4cad3' } },
      axisLine: { lineStyle: { color: '#c4cad3' } },
    },
    series: [
      {
        type: 'radar',
        symbolSize: 9,
        data: [{ value: rows.map(({ mean }) => mean) }],
        lineStyle: { width: 4, color: palette[0] },
        itemStyle: { color: palette[0] },
        areaStyle: { color: palette[0], opacity: 0.22 },
      },
    ],
  });
}

/** How fast an answer was spoken, third by third, and where it paused; null for a typed answer. */
export function paceChart(
  { say, list }: Wording,
  { measures }: Pick<Evaluation, 'measures'>,
): Picture | null {
  const { pace: thirds = [] } = measures;
  if (thirds.length === 0) return null;
  const pauses = measures.pauses?.spans ?? [];
  const long = pauses.filter(({ startMs, endMs }) => endMs - startMs >= longPauseMs);
  const end = Math.max(...thirds.map(({ endMs }) => endMs));
  const top = Math.max(200, ...thirds.map(({ wordsPerMinute }) => Math.ceil(wordsPerMinute / 50) * 50));
  const saidThirds = thirds.map(({ startMs, wordsPerMinute }) =>
    say('chart.pace.third', { pace: Math.round(wordsPerMinute), time: clock(startMs) }),
  );
  const saidPauses = long.map(({ startMs, endMs }) =>
    say('chart.pace.pause', { seconds: ((endMs - startMs) / 1000).toFixed(1), time: clock(startMs) }),
  );
  const alt = say('chart.pace.alt', {
    thirds: list(saidThirds),
    pauses:
      long.length === 0 ? say('chart.pace.no-pause') : say('chart.pace.pauses', { pauses: list(saidPauses) }),
  });
  return drawChart(
    'pace.png',
    alt,
    {
      ...chartFrame(say('chart.pace.title')),
      grid: { left: 84, right: 34, top: 66, bottom: 74 },
      xAxis: {
        type: 'value',
        min: 0,
        max: end,
        splitNumber: 4,
        axisLabel: { color: ink, fontSize: 20, hideOverlap: true },
        splitLine: { show: false },
        axisLine: { lineStyle: { color: ink } },
      },
      yAxis: {
        type: 'value',
        min: 0,
        max: top,
        axisLabel: { color: ink, fontSize: 20 },
        splitLine: { lineStyle: { color: '#d8dce2' } },
      },
      series: [
        {
          type: 'line',
          step: 'end',
          symbol: 'none',
          lineStyle: { width: 5, color: palette[0] },
          data: thirds.flatMap(({ startMs, endMs, wordsPerMinute }) => [
            [startMs, wordsPerMinute],
            [endMs, wordsPerMinute],
          ]),
          markArea: {
            silent: true,
            itemStyle: { color: palette[4], opacity: 0.35 },
            label: { show: false },
            data: pauses.map(({ startMs, endMs }) => [{ xAxis: startMs }, { xAxis: endMs }]),
          },
          markLine: {
            silent: true,
            symbol: 'none',
            lineStyle: { color: palette[2], width: 2, type: 'dashed' },
            label: { color: ink, fontSize: 18, position: 'insideEndTop', formatter: '{c}' },
            data: [{ yAxis: 120 }, { yAxis: 160 }],
          },
        },
      ],
    },
    { labels: 'clock' },
  );
}

/** What is attached to progress: the trend, and the skills and the calendar where they show something. */
export async function drawOverview(
  wording: Wording,
  overview: ProgressOverview,
  now: Date,
): Promise<{ name: string; bytes: Uint8Array; alt: string }[]> {
  const today = localDay(now, overview.timeZone);
  const pictures = [
    trendChart(wording, overview),
    radarChart(wording, overview),
    calendarChart(wording, overview, today),
  ];
  return await Promise.all(
    pictures
      .filter((picture) => picture !== null)
      .map(async ({ name, alt, png }) => ({ name, alt, bytes: await png() })),
  );
}

const toData = ({ points }: Trend) => points.map(({ at, score }) => [Date.parse(at), score]);

/** The short names of the days, from Sunday, or of the months, as the language writes them. */
const namesOf = ({ locale }: Wording, what: 'weekday' | 'month'): string[] =>
  Array.from({ length: what === 'weekday' ? 7 : 12 }, (_, index) =>
    // The first of March 2026 is a Sunday.
    (what === 'weekday' ? new Date(Date.UTC(2026, 2, 1 + index)) : new Date(Date.UTC(2026, index, 1)))
      .toLocaleDateString(locale, { [what]: 'short', timeZone: 'UTC' })
      .slice(0, what === 'weekday' ? 2 : undefined),
  );

/** Pauses of at least this length are called long, as in the measures. */
const longPauseMs = 2_000;

/** Which of the days in the last 26 weeks had practice. */
export function calendarChart(wording: Wording, overview: ProgressOverview, today: string): Picture {
  const { say } = wording;
  const most = Math.max(1, ...overview.calendar.map(({ answers }) => answers));
  const from = new Date(`${today}T00:00:00Z`);
  from.setUTCDate(from.getUTCDate() - 26 * 7 + 1);
  const practised = overview.calendar.filter(({ day }) => day >= from.toISOString().slice(0, 10));
  const answers = practised.reduce((sum, day) => sum + day.answers, 0);
  const alt = say('chart.calendar.alt', {
    days: practised.length,
    answers,
    streak: overview.streak.days,
    longest: overview.streak.longest,
  });
  return drawChart(
    'calendar.png',
    alt,
    {
      ...chartFrame(say('chart.calendar.title')),
      visualMap: {
        min: 0,
        max: most,
        orient: 'horizontal',
        left: 'center',
        bottom: 6,
        itemWidth: 20,
        itemHeight: 180,
        text: [say('chart.calendar.most', { most }), '0'],
        textStyle: { color: ink, fontSize: 19 },
        inRange: { color: ['#e8f1fa', palette[0]] },
      },
      calendar: {
        range: [from.toISOString().slice(0, 10), today],
        left: 74,
        right: 20,
        top: 96,
        cellSize: ['auto', 25],
        yearLabel: { show: false },
        dayLabel: {
          firstDay: 1,
          color: ink,
          fontSize: 16,
          nameMap: namesOf(wording, 'weekday'),
        },
        monthLabel: { color: ink, fontSize: 20, nameMap: namesOf(wording, 'month') },
        itemStyle: { color: '#f4f6f8', borderColor: '#ffffff', borderWidth: 3 },
        splitLine: { lineStyle: { color: '#9aa3af', width: 1 } },
      },
      series: [
        {
          type: 'heatmap',
          coordinateSystem: 'calendar',
          data: practised.map(({ day, answers: count }) => [day, count]),
        },
      ],
    },
    { height: 360 },
  );
}
