/**
 * What is shown, without saying how: every bot renders these blocks in its platform's own way. All text in a view is
 * plain text; escaping is the renderer's work.
 */
import { type Dimension, dimensions, type Verdict } from '../domain.ts';
import type { SessionSummary, TurnView } from '../pipeline/interview/interview-types.ts';

export type View = {
  title: string;
  /** Short facts for one line: `Question 2 of 5`, `behavioural`, `1:48`. */
  meta: string[];
  blocks: Block[];
  /** @deprecated Buttons stand in the message around a view. */
  actions?: Action[];
};

export type Block =
  | { type: 'text'; text: string }
  | { type: 'bars'; rows: BarRow[] }
  | { type: 'points'; title: string; points: Point[] }
  /** One remark that stands out: what was good, what to fix, a better sentence, the follow-up. */
  | {
      type: 'remark';
      kind: 'strength' | 'fix' | 'rewrite' | 'follow-up' | 'outline' | 'warning';
      label: string;
      text: string;
    };

/** `score` null: there is nothing to judge, and `note` says why. */
export type BarRow = { label: string; score: number | null; note?: string };
export type Point = { mark: Verdict | 'info'; text: string; quote?: string; startMs?: number };

export type ActionName =
  | 'done'
  | 'repeat'
  | 'pause'
  | 'skip'
  | 'stop'
  | 'retry'
  | 'transcript'
  | 'outline'
  | 'share'
  | 'delete'
  | 'fair'
  | 'unfair';
export type Action = {
  name: ActionName;
  label: string /** Id of the session or answer it is about. */;
  about: string;
};

export const dimensionLabels: Record<Dimension, string> = {
  technical: 'Content',
  structure: 'Structure',
  clarity: 'Clarity',
  grammar: 'Wording',
  delivery: 'Delivery',
};

export function viewQuestion(turn: TurnView, sessionId: string): View {
  const kind =
    turn.kind === 'follow-up' ? 'follow-up' : turn.kind === 'retry' ? 'second try' : turn.question.kind;
  return {
    title:
      turn.kind === 'question'
        ? `Question ${turn.number} of ${turn.of}`
        : turn.kind === 'retry'
          ? 'Once more'
          : 'Follow-up',
    meta: [kind, turn.question.level, turn.question.domain, ...sourceNote(turn)],
    blocks: [{ type: 'text', text: turn.question.text }],
    actions: [
      { name: 'done', label: 'Done', about: sessionId },
      { name: 'repeat', label: 'Repeat', about: sessionId },
      { name: 'pause', label: 'Pause', about: sessionId },
      { name: 'skip', label: 'Skip', about: sessionId },
      { name: 'stop', label: 'Stop', about: sessionId },
    ],
  };
}

const sourceNote = (turn: TurnView): string[] =>
  turn.question.source === 'model' ? ['question written by a model'] : [];

export function viewSummary(summary: SessionSummary, nameOf: (userId: string) => string): View {
  const blocks = summary.people.flatMap((person): Block[] => [
    {
      type: 'text',
      text: `${nameOf(person.userId)}: ${person.answers} ${person.answers === 1 ? 'answer' : 'answers'}${person.overall === null ? '' : `, ${person.overall} of 100 on average`}`,
    },
    {
      type: 'bars',
      rows: dimensions.flatMap((name) => {
        const score = person.means[name];
        return score === undefined ? [] : [{ label: dimensionLabels[name], score }];
      }),
    },
    ...(person.practiseNext.length === 0
      ? []
      : [
          {
            type: 'points',
            title: 'Practise next',
            points: person.practiseNext.map((text) => ({ mark: 'missed' as const, text })),
          } as const,
        ]),
  ]);
  const pending = summary.pending === 0 ? [] : [`${summary.pending} still being judged`];
  return {
    title: 'How it went',
    meta: pending,
    blocks:
      blocks.length === 0
        ? [
            {
              type: 'text',
              text:
                summary.pending === 0
                  ? 'Nothing was answered this time. See you soon.'
                  : 'Your answer is kept. Its feedback comes as soon as it is judged.',
            },
          ]
        : blocks,
    actions: [],
  };
}

/** One text, or several, under a title. */
export const viewText = (title: string, ...texts: readonly string[]): View => ({
  title,
  meta: [],
  blocks: texts.map((text) => ({ type: 'text', text })),
});

/** Minutes and seconds: `1:48`. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** A score as a bar of `width` full and empty cells. */
export function bar(score: number, width = 10): string {
  const full = Math.round((Math.max(0, Math.min(100, score)) / 100) * width);
  return '█'.repeat(full) + '░'.repeat(width - full);
}
