import type { Actor, Delivery, PersonSummary, Posts, Session, SessionSummary } from '../../domain.ts';
import type { Wording } from '../../wording/wording.ts';
import type { Posted } from '../message.ts';
import type { ChatPlatform, PostOnce } from '../platform.ts';
import { viewAttendance, viewOwnSummary, viewSummary } from '../views/results.ts';
import { viewWarmedUp } from '../views/warm-up.ts';
import type { ShowToOne } from './show-to-one.ts';

/** Returns the id of the message if one was posted. `once`: for each message of the summary, by its part. */
export type SumUp = (
  delivery: Delivery,
  summary: SessionSummary,
  once: (part?: string) => PostOnce,
) => Promise<string | undefined>;

/** Says how an interview went. Everybody gets their own part; others see who took part, and scores only in a public interview. */
export function createSumUp({
  platform,
  posts,
  showToOne,
  wording,
}: {
  platform: ChatPlatform;
  posts: Pick<Posts, 'add'>;
  showToOne: ShowToOne;
  wording: Wording;
}): SumUp {
  const actorIn = ({ place }: Session, userId: string): Actor => ({ tenant: place.tenant, userId });
  const remember = (person: Actor, posted: Posted, isShared = false) =>
    posts.add(person, { ...posted, answerId: null, isShared });

  /** What to do next: what was missed, or another interview of the same kind. */
  function nextFor({ domain, level }: Session, person: PersonSummary | undefined): string {
    return person && person.practiseNext.length > 0
      ? platform.writeCommand('practice weak')
      : platform.writeCommand('interview start', `${domain} ${level}`);
  }

  return async (delivery, summary, once) => {
    const { session } = delivery;
    if (session.style === 'solo') {
      const next = nextFor(session, summary.people[0]);
      const view = session.isWarmUp
        ? viewWarmedUp(wording, platform.writeCommand('interview start', `${session.domain} mid`))
        : viewOwnSummary(wording, summary, session.ownerUserId, next);
      const owner = actorIn(session, session.ownerUserId);
      const posted = await showToOne({ session, isPrivate: session.private }, owner, { view }, once(), null);
      if (posted) await remember(owner, posted);
      return posted?.messageId;
    }
    if (!platform.isPrivate(session.place))
      for (const [index, person] of summary.people.entries()) {
        const own = viewOwnSummary(wording, summary, person.userId, nextFor(session, person));
        const author = actorIn(session, person.userId);
        const posted = await showToOne(
          { session, isPrivate: true },
          author,
          { view: own },
          once(`p${index}`),
          null,
        );
        if (posted) await remember(author, posted);
      }
    const view = session.private ? viewAttendance(wording, summary) : viewSummary(wording, summary);
    const posted = await platform.post(session.place, { view }, once());
    for (const { userId } of summary.people) await remember(actorIn(session, userId), posted, true);
    return posted.messageId;
  };
}
