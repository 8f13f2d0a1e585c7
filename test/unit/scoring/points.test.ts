import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  chancesOfPoints,
  fittedGrade,
} from '../../../src/pipeline/scoring/technical/points/chances-of-points.ts';
import {
  gradeOfPoints,
  type WeighedPoint,
} from '../../../src/pipeline/scoring/technical/points/grade-of-points.ts';
import {
  type PointSignals,
  pointSignalNames,
} from '../../../src/pipeline/scoring/technical/points/point-signals.ts';
import { type PointVerdict, surely } from '../../../src/pipeline/scoring/technical/points/softmax-model.ts';
import { windowsFor } from '../../../src/pipeline/scoring/technical/points/windows.ts';
import { turnedFrom } from '../../../src/pipeline/scoring/technical/rules/turned-model.ts';
import { analyse } from '../../../src/pipeline/scoring/text/analyse.ts';

const sentence = (words: number) => ({ text: 'word '.repeat(words).trim() });

describe('the stretches that are read for a point', () => {
  it('are the whole of a short answer, its likeliest sentence, and that with its neighbours', () => {
    const windows = windowsFor([sentence(8), sentence(8), sentence(8)], [0.1, 0.2, 0.9], false);
    expect(windows).toEqual([
      { first: 0, last: 2 },
      { first: 2, last: 2 },
      { first: 1, last: 2 },
      { first: 0, last: 1 },
    ]);
  });

  it('leave nothing of a long answer out where words alone choose them', () => {
    const sentences = Array.from({ length: 9 }, () => sentence(20));
    const windows = windowsFor(sentences, [0, 0, 0, 0, 1, 0, 0, 0, 0], true);
    for (const at of sentences.keys())
      expect(windows.some(({ first, last }) => first <= at && at <= last)).toBe(true);
  });

  it('are none where nothing was said', () => expect(windowsFor([], [], true)).toEqual([]));
});

const point = (verdict: PointVerdict, weight: WeighedPoint['weight'] = 'must'): WeighedPoint => ({
  weight,
  chances: surely(verdict),
  isNamed: false,
});
const gradeOf = (...points: WeighedPoint[]) => gradeOfPoints(fittedGrade, points, 80).score;

describe('the grade of points', () => {
  it('is the lowest where no point is made, and the highest where all are', () => {
    expect(gradeOf(point('missed'), point('missed'))).toBeCloseTo(fittedGrade.floor, 5);
    expect(gradeOf(point('said'), point('said'))).toBeCloseTo(fittedGrade.most, 5);
  });

  it('is near to what may be, not between two things of which one must be', () => {
    const either: WeighedPoint = {
      ...point('said'),
      chances: { said: 0.55, partly: 0, missed: 0, contradicted: 0.45 },
    };
    expect(gradeOf(either)).toBeCloseTo(fittedGrade.most, 5);
  });

  it('gives a point in part less than a whole one, and more than none', () => {
    const part = gradeOf(point('partly'), point('missed'));
    expect(part).toBeGreaterThan(gradeOf(point('missed'), point('missed')));
    expect(part).toBeLessThan(gradeOf(point('said'), point('missed')));
  });

  it('takes more away for a wrong point than for one left out', () => {
    expect(gradeOf(point('said'), point('contradicted'))).toBeLessThan(
      gradeOf(point('said'), point('missed')) - 10,
    );
  });

  it('gives names in a list less than a sentence', () => {
    const named = { ...point('partly'), isNamed: true };
    expect(gradeOf(named, named)).toBeLessThan(gradeOf(point('partly'), point('partly')));
  });

  it('has a range only where the verdicts are in doubt', () => {
    const doubt = { ...point('said'), chances: { said: 0.5, partly: 0, missed: 0.5, contradicted: 0 } };
    const sure = gradeOfPoints(fittedGrade, [point('said'), point('said')], 80);
    const unsure = gradeOfPoints(fittedGrade, [doubt, doubt], 80);
    expect(sure.high - sure.low).toBeCloseTo(0, 5);
    expect(unsure.high - unsure.low).toBeGreaterThan(30);
    expect(unsure.score).toBeGreaterThan(unsure.low);
    expect(unsure.score).toBeLessThan(unsure.high);
  });

  it('lies between 0 and 100 and within its range, whatever the chances', () => {
    const share = fc.double({ min: 0.001, max: 1, noNaN: true });
    const any = fc
      .record({ said: share, partly: share, missed: share, contradicted: share })
      .map((chances): WeighedPoint => {
        const sum = chances.said + chances.partly + chances.missed + chances.contradicted;
        const { said, partly, missed, contradicted } = chances;
        return {
          weight: 'must',
          isNamed: false,
          chances: {
            said: said / sum,
            partly: partly / sum,
            missed: missed / sum,
            contradicted: contradicted / sum,
          },
        };
      });
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 8 }), fc.nat(400), (points, words) => {
        const { score, low, high } = gradeOfPoints(fittedGrade, points, words);
        expect(Math.min(score, low)).toBeGreaterThanOrEqual(0);
        expect(Math.max(score, high)).toBeLessThanOrEqual(100);
        expect(low).toBeLessThanOrEqual(high);
      }),
      { numRuns: 60 },
    );
  });
});

const signals = Object.fromEntries(pointSignalNames.map((name) => [name, 0])) as PointSignals;
const reading = (verdict: PointVerdict) => ({
  window: { first: 0, last: 0 },
  chances: { said: 0.02, partly: 0.02, missed: 0.02, contradicted: 0.02, [verdict]: 0.94 },
});

describe('the chances of points', () => {
  it('sum to one, and follow what the grader reads', () => {
    const whole = { ...signals, ownWords: 0.5, ownShare: 0.4 };
    const [said, missed] = chancesOfPoints(
      [
        { signals: { ...whole, likeness: 0.5, credit: 0.8 }, readings: [reading('said')] },
        { signals: whole, readings: [reading('missed')] },
      ],
      'lexical',
    );
    for (const chances of [said, missed])
      expect(Object.values(chances ?? {}).reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 9);
    expect(said?.said).toBeGreaterThan(missed?.said ?? 1);
    expect(missed?.missed).toBeGreaterThan(said?.missed ?? 1);
  });
});

describe('a right answer turned round', () => {
  const right = analyse(
    'Precision is the share of predicted positives that are right. Recall is the share of real positives that are found. A scan of 40 pages takes a second.',
  ).sentences;
  const turned = (text: string) => turnedFrom(analyse(text).sentences, right);

  it('is found by a denial of the same words', () =>
    expect(turned('Precision is not the share of predicted positives that are right.')).toMatchObject({
      denied: 1,
    }));

  it('is found by two things exchanged', () =>
    expect(
      turned(
        'Recall is the share of predicted positives that are right. Precision is the share of real positives that are found.',
      ),
    ).toMatchObject({ exchanged: 2, denied: 0 }));

  it('is found by another number', () =>
    expect(turned('A scan of 90 pages takes a second.')).toMatchObject({ otherFigures: 1 }));

  it('is not seen in the same words, nor in other ones', () => {
    const nothing = { denied: 0, exchanged: 0, otherFigures: 0 };
    expect(turned('Precision is the share of predicted positives that are right.')).toMatchObject(nothing);
    expect(
      turned('It does not matter how many there are, as long as those it names are right.'),
    ).toMatchObject(nothing);
  });
});
