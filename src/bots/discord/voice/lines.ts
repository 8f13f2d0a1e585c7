/** What is said of a voice session in one line. */
import type { SessionView, TurnView } from '../../../pipeline/interview/interview-types.ts';
import type { Desk } from '../desk.ts';
import { personMark } from '../text.ts';

/** Under a question: who is heard. */
export function listeningLine(desk: Desk, session: SessionView, turn: TurnView): string {
  const heard = desk.rooms.ofSession(session.id)?.heard() ?? [];
  const answering = turn.userId === null ? heard : heard.filter((userId) => userId === turn.userId);
  if (answering.length === 0)
    return turn.userId === null
      ? 'Nobody is heard yet: press Agree above.'
      : `Waiting for ${mention(turn.userId)} to be in the voice channel and to press Agree.`;
  return `Listening to ${answering.map(mention).join(', ')}. Take your time: the clock starts with your first word. Done ends your answer.`;
}

export const mention = (userId: string): string => `<@${userId}>`;

/** The moment in the reader's own words, counted down by their client: "in 2 seconds". */
export const countdown = (secondsLeft: number, nowMs: number): string =>
  `Your answer ends <t:${Math.ceil(nowMs / 1000) + secondsLeft}:R> — go on talking to cancel that.`;

export const consentText = (channelName: string, session: SessionView, startedBy: string): string =>
  `I am in “${channelName}” for an interview that ${personMark(startedBy)} started. I hear only those who press Agree; ${
    session.style === 'solo'
      ? 'in a solo interview that is one person, and nobody else is ever recorded'
      : 'nobody else is ever recorded'
  }. What I hear is turned into text on the machine of whoever runs me, and the sound is dropped then. Take it back at any time with the button or /privacy revoke.`;
