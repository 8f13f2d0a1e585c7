/** Two people who interview each other: the invitation, and the private guide of whoever asks. */
import type { Actor, InterviewerGuide, NextChoice, Posts, Session } from '../../domain.ts';
import type { Interview } from '../../pipeline/interview/interview-types.ts';
import { personMark } from '../../wording/marks.ts';
import type { Wording } from '../../wording/wording.ts';
import type { Press } from '../happened.ts';
import type { ChatPlatform, PostOnce } from '../platform.ts';
import { viewText } from '../view.ts';
import { viewGuide } from '../views/guide.ts';
import { type Reply, toOne } from './replies.ts';
import { requireWriter } from './require-writer.ts';
import type { Sessions } from './sessions.ts';

export type Interviewing = {
  /** The buttons of an invitation and of a guide. */
  press(press: Press): Promise<Reply | null>;
  /**
   * Shows a guide to its interviewer alone, where they acted last or in their direct messages. If neither can be, it waits
   * behind a button. Returns the id of the message if one was posted.
   */
  showGuide(
    session: Session,
    person: Actor,
    guide: InterviewerGuide,
    once: PostOnce,
  ): Promise<string | undefined>;
};

export function createInterviewing(parts: {
  platform: ChatPlatform;
  interview: Pick<
    Interview,
    'answerInvitation' | 'guide' | 'chooseNext' | 'answerToScore' | 'rate' | 'session'
  >;
  posts: Pick<Posts, 'add'>;
  sessions: Sessions;
  wording: Wording;
}): Interviewing {
  const { platform, interview, posts, sessions, wording } = parts;
  const { say } = wording;

  return {
    async press(press) {
      const { person, pressed } = press;
      const { action, about, value = '' } = pressed;
      switch (action) {
        case 'take-part':
        case 'not-now': {
          const accepts = action === 'take-part';
          const { place } = await interview.session(person, about);
          if (accepts) await requireWriter(platform, person, place);
          sessions.put(await interview.answerInvitation(person, about, accepts));
          return toOne(
            accepts
              ? viewText(say('accepted.title'), say('accepted.text'))
              : viewText(say('declined.title'), say('declined.text')),
          );
        }
        case 'guide':
          return guideOf(about, await interview.guide(person, about));
        case 'ask-follow-up':
          return await choose(press, { next: 'follow-up', number: Number(value) });
        case 'next-question':
          return await choose(press, { next: 'question' });
        case 'nothing-to-add':
          return await choose(press, { next: 'program' });
        default:
          return await score(press, Number(value));
      }
    },
    async showGuide(session, person, guide, once) {
      const { buttons = [], view } = viewGuide(wording, session, guide);
      const message = { view, buttons };
      if (!platform.isPrivate(session.place) && (await platform.whisper?.(person, message))) return undefined;
      const sent = await platform.sendPrivately(person, message, once);
      if (sent !== 'closed') {
        await posts.add(person, { ...sent, answerId: null, isShared: false });
        return sent.messageId;
      }
      const told = say('guide.ready', { person: personMark(person.userId) });
      const button = { action: 'guide', label: say('button.guide'), about: session.id } as const;
      const posted = await platform.post(
        session.place,
        { view: viewText(say('guide.ready-title'), told), buttons: [button] },
        once,
      );
      return posted.messageId;
    },
  };

  function guideOf(sessionId: string, guide: InterviewerGuide): Reply {
    const { view, buttons = [] } = viewGuide(wording, { id: sessionId }, guide);
    return toOne(view, [...buttons]);
  }

  /** Nothing is said where the room hears it anyway. */
  async function choose({ person, pressed }: Press, choice: NextChoice): Promise<Reply | null> {
    const when = await interview.chooseNext(person, pressed.about, choice, { turnId: pressed.turn });
    return when === 'later' ? toOne(viewText(say('guide.later-title'), say('guide.later'))) : null;
  }

  async function score({ person, pressed }: Press, value: number): Promise<Reply> {
    const { answerId } = await interview.answerToScore(person, pressed.about, { turnId: pressed.turn });
    await interview.rate(person, answerId, 'peer', value);
    return toOne(viewText(say('guide.scored-title'), say('guide.scored', { score: value })));
  }
}
