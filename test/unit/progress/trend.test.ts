import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trendOf } from '../../../src/pipeline/progress/trend.ts';

const start = Date.parse('2026-03-02T18:00:00.000Z');
const onDays = (days: readonly (readonly [day: number, score: number])[]) =>
  days.map(([day, score]) => ({ at: new Date(start + day * 86_400_000).toISOString(), score }));

describe('a trend', () => {
  it('is the least-squares line with the interval of its slope by Student', () => {
    const trend = trendOf(
      onDays([
        [0, 40],
        [7, 45],
        [14, 60],
        [21, 65],
        [28, 65],
      ]),
    );
    expect(trend.perWeek).toBeCloseTo(7, 10);
    // Residuals −1, −3, 5, 3, −4 against 41, 48, 55, 62, 69: 60 in all; s² = 20, Sxx = 10 weeks², t(3) = 3.182.
    const margin = 3.182 * Math.sqrt(20 / 10);
    expect(trend.interval?.low).toBeCloseTo(7 - margin, 3);
    expect(trend.interval?.high).toBeCloseTo(7 + margin, 3);
    expect(trend.direction).toBe('up');
    expect(trend).toMatchObject({ best: 65, last: 65 });
    expect(trend.changeAgainstLastThree).toBeCloseTo(65 - (45 + 60 + 65) / 3, 10);
  });

  it('claims nothing from few scores, or from scores of a few days', () => {
    expect(trendOf([])).toMatchObject({ perWeek: null, interval: null, direction: 'too-few', last: null });
    expect(
      trendOf(
        onDays([
          [0, 50],
          [9, 60],
        ]),
      ),
    ).toMatchObject({ perWeek: null, direction: 'too-few' });
    const three = trendOf(
      onDays([
        [0, 50],
        [7, 60],
        [14, 70],
      ]),
    );
    expect(three.perWeek).toBeCloseTo(10, 10);
    expect(three).toMatchObject({ interval: null, direction: 'too-few', changeAgainstLastThree: null });
    const evening = [0, 0.01, 0.02, 0.03, 0.04].map((day) => [day, 50 + day * 100] as const);
    expect(trendOf(onDays(evening))).toMatchObject({ perWeek: null, interval: null, direction: 'too-few' });
  });

  it('is unclear while its interval contains zero, and falls when it is clearly below', () => {
    expect(
      trendOf(
        onDays([
          [0, 50],
          [7, 70],
          [14, 40],
          [21, 60],
        ]),
      ).direction,
    ).toBe('unclear');
    expect(
      trendOf(
        onDays([
          [0, 80],
          [7, 71],
          [14, 60],
          [21, 50],
        ]),
      ).direction,
    ).toBe('down');
  });

  it('has an interval around its slope, whatever the scores', () => {
    const scores = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 4, maxLength: 120 });
    fc.assert(
      fc.property(scores, (list) => {
        const { perWeek, interval } = trendOf(onDays(list.map((score, index) => [index, score])));
        expect(interval).not.toBeNull();
        expect(Number.isFinite(perWeek)).toBe(true);
        expect((interval?.low ?? 1) <= (perWeek ?? 0) + 1e-9).toBe(true);
        expect((interval?.high ?? -1) >= (perWeek ?? 0) - 1e-9).toBe(true);
      }),
    );
  });
});
