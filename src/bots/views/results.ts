/** Results of a question that everyone answered, and how an interview went. */
import {
  type Answer,
  dimensions,
  type PersonSummary,
  type Session,
  type SessionSummary,
  type Turn,
} from '../../domain.ts';
import { wordFinding } from '../../wording/feedback.ts';
import { personMark } from '../../wording/marks.ts';
import type { Wording } from '../../wording/wording.ts';
import type { Block, Point, View } from '../view.ts';

/**
 * Everybody's answers to one question, best first. Scores are shown next to names only in an interview that
 * was started as public, and everybody was told so before they answered.
 */
export function viewResults(
  { say }: Wording,
  turn: Turn,
  answers: readonly Answer[],
  session: Pick<Session, 'private'>,
): View {
  const bestFirst = session.private
    ? answers
    : answers.toSorted((a, b) => (b.evaluation?.overall ?? -1) - (a.evaluation?.overall ?? -1));
  const points = bestFirst.map((answer) => ({
    mark: 'covered' as const,
    text: sayResult(answer),
  }));
  function sayResult({ userId, evaluation, peers }: Answer): string {
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

/** How it went for one person, with each question and what to do next. `next`: a command, as it is typed here. */
export function viewOwnSummary(
  wording: Wording,
  summary: SessionSummary,
  userId: string,
  next: string,
): View {
  const { say } = wording;
  const person = summary.people.find((one) => one.userId === userId);
  const head = { title: say('summary.title'), meta: pendingOf(wording, summary) };
  if (!person) {
    const text = say(summary.pending === 0 ? 'summary.nothing' : 'summary.kept');
    return { ...head, blocks: [{ type: 'text', text }] };
  }
  const questions = person.questions.map(({ number, question, overall, strength }): Point => {
    const asked = { number, question: shorten(question) };
    const text =
      overall === null
        ? say('summary.question', asked)
        : say('summary.question-score', { ...asked, score: Math.round(overall) });
    const good = strength === null ? [] : [wordFinding(wording, strength)];
    return { mark: 'info', text: [text, ...good].join(' ') };
  });
  return {
    ...head,
    blocks: [
      { type: 'text', text: sayPerson(wording, person, say('summary.you')) },
      meansOf(wording, person),
      ...points(say('summary.questions'), questions),
      ...points(
        say('summary.practise-next'),
        person.practiseNext.map((text) => ({ mark: 'missed', text })),
      ),
      { type: 'text', text: say('summary.next', { command: next }) },
    ],
  };
}

/** How it went for everybody in an interview with public scores: numbers, and nothing that anybody said. */
export function viewSummary(wording: Wording, summary: SessionSummary): View {
  const { say } = wording;
  const blocks = summary.people.flatMap((person): Block[] => [
    { type: 'text', text: sayPerson(wording, person, personMark(person.userId)) },
    meansOf(wording, person),
  ]);
  const nothing = say(summary.pending === 0 ? 'summary.nothing' : 'summary.kept');
  return {
    title: say('summary.title'),
    meta: pendingOf(wording, summary),
    blocks: blocks.length === 0 ? [{ type: 'text', text: nothing }] : blocks,
  };
}

const pendingOf = ({ say }: Wording, { pending }: SessionSummary): string[] =>
  pending === 0 ? [] : [say('summary.pending', { count: pending })];

const sayPerson = ({ say }: Wording, { answers, overall }: PersonSummary, person: string): string =>
  overall === null
    ? say('summary.person', { person, answers })
    : say('summary.person-score', { person, answers, score: Math.round(overall) });

const meansOf = ({ say }: Wording, { means }: PersonSummary): Block => ({
  type: 'bars',
  rows: dimensions.flatMap((name) => {
    const score = means[name];
    return score === undefined ? [] : [{ label: say(`dimension.${name}`), score }];
  }),
});

const points = (title: string, list: readonly Point[]): Block[] =>
  list.length === 0 ? [] : [{ type: 'points', title, points: [...list] }];

const shorten = (text: string): string => (text.length <= 140 ? text : `${text.slice(0, 139).trimEnd()}…`);

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
