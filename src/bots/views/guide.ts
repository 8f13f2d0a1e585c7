import type { InterviewerGuide, Session } from '../../domain.ts';
import { personMark } from '../../wording/marks.ts';
import type { Wording } from '../../wording/wording.ts';
import type { Button, Message } from '../message.ts';

/** What each button is worth on a scale of 0 to 100. */
export const peerPoints = [10, 30, 50, 70, 90] as const;

/** The private guide of whoever interviews: what to listen for, what to ask next, and how it was. */
export function viewGuide({ say }: Wording, session: Pick<Session, 'id'>, guide: InterviewerGuide): Message {
  const { turn, points, followUps, isLast } = guide;
  const candidate = personMark(guide.candidateUserId);
  const about = { about: session.id, turn: turn.id };
  return {
    view: {
      title: say('guide.title', { number: turn.number, of: turn.of }),
      meta: [say(`term.level.${turn.question.level}`), say('guide.alone', { candidate })],
      blocks: [
        { type: 'text', text: turn.question.text },
        {
          type: 'points',
          title: say('guide.points'),
          points: points.map(({ statement, weight }) => ({
            mark: 'info',
            text: weight === 'must' ? say('guide.essential', { point: statement }) : statement,
          })),
        },
        ...(followUps.length === 0
          ? []
          : [
              {
                type: 'points' as const,
                title: say('guide.follow-ups'),
                points: followUps.map(({ number, text }) => ({
                  mark: 'info' as const,
                  text: say('guide.follow-up', { number: String(number + 1), text }),
                })),
              },
            ]),
        { type: 'text', text: say('guide.how', { candidate }) },
      ],
    },
    buttons: [
      ...followUps.map(
        ({ number }): Button => ({
          ...about,
          action: 'ask-follow-up',
          label: say('button.ask-follow-up', { number: number + 1 }),
          value: String(number),
        }),
      ),
      {
        ...about,
        action: 'next-question',
        label: say(isLast ? 'button.end-slot' : 'button.next-question'),
        style: 'primary',
      },
      { ...about, action: 'nothing-to-add', label: say('button.nothing-to-add') },
      ...peerPoints.map(
        (value): Button => ({
          ...about,
          action: 'score-answer',
          label: say(`peers.${value}`),
          value: String(value),
        }),
      ),
    ],
  };
}

/** The invitation is answered with these. */
export const invitationButtons = ({ say }: Wording, sessionId: string): Button[] => [
  { action: 'take-part', label: say('button.take-part'), about: sessionId, style: 'primary' },
  { action: 'not-now', label: say('button.not-now'), about: sessionId },
];
