import type { DimensionScore, Finding, FindingCode, FindingValues, Measures } from '../../../domain.ts';
import { rulesFor } from '../languages/rules.ts';
import { notJudged } from '../not-judged.ts';
import type { AnswerToScore } from '../text/analysis.ts';
import { findFillers, findHedges, findRepetitions } from '../text/disfluencies.ts';
import { quoteAt } from '../text/quoting.ts';
import { findPauses } from './pauses.ts';

const fewestWords = 20;
const shortestMs = 10_000;
/** With less of the sound, gaps are the network's, not the speaker's. */
const leastReceivedShare = 0.85;

/** House weights. Fillers weigh little: recognisers leave many out, so what was counted is a lower bound. */
const weights = { pace: 35, pauses: 30, fillers: 20, fluency: 15 };
type Part = { weight: number; score: number; findings: Omit<Finding, 'dimension'>[] };

/** How a spoken answer was delivered: pace, pauses, fillers, hedges and repeats; never accent, dialect or voice. */
export function scoreDelivery(answer: AnswerToScore, measures: Measures): DimensionScore {
  const obstacle = whyNot(answer, measures);
  if (obstacle) return notJudged('delivery', obstacle.code, obstacle.values);
  const parts = [pace(measures), pauses(answer, measures), fillers(measures), fluency(answer, measures)];
  const known = parts.filter((part) => part !== null);
  const total = known.reduce((sum, { weight }) => sum + weight, 0);
  const score = known.reduce((sum, { weight, score }) => sum + weight * score, 0) / total;
  const minutes = (measures.durationMs ?? 0) / 60_000;
  return {
    score: Math.round(score),
    scorer: 'speech clock',
    confidence: minutes < 0.5 || measures.fillers === null ? 'low' : 'medium',
    findings: known.flatMap(({ findings }) =>
      findings.map((finding) => ({ ...finding, dimension: 'delivery' as const })),
    ),
  };
}

type Obstacle = { code: FindingCode; values?: FindingValues };

function whyNot({ transcript, receivedShare }: AnswerToScore, measures: Measures): Obstacle | null {
  if (!transcript) return { code: 'typed' };
  if (receivedShare !== null && receivedShare < leastReceivedShare)
    return { code: 'audio-lost', values: { percent: Math.round(receivedShare * 100) } };
  if (
    measures.wordsPerMinute === undefined ||
    (measures.durationMs ?? 0) < shortestMs ||
    measures.words < fewestWords
  )
    return { code: 'too-little-speech' };
  return null;
}

/**
 * 110–150 words a minute is friendly talk (National Center for Voice and Speech), audio books are read at 150–160, and a
 * 1970s study found 195 more credible: sources disagree, so the band is wide and its edges cost little.
 */
function pace({ wordsPerMinute = 0, pace: thirds = [] }: Measures): Part {
  const [, score, band] = paces.find(([below]) => wordsPerMinute < below) ?? fastest;
  const rates = thirds.map((third) => third.wordsPerMinute);
  const isUneven = rates.length > 0 && Math.max(...rates) - Math.min(...rates) > greatestSwing;
  return {
    weight: weights.pace,
    score: Math.max(0, score - (isUneven ? 12 : 0)),
    findings: [
      { code: 'pace', values: { wordsPerMinute, band } },
      ...(isUneven ? [{ code: 'uneven-pace' as const }] : []),
    ],
  };
}

/** Upper limit of each pace band in words a minute, with its score and its name. */
const paces = [
  [90, 45, 'slow'],
  [110, 70, 'rather-slow'],
  [120, 90, 'calm'],
  [161, 100, 'easy'],
  [181, 88, 'brisk'],
  [201, 68, 'fast'],
] as const;
const fastest = [Infinity, 45, 'very-fast'] as const;
const greatestSwing = 80;

/** Pauses inside a clause disturb a listener most (Kahng, Applied Psycholinguistics); at its end they help. */
function pauses(answer: AnswerToScore, { pauses: found, durationMs = 0 }: Measures): Part | null {
  if (!found) return null;
  const minutes = durationMs / 60_000;
  const all = findPauses(answer);
  const disturbing = all.filter(({ long, insideSentence }) => long && insideSentence);
  const elsewhere = all.filter(({ long, insideSentence }) => long && !insideSentence);
  const insideShare = found.count === 0 ? 0 : found.insideSentence / found.count;
  const score =
    100 -
    Math.min(40, (disturbing.length / minutes) * 12) -
    Math.min(20, Math.max(0, elsewhere.length / minutes - 3) * 5) -
    (found.count >= 6 && insideShare > 0.6 ? 10 : 0);
  const longest = all.toSorted((a, b) => b.endMs - b.startMs - (a.endMs - a.startMs))[0];
  return {
    weight: weights.pauses,
    score: Math.max(30, score),
    findings: [
      longest
        ? {
            code: 'pauses',
            values: { count: found.count, long: found.long },
            evidence: { startMs: longest.startMs, endMs: longest.endMs },
          }
        : { code: 'no-pauses' },
      ...disturbing
        .slice(0, 2)
        .map(({ startMs, endMs }) => ({ code: 'pause-inside' as const, evidence: { startMs, endMs } })),
    ],
  };
}

/** House bands, per minute: up to 2 hardly noticed, 5 usual, 8 noticed. Never an exact count: "at least". */
function fillers({ fillers: found }: Measures): Part | null {
  if (!found) return null;
  const perMinute = found.perMinute ?? 0;
  const score = perMinute <= 2 ? 100 : perMinute <= 5 ? 88 : perMinute <= 8 ? 68 : perMinute <= 12 ? 50 : 35;
  const count = found.hard + found.soft;
  return {
    weight: weights.fillers,
    score,
    findings: [
      count === 0 ? { code: 'no-fillers' } : { code: 'fillers', values: { count, perMinute } },
      ...found.clusters.slice(0, 2).map(({ count: inCluster, ...evidence }) => ({
        code: 'filler-cluster' as const,
        values: { count: inCluster },
        evidence,
      })),
    ],
  };
}

/** Hedges over 3 in 100 words, and words said twice. */
function fluency(answer: AnswerToScore, { words, hedges, repetitions }: Measures): Part {
  const rules = rulesFor(answer.language);
  const repeated = findRepetitions(answer.analysis, rules ? findFillers(answer.analysis, rules) : [], rules);
  const hedged = rules ? findHedges(answer.analysis, rules) : [];
  const hedgeRate = ((hedges ?? 0) / words) * 100;
  const repeatRate = (repetitions / words) * 100;
  const findings: Part['findings'] = [];
  if (hedgeRate > 3 && hedged[0])
    findings.push({
      code: 'hedges',
      values: { count: hedges ?? 0, examples: [] },
      evidence: quoteAt(answer, hedged[0]),
    });
  if (repeated[0] && repeatRate > 1)
    findings.push({
      code: 'repeats',
      values: { count: repetitions, words },
      evidence: quoteAt(answer, repeated[0]),
    });
  return {
    weight: weights.fluency,
    score: Math.max(30, 100 - Math.max(0, hedgeRate - 3) * 8 - Math.max(0, repeatRate - 1) * 10),
    findings,
  };
}
