/**
 * In a hot seat the others rate each answer with buttons; the machine's score is shown next to their median.
 */

import type { Actor, Answer, Posts, Session } from '../../domain.ts';
import type { Log } from '../../log.ts';
import type { Interview } from '../../pipeline/interview/interview-types.ts';
import { personMark } from '../../wording/marks.ts';
import type { Wording } from '../../wording/wording.ts';
import type { Press } from '../happened.ts';
import type { Button, Message, Posted } from '../message.ts';
import type { ChatPlatform } from '../platform.ts';
import { peerPoints } from '../views/guide.ts';

export type PeerReviews = {
  /** An answer was submitted: the others are asked to rate it, once per answer. */
  open(session: Session, answerId: string): Promise<void>;
  rate(press: Press): Promise<void>;
  /** The machine has judged the answer too. */
  judged(session: Session, answer: Answer): Promise<void>;
};

export function createPeerReviews(parts: {
  platform: ChatPlatform;
  interview: Pick<Interview, 'answer' | 'session' | 'join' | 'rate'>;
  posts: Pick<Posts, 'add' | 'of'>;
  wording: Wording;
  log: Log;
}): PeerReviews {
  const { platform, interview, posts, wording, log } = parts;
  const { say } = wording;
  /** Reviews that are being posted, by answer. */
  const opening = new Map<string, Promise<void>>();

  function review(session: Session, answerId: string, authorId: string, answer: Answer | null): Message {
    const buttons = peerPoints.map(
      (value): Button => ({
        action: 'rate',
        label: say(`peers.${value}`),
        about: answerId,
        value: `${value}.${authorId}`,
      }),
    );
    return {
      view: {
        title: say('peers.title'),
        meta: peerPoints.map((value) => say(`peers.means.${value}`)),
        blocks: [
          { type: 'text', text: say('peers.question', { person: personMark(authorId) }) },
          { type: 'text', text: sayRatings(session, answer) },
        ],
      },
      buttons,
    };
  }

  /** The median is hidden until the machine's score is known, so that neither influences the other. */
  function sayRatings({ private: isPrivate }: Session, answer: Answer | null): string {
    const peers = answer?.peers ?? null;
    const overall = answer?.evaluation?.overall ?? null;
    const isJudged = (answer?.evaluation ?? null) !== null;
    const ratings =
      peers === null
        ? say('peers.nobody')
        : isJudged
          ? say('peers.median', { count: peers.count, median: Math.round(peers.median) })
          : say('peers.hidden', { count: peers.count });
    const mine = isPrivate || overall === null ? [] : [say('peers.machine', { score: Math.round(overall) })];
    return [ratings, ...mine].join(' ');
  }

  async function update({ place }: Session, on: Posted, message: Message): Promise<void> {
    try {
      await platform.edit?.(place.tenant, on, message);
    } catch (error) {
      log.warn({ fault: platform.faultOf(error).log }, 'A peer review could not be brought up to date');
    }
  }

  async function postedOf(author: Actor, answerId: string): Promise<Posted | null> {
    await opening.get(answerId)?.catch(() => undefined);
    return (await posts.of(author, answerId)).find(({ shows }) => shows === 'review') ?? null;
  }

  async function post(session: Session, answerId: string, author: Actor): Promise<void> {
    if ((await posts.of(author, answerId)).some(({ shows }) => shows === 'review')) return;
    const posted = await platform.post(session.place, review(session, answerId, author.userId, null));
    await posts.add(author, { ...posted, answerId, isShared: false, shows: 'review' });
  }

  return {
    async open(session, answerId) {
      if (session.style !== 'hot-seat' || opening.has(answerId)) return;
      const userId = session.turn?.userId ?? session.ownerUserId;
      const work = post(session, answerId, { tenant: session.place.tenant, userId });
      opening.set(answerId, work);
      await work.finally(() => opening.delete(answerId));
    },
    async rate({ person, pressed, on }) {
      const [value = '', authorId = ''] = (pressed.value ?? '').split('.');
      const author: Actor = { tenant: person.tenant, userId: authorId };
      const before = await interview.answer(author, pressed.about);
      const session = await interview.session(author, before.sessionId);
      const isIn = session.participants.some(({ userId }) => userId === person.userId);
      if (person.userId !== authorId && !isIn) await interview.join(person, session.id, 'observer');
      await interview.rate(person, pressed.about, 'peer', Number(value));
      const answer = await interview.answer(author, pressed.about);
      if (on) await update(session, on, review(session, answer.id, authorId, answer));
    },
    async judged(session, answer) {
      const on = await postedOf({ tenant: session.place.tenant, userId: answer.userId }, answer.id);
      if (on) await update(session, on, review(session, answer.id, answer.userId, answer));
    },
  };
}
