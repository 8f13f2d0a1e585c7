/** Results of a question that everyone answered, and how an interview went. */
import { dimensions } from '../../domain.ts';
import type {
  AnswerView,
  PersonSummary,
  SessionSummary,
  SessionView,
  TurnView,
} from '../../pipeline/interview/interview-types.ts';
import { personMark } from '../../wording/marks.ts';
import type { Wording } from '../../wording/wording.ts';
import type { Block, View } from '../view.ts';

/**
 * Everybody's answers to one question, best first. Scores stand beside names only in an interview that was started as a
 * public one, which everybody was told before they answered.
 */
export function viewResults(
  { say }: Wording,
  turn: TurnView,
  answers: readonly AnswerView[],
  session: Pick<SessionView, 'private'>,
): View {
  const bestFirst = session.private
    ? answers
    : answers.toSorted((a, b) => (b.evaluation?.overall ?? -1) - (a.evaluation?.overall ?? -1));
  const points = bestFirst.map((answer) => ({
    mark: 'covered' as const,
    text: sayResult(answer),
  }));
  function sayResult({ userId, evaluation, peers }: AnswerView): string {
    const person = personMark(userId);
    const overall = evaluation?.overall ?? null;
    if (session.private || overall === null) return say('results.answered', { person });
    const score = Math.round(overall);
    return peers === null
      ? say('results.score', { person, score })
      : say('results.peers', { person, score, peers: Math.round(peers.median), count: peers.count });
  }
  return {
    title: say('results.title', { number: turn.number, of: turn.of }),
    meta: session.private ? [say('results.private')] : [],
    blocks: [
      { type: 'text', text: turn.question.text },
      points.length === 0
        ? { type: 'text', text: say('results.nobody') }
        : { type: 'points', title: say('results.who'), points },
    ],
  };
}

/** How it went for each of the people of a summary. `nameOf` may say "You". */
export function viewSummary(
  { say }: Wording,
  summary: SessionSummary,
  nameOf: (userId: string) => string,
): View {
  const blocks = summary.people.flatMap((person): Block[] => [
    { type: 'text', text: sayPerson(person) },
    {
      type: 'bars',
      rows: dimensions.flatMap((name) => {
        const score = person.means[name];
        return score === undefined ? [] : [{ label: say(`dimension.${name}`), score }];
      }),
    },
    ...(person.practiseNext.length === 0
      ? []
      : [
          {
            type: 'points',
            title: say('summary.practise-next'),
            points: person.practiseNext.map((text) => ({ mark: 'missed' as const, text })),
          } as const,
        ]),
  ]);
  function sayPerson({ userId, answers, overall }: PersonSummary): string {
    const person = nameOf(userId);
    return overall === null
      ? say('summary.person', { person, answers })
      : say('summary.person-score', { person, answers, score: Math.round(overall) });
  }
  const nothing = say(summary.pending === 0 ? 'summary.nothing' : 'summary.kept');
  return {
    title: say('summary.title'),
    meta: summary.pending === 0 ? [] : [say('summary.pending', { count: summary.pending })],
    blocks: blocks.length === 0 ? [{ type: 'text', text: nothing }] : blocks,
  };
}

/** What a channel sees at the end of a private interview with several people: who took part, and no scores. */
export function viewAttendance({ say }: Wording, { people }: SessionSummary): View {
  const points = people.map(({ userId, answers }) => ({
    mark: 'covered' as const,
    text: say('summary.person', { person: personMark(userId), answers }),
  }));
  return {
    title: say('summary.title-private'),
    meta: [say('results.private')],
    blocks:
      points.length === 0
        ? [{ type: 'text', text: say('summary.nothing') }]
        : [{ type: 'points', title: '', points }],
  };
}
