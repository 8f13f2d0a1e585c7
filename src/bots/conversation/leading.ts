/** The buttons under a question. */
import type { Session } from '../../domain.ts';
import { isCoachError } from '../../errors.ts';
import type { Interview } from '../../pipeline/interview/interview-types.ts';
import type { Wording } from '../../wording/wording.ts';
import type { Press } from '../happened.ts';
import type { Pressed } from '../message.ts';
import type { ChatPlatform } from '../platform.ts';
import { viewText } from '../view.ts';
import type { Answering } from './answering.ts';
import type { Dialogs } from './dialogs.ts';
import { type Reply, toOne } from './replies.ts';
import { requireWriter } from './require-writer.ts';
import type { Sessions } from './sessions.ts';
import type { SpokenQuestions } from './spoken-questions.ts';
import type { Steering } from './steering.ts';

export type Leading = {
  /** A press under an earlier question does nothing, and the person is told why. */
  press(press: Press): Promise<Reply | null>;
};

/** These belong to one question: pressed under an earlier one, they do nothing. */
const aboutTurn = new Set<Pressed['action']>(['answer', 'done', 'repeat', 'listen', 'skip', 'close', 'join']);

export function createLeading({
  platform,
  interview,
  sessions,
  wording,
  answering,
  steering,
  dialogs,
  spoken,
}: {
  platform: ChatPlatform;
  interview: Interview;
  sessions: Sessions;
  wording: Wording;
  answering: Answering;
  steering: Steering;
  dialogs: Dialogs;
  spoken: SpokenQuestions;
}): Leading {
  const { say } = wording;
  return { press: lead };

  async function lead(press: Press): Promise<Reply | null> {
    const { person, pressed, place } = press;
    const session = await interview.session(person, pressed.about);
    // A dialog must open at once, so the check is made when it is submitted.
    if (pressed.action !== 'answer') await requireWriter(platform, person, session.place);
    sessions.put(session);
    const start = platform.writeCommand('interview start', 'backend mid');
    if (session.state === 'ended' && !isOpenNow(session, pressed.turn))
      return sayStale(wording, say('stale.ended', { start }));
    if (aboutTurn.has(pressed.action) && !isOpenNow(session, pressed.turn))
      return sayStale(wording, say(session.turn === null ? 'stale.none' : 'stale.open'));
    try {
      return await leadNow(press, session, place);
    } catch (error) {
      // Somebody else, or an earlier press, was faster.
      if (isCoachError(error) && error.fault === 'fault.stale-turn')
        return sayStale(wording, say('stale.none'));
      throw error;
    }
  }

  async function leadNow({ person, pressed, ask }: Press, session: Session, at: Press['place']) {
    const ofTurn = { turnId: pressed.turn };
    switch (pressed.action) {
      case 'answer':
        return await dialogs.openAnswer(person, session, ask);
      case 'done':
        return await answering.submit(person, session, at, pressed.turn);
      case 'join': {
        sessions.put(await interview.join(person, session.id, 'candidate'));
        const how = platform.can.threads ? 'thread' : session.mode === 'voice' ? 'voice' : 'channel';
        const told = [say(`joined.${how}`), ...(session.private ? [] : [say('joined.public')])];
        return toOne(viewText(say('joined.title'), told.join(' ')));
      }
      case 'seat':
        sessions.put(await interview.join(person, session.id, 'candidate'));
        await interview.callUp(person, session.id, person.userId);
        return null;
      case 'pause':
        await steering.pauseOrResume(person, session);
        return null;
      case 'stop':
        await steering.stop(person, session);
        return null;
      case 'listen':
        return spoken.areAble()
          ? await spoken.post({ pressed }, session)
          : toOne(viewText(say('listen.title'), say('listen.no-voice')));
      case 'close':
        await interview.closeTurn(person, session.id, ofTurn);
        return null;
      case 'repeat':
        await interview.repeat(person, session.id, ofTurn);
        return null;
      default:
        await interview.skip(person, session.id, ofTurn);
        return null;
    }
  }
}

/** What is said of a button that has had its day. */
export const sayStale = ({ say }: Wording, text: string): Reply => toOne(viewText(say('stale.title'), text));

/** Old buttons do not carry their question: they count as buttons of the open one. */
const isOpenNow = ({ turn }: Session, turnId: string | undefined): boolean =>
  turn !== null && (turnId === undefined || turn.id === turnId);
