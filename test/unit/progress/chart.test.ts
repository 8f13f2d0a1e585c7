import { describe, expect, it } from 'vitest';
import { calendarChart, drawOverview, paceChart, radarChart, trendChart } from '../../../src/bots/chart.ts';
import { type Dimension, dimensions } from '../../../src/domain.ts';
import type { ProgressOverview, Trend } from '../../../src/pipeline/progress/progress-types.ts';
import { trendOf } from '../../../src/pipeline/progress/trend.ts';
import { englishWording } from '../../../src/wording/wording.ts';
import { pseudoWording, untranslated } from '../../support/pseudo-locale.ts';

const day = (index: number) => new Date(Date.UTC(2026, 0, 5 + index, 18)).toISOString();
const rising = (count: number, from = 40) =>
  trendOf(Array.from({ length: count }, (_, index) => ({ at: day(index), score: from + (index % 50) })));

function overviewWith(trends: Partial<Record<Dimension, Trend>>, overall = rising(8)): ProgressOverview {
  return {
    answers: overall.points.length,
    overall,
    dimensions: Object.fromEntries(dimensions.map((name) => [name, trends[name] ?? trendOf([])])) as Record<
      Dimension,
      Trend
    >,
    domains: [],
    weakSpots: [],
    recurringFix: null,
    streak: { days: 2, longest: 4, freezesLeft: 0, thisWeek: 2, weeklyGoal: 3 },
    attendance: { attended: 0, held: 0 },
    badges: [],
    timeZone: 'Pacific/Auckland',
    calendar: [
      { day: '2025-01-01', answers: 9 },
      { day: '2026-01-11', answers: 3 },
      { day: '2026-01-12', answers: 2 },
    ],
  };
}

const labelsOf = async (picture: { svg(): Promise<string> } | null) =>
  [...((await picture?.svg())?.matchAll(/<text[^>]*>([^<]*)/g) ?? [])].map(([, label]) => label);

describe('pictures of progress', () => {
  it('draw the trend of every dimension that has scores, and say the same in words', async () => {
    const { alt, svg: draw } = trendChart(
      englishWording,
      overviewWith({ technical: rising(8), clarity: rising(2) }),
    );
    const svg = await draw();
    expect(alt).toMatch(/^Scores over 8 answers\. Overall: last 47, best 47/);
    expect(alt).toContain('Content: last 47');
    expect(alt).toContain('Clarity: last 41, best 41; 2 answers: too few for a trend.');
    expect(alt).not.toContain('Delivery');
    for (const name of ['Content', 'Clarity', 'Overall']) expect(svg).toContain(`>${name}</text>`);
    expect(svg).not.toContain('>Delivery</text>');
    expect(svg).toContain('>5 Jan</text>');
  });

  it('leave the marks out where they would hide the lines', async () => {
    const shapes = async (count: number) =>
      (await trendChart(englishWording, overviewWith({}, rising(count))).svg()).match(/<path/g)?.length ?? 0;
    expect(await shapes(12)).toBeGreaterThan(await shapes(3));
    const many = await trendChart(
      englishWording,
      overviewWith({ technical: rising(100) }, trendOf([])),
    ).svg();
    const few = await trendChart(englishWording, overviewWith({ technical: rising(30) }, trendOf([]))).svg();
    expect(many.match(/<path/g)?.length).toBeLessThan(few.match(/<path/g)?.length ?? 0);
  });

  it('show skills from three on, as the mean of the last three scores', () => {
    expect(radarChart(englishWording, overviewWith({ technical: rising(5), clarity: rising(5) }))).toBeNull();
    const three = overviewWith({ technical: rising(5), clarity: rising(5, 50), grammar: rising(1, 90) });
    expect(radarChart(englishWording, three)?.alt).toBe(
      'Mean of the last three scores: Content 43, Clarity 53 and Wording 90.',
    );
  });

  it('count only the days of the last 26 weeks in the calendar', () => {
    expect(calendarChart(englishWording, overviewWith({}), '2026-01-12').alt).toBe(
      'Practice on 2 days of the last 26 weeks, 5 answers. Streak: 2 days; longest: 4 days.',
    );
  });

  it('say everything in the language that is asked for', async () => {
    const overview = overviewWith({ technical: rising(5), structure: rising(5), clarity: rising(5) });
    const pictures = [
      trendChart(pseudoWording, overview),
      radarChart(pseudoWording, overview),
      calendarChart(pseudoWording, overview, '2026-01-12'),
    ];
    for (const picture of pictures) {
      expect(untranslated([picture?.alt, ...(await labelsOf(picture))].join('\n'))).toEqual([]);
    }
  });

  it('draw the pace of a spoken answer, with its long pauses, in the language that is asked for', async () => {
    const measures = {
      words: 120,
      sentences: 6,
      pace: [0, 1, 2].map((third) => ({
        startMs: third * 20_000,
        endMs: (third + 1) * 20_000,
        wordsPerMinute: 110 + 20 * third,
      })),
      fillers: null,
      pauses: {
        count: 1,
        long: 1,
        longestMs: 3200,
        insideSentence: 0,
        spans: [{ startMs: 30_000, endMs: 33_200 }],
      },
      hedges: null,
      repetitions: 0,
    };
    const english = paceChart(englishWording, { measures });
    expect(english?.alt).toMatch(/110.*130.*150.*3\.2/);
    const picture = paceChart(pseudoWording, { measures });
    expect(untranslated([picture?.alt, ...(await labelsOf(picture))].join('\n'))).toEqual([]);
    expect(paceChart(englishWording, { measures: { ...measures, pace: undefined } })).toBeNull();
  });

  it('come as PNG, 800 pixels wide, those that show something', async () => {
    const files = await drawOverview(
      englishWording,
      overviewWith({ technical: rising(5) }),
      new Date('2026-01-12T12:00:00Z'),
    );
    expect(files.map(({ name }) => name)).toEqual(['trend.png', 'calendar.png']);
    for (const { bytes } of files) {
      const png = Buffer.from(bytes);
      expect(png.subarray(1, 4).toString()).toBe('PNG');
      expect(png.readUInt32BE(16)).toBe(800);
    }
  });
});
