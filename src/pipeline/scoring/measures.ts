import type { Measures } from '../../domain.ts';
import { paceByThirds } from './delivery/pace-by-thirds.ts';
import { findPauses, speechClock, summarisePauses } from './delivery/pauses.ts';
import { rulesFor } from './languages/rules.ts';
import type { AnswerToScore } from './text/analysis.ts';
import { type Filler, findFillers, findHedges, findRepetitions, wordsOutside } from './text/disfluencies.ts';
import { spokenWords } from './text/spoken-words.ts';
import { timelineOf } from './text/timeline.ts';

/** Fillers further apart than this many words are not one cluster. */
const clusterGapWords = 8;
const clusterFillers = 3;

/**
 * What can be counted in an answer. Word counts leave out fillers and immediate repeats; words a minute are
 * measured from the first to the last speech; fillers, hedges and clusters are null in a language without
 * lists.
 */
export function measureAnswer(answer: AnswerToScore): Measures {
  const rules = rulesFor(answer.language);
  const { analysis } = answer;
  const fillers = rules ? findFillers(analysis, rules) : [];
  const repetitions = findRepetitions(analysis, fillers, rules);
  const words = meantWords(answer, fillers, repetitions.length);
  const clock = speechClock(answer);
  const pace = paceByThirds(answer);
  const minutes = clock ? (clock.endMs - clock.startMs) / 60_000 : null;
  return {
    words,
    sentences: analysis.sentences.length,
    ...(clock && { durationMs: Math.round(clock.endMs - clock.startMs) }),
    ...(minutes && { wordsPerMinute: Math.round(words / minutes) }),
    ...(pace && { pace }),
    fillers: rules && {
      hard: fillers.filter(({ kind }) => kind === 'hard').length,
      soft: fillers.filter(({ kind }) => kind === 'soft').length,
      ...(minutes && { perMinute: Math.round((fillers.length / minutes) * 10) / 10 }),
      clusters: clustersOf(answer, fillers),
    },
    ...(clock && { pauses: summarisePauses(findPauses(answer)) }),
    hedges: rules && findHedges(analysis, rules).length,
    repetitions: repetitions.length,
  };
}

/** Words that were meant: without fillers, and each immediate repeat once. */
function meantWords({ analysis }: AnswerToScore, fillers: readonly Filler[], repetitions: number): number {
  const words = wordsOutside(spokenWords(analysis), fillers);
  return Math.max(0, words.length - repetitions);
}

type Cluster = NonNullable<Measures['fillers']>['clusters'][number];

function clustersOf(answer: AnswerToScore, fillers: readonly Filler[]): Cluster[] {
  const words = spokenWords(answer.analysis);
  const timeline = timelineOf(answer);
  // Offsets only grow, so the search continues where it stopped.
  let reached = 0;
  const wordIndex = (offset: number) => {
    while ((words[reached]?.end ?? Infinity) <= offset) reached += 1;
    return reached;
  };
  const groups: Filler[][] = [];
  for (const filler of fillers) {
    const group = groups.at(-1);
    const before = group?.at(-1);
    const last = before ? wordIndex(before.end - 1) : 0;
    if (group && before && wordIndex(filler.start) - last <= clusterGapWords) group.push(filler);
    else groups.push([filler]);
  }
  return groups.flatMap((group) => {
    const [first, last] = [group[0], group.at(-1)];
    if (!first || !last || group.length < clusterFillers) return [];
    return [
      {
        ...timeline.of(first.start, last.end),
        quote: shorten(answer.text.slice(first.start, last.end)),
        count: group.length,
      },
    ];
  });
}

const shorten = (text: string): string => (text.length <= 120 ? text : `${text.slice(0, 119).trimEnd()}…`);
