/** A question as it may be shown where it is asked. */
import type { Session, Turn } from '../../domain.ts';
import type { Interview } from '../../pipeline/interview/interview-types.ts';
import { askOnly } from '../../wording/follow-up.ts';
import type { Wording } from '../../wording/wording.ts';
import type { ChatPlatform } from '../platform.ts';

/** A follow-up to a private answer never quotes it where others read along. */
export type ShownTurn = (session: Session, turn: Turn) => Promise<Turn>;

export const createShownTurn =
  ({
    platform,
    interview,
    wording,
  }: {
    platform: Pick<ChatPlatform, 'isPrivate'>;
    interview: Pick<Interview, 'answer'>;
    wording: Wording;
  }): ShownTurn =>
  async ({ place, ownerUserId, ...session }, turn) => {
    const isShown = turn.kind !== 'follow-up' || !session.private || platform.isPrivate(place);
    if (isShown || turn.afterAnswerId === null) return turn;
    const author = { tenant: place.tenant, userId: turn.userId ?? ownerUserId };
    const { evaluation } = await interview.answer(author, turn.afterAnswerId);
    return evaluation === null
      ? turn
      : { ...turn, question: { ...turn.question, text: askOnly(wording, evaluation.followUp) } };
  };
