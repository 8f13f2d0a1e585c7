/** The line under an open question: who is listened to, whose answer is in, and who is awaited. */
import type { Session } from '../../../domain.ts';
import { momentMark, personMark } from '../../../wording/marks.ts';
import type { Wording } from '../../../wording/wording.ts';
import type { RoomState } from './room-state.ts';

export type StatusLine = {
  /** Shows the line as it is now. */
  show(): void;
  /** Shows that the answer ends unless its person goes on. */
  countDown(secondsLeft: number): void;
  /** Shows that the person may take their time. */
  thinking(): void;
};

export function createStatusLine(options: {
  state: RoomState;
  wording: Wording;
  /** Shows a line under the open question of a session. */
  showUnder(session: Session, line: string): void;
  now: () => Date;
}): StatusLine {
  const { state, wording, showUnder, now } = options;
  return {
    show() {
      if (state.session.turn && state.session.state === 'active')
        showUnder(state.session, statusLineOf(state.session, state.heard, wording));
    },
    countDown(secondsLeft) {
      // The reader's own client counts it down: "in 2 seconds".
      const moment = momentMark(new Date(now().getTime() + secondsLeft * 1_000).toISOString());
      showUnder(state.session, wording.say('voice.status.countdown', { moment }));
    },
    thinking: () => showUnder(state.session, wording.say('voice.status.thinking')),
  };
}

/** The line under the open question of a session while these people are heard. */
export function statusLineOf(session: Session, heard: ReadonlySet<string>, wording: Wording): string {
  const { turn, answered, waitingFor } = session;
  const names = (userIds: readonly string[]) => wording.list(userIds.map(personMark));
  const answering = [...heard].filter(
    (userId) => (turn?.userId ?? userId) === userId && !answered.includes(userId),
  );
  const awaited = waitingFor.filter((userId) => !heard.has(userId));
  const lines: string[] = [];
  if (answering.length > 0) lines.push(wording.say('voice.status.listening', { people: names(answering) }));
  else if (turn?.userId === null && answered.length === 0) lines.push(wording.say('voice.status.nobody'));
  if (turn?.userId === null && answered.length > 0)
    lines.push(wording.say('voice.status.answered', { people: names(answered) }));
  if (awaited.length > 0 && (turn?.userId !== null || answering.length + answered.length > 0))
    lines.push(
      turn?.userId === null
        ? wording.say('voice.status.awaited', { people: names(awaited) })
        : wording.say('voice.status.candidate-awaited', { person: names(awaited) }),
    );
  return lines.join(' ');
}
