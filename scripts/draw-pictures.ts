/**
 * Draws one picture of each kind from made-up practice, into `docs/pictures`, for review and for the
 * documents.
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { calendarChart, type Picture, paceChart, radarChart, trendChart } from '../src/bots/chart.ts';
import type { Dimension, Evaluation } from '../src/domain.ts';
import type { ProgressOverview, Trend } from '../src/pipeline/progress/progress-types.ts';
import { englishWording } from '../src/wording/wording.ts';

const folder = join(import.meta.dirname, '../docs/pictures');
const day = (index: number) => new Date(Date.UTC(2026, 8, 7 + index * 2, 18)).toISOString();

function trend(first: number, step: number, wobble: number): Trend {
  const points = Array.from({ length: 12 }, (_, index) => ({
    at: day(index),
    score: Math.min(100, first + step * index + wobble * Math.sin(index * 2.1)),
  }));
  const last = points.at(-1)?.score ?? null;
  return {
    points,
    perWeek: step * 3.5,
    interval: { low: step * 2, high: step * 5 },
    direction: 'up',
    best: last,
    last,
    changeAgainstLastThree: 4,
  };
}

const trends: Record<Dimension, Trend> = {
  technical: trend(42, 3.1, 5),
  structure: trend(35, 2.6, 6),
  clarity: trend(58, 1.4, 4),
  grammar: trend(80, 0.6, 3),
  delivery: trend(50, 2.2, 7),
};
const overview: ProgressOverview = {
  answers: 12,
  overall: trend(48, 2.4, 4),
  dimensions: trends,
  domains: [],
  weakSpots: [],
  recurringFix: null,
  streak: { days: 3, longest: 5, freezesLeft: 1, thisWeek: 2, weeklyGoal: 3 },
  attendance: { attended: 0, held: 0 },
  badges: [],
  timeZone: 'UTC',
  calendar: Array.from({ length: 60 }, (_, index) => ({
    day: new Date(Date.UTC(2026, 4, 20 + index * 3)).toISOString().slice(0, 10),
    answers: 1 + ((index * 7) % 5),
  })),
};

const evaluation = {
  measures: {
    pace: [
      { startMs: 800, endMs: 21_200, wordsPerMinute: 142 },
      { startMs: 21_200, endMs: 41_600, wordsPerMinute: 118 },
      { startMs: 41_600, endMs: 62_000, wordsPerMinute: 151 },
    ],
    pauses: {
      count: 3,
      long: 2,
      longestMs: 3_400,
      insideSentence: 1,
      spans: [
        { startMs: 12_000, endMs: 12_700 },
        { startMs: 24_000, endMs: 27_400 },
        { startMs: 47_000, endMs: 49_300 },
      ],
    },
  },
} as Evaluation;

const pictures: (Picture | null)[] = [
  trendChart(englishWording, overview),
  radarChart(englishWording, overview),
  calendarChart(englishWording, overview, '2026-11-16'),
  paceChart(englishWording, evaluation),
];
mkdirSync(folder, { recursive: true });
for (const picture of pictures) {
  if (!picture) continue;
  writeFileSync(join(folder, picture.name), await picture.png());
  console.log(`${picture.name}: ${picture.alt}`);
}
