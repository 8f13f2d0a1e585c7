import type { DimensionScore, Evidence, Measures } from '../../../domain.ts';
import { rulesFor } from '../languages/rules.ts';
import { notJudged } from '../not-judged.ts';
import type { AnswerToScore } from '../text/analysis.ts';
import { findFillers, findHedges, findRepetitions } from '../text/disfluencies.ts';
import { quoteAt } from '../text/quoting.ts';
import { clock } from '../text/timeline.ts';
import { paceByThirds } from './pace-by-thirds.ts';
import { findPauses } from './pauses.ts';

const fewestWords = 20;
const shortestMs = 10_000;
/** With less of the sound, gaps are the network's and not the speaker's. */
const leastReceivedShare = 0.85;

/** House weights. Fillers weigh little: recognisers leave many out, so what was counted is a lower bound. */
const weights = { pace: 35, pauses: 30, fillers: 20, fluency: 15 };
type Part = { weight: number; score: number; evidence: Evidence[] };

/** How a spoken answer was delivered: pace, pauses, fillers, hedges and repeats; never accent, dialect or voice. */
export function scoreDelivery(answer: AnswerToScore, measures: Measures): DimensionScore {
  const obstacle = whyNot(answer, measures);
  if (obstacle) return notJudged(obstacle);
  const parts = [
    pace(answer, measures),
    pauses(answer, measures),
    fillers(measures),
    fluency(answer, measures),
  ];
  const known = parts.filter((part) => part !== null);
  const total = known.reduce((sum, { weight }) => sum + weight, 0);
  const score = known.reduce((sum, { weight, score }) => sum + weight * score, 0) / total;
  const minutes = (measures.durationMs ?? 0) / 60_000;
  return {
    score: Math.round(score),
    scorer: 'speech clock',
    confidence: minutes < 0.5 || measures.fillers === null ? 'low' : 'medium',
    evidence: known.flatMap(({ evidence }) => evidence),
  };
}

function whyNot({ transcript, receivedShare }: AnswerToScore, measures: Measures): string | null {
  if (!transcript) return 'A typed answer has no delivery to judge.';
  if (receivedShare !== null && receivedShare < leastReceivedShare)
    return `Only ${Math.round(receivedShare * 100)} % of the audio arrived, too little to judge pace and pauses fairly.`;
  if (
    measures.wordsPerMinute === undefined ||
    (measures.durationMs ?? 0) < shortestMs ||
    measures.words < fewestWords
  )
    return 'Under ten seconds or twenty words of speech there is no delivery to judge.';
  return null;
}

/**
 * 110–150 words a minute is friendly talk (National Center for Voice and Speech), audio books are read at 150–160, and a
 * 1970s study found 195 more credible: sources disagree, so the band is wide and its edges cost little.
 */
function pace(answer: AnswerToScore, { wordsPerMinute = 0 }: Measures): Part {
  const [score, word] =
    wordsPerMinute < 90
      ? [45, 'slow']
      : wordsPerMinute < 110
        ? [70, 'rather slow']
        : wordsPerMinute < 120
          ? [90, 'calm']
          : wordsPerMinute <= 160
            ? [100, 'easy to follow']
            : wordsPerMinute <= 180
              ? [88, 'brisk']
              : wordsPerMinute <= 200
                ? [68, 'fast']
                : [45, 'very fast'];
  const thirds = paceByThirds(answer);
  const swing = thirds
    ? Math.max(...thirds.map(({ rate }) => rate)) - Math.min(...thirds.map(({ rate }) => rate))
    : 0;
  const uneven = swing > 80;
  const course = thirds?.map(({ startMs, rate }) => `${clock(startMs)} ${rate}`).join(' · ');
  return {
    weight: weights.pace,
    score: Math.max(0, score - (uneven ? 12 : 0)),
    evidence: [
      {
        concept: 'pace',
        note: `${wordsPerMinute} words a minute, ${word}${course ? ` (${course})` : ''}${uneven ? '; it changes a lot on the way' : ''}.`,
      },
    ],
  };
}

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
    evidence: [
      {
        concept: 'pauses',
        note: longest
          ? `${found.count} ${found.count === 1 ? 'pause' : 'pauses'}, ${found.long} of two seconds or more, the longest ${(found.longestMs / 1000).toFixed(1)} s at ${clock(longest.startMs)}.`
          : 'No pause of a quarter of a second or more.',
      },
      ...disturbing.slice(0, 2).map(
        ({ startMs, endMs }): Evidence => ({
          concept: 'pause inside a sentence',
          startMs,
          endMs,
          note: `${((endMs - startMs) / 1000).toFixed(1)} s inside a sentence; pause before it instead.`,
        }),
      ),
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
    evidence: [
      {
        concept: 'fillers',
        note:
          count === 0
            ? 'No fillers heard.'
            : `At least ${count} ${count === 1 ? 'filler' : 'fillers'}, ${perMinute} a minute.`,
      },
      ...found.clusters.slice(0, 2).map(
        ({ quote, count: inCluster, startMs, endMs }): Evidence => ({
          concept: 'filler cluster',
          quote,
          ...(startMs === undefined ? {} : { startMs }),
          ...(endMs === undefined ? {} : { endMs }),
          note: `At least ${inCluster} fillers close together.`,
        }),
      ),
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
  const evidence: Evidence[] = [];
  if (hedgeRate > 3 && hedged[0])
    evidence.push({
      concept: 'hedges',
      ...quoteAt(answer, hedged[0]),
      note: `${hedges} hedges in ${words} words.`,
    });
  if (repeated[0] && repeatRate > 1)
    evidence.push({
      concept: 'repeated words',
      ...quoteAt(answer, repeated[0]),
      note: `${repetitions} ${repetitions === 1 ? 'repeat' : 'repeats'} in ${words} words.`,
    });
  return {
    weight: weights.fluency,
    score: Math.max(30, 100 - Math.max(0, hedgeRate - 3) * 8 - Math.max(0, repeatRate - 1) * 10),
    evidence,
  };
}
