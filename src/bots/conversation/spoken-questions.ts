/** Lets people hear the open question, as a clip beside it. */
import type { Posts, Session, Turn } from '../../domain.ts';
import { keepNewest } from '../../keep-newest.ts';
import { createMannerOf } from '../../pipeline/questions/manner-of.ts';
import { encodeClip } from '../audio/encode-clip.ts';
import type { BotContext } from '../bot.ts';
import type { Press } from '../happened.ts';
import type { Posted } from '../message.ts';
import type { ChatPlatform } from '../platform.ts';
import { viewText } from '../view.ts';
import { spokenQuestion } from '../views/spoken-question.ts';
import { type Reply, toOne } from './replies.ts';
import { createShownTurn } from './shown-turn.ts';

export type SpokenQuestions = {
  /** Whether a question can be heard here. */
  areAble(): boolean;
  /** Posts the clip, once for each question; whoever asks again is told where it is. Throws when it cannot be made. */
  post(press: Pick<Press, 'pressed'>, session: Session): Promise<Reply | null>;
};

export function createSpokenQuestions(
  platform: Pick<ChatPlatform, 'isPrivate' | 'upload'>,
  context: Pick<BotContext, 'narrator' | 'wording'> &
    Parameters<typeof createMannerOf>[0] & {
      interview: Pick<BotContext['interview'], 'answer'>;
      posts: Pick<Posts, 'add'>;
    },
): SpokenQuestions {
  const { narrator, posts } = context;
  const { say } = context.wording;
  const shownTurn = createShownTurn({ platform, ...context });
  const mannerOf = createMannerOf(context);
  /** The clips that were posted or are being made, by question. */
  const clips = new Map<string, Promise<Posted>>();

  async function make(session: Session, turn: Turn): Promise<Posted> {
    const { place, language, style, ownerUserId } = session;
    const shown = await shownTurn(session, turn);
    const { number } = turn;
    const alone = style === 'solo' && platform.isPrivate(place) ? ownerUserId : null;
    const manner = { ...(await mannerOf(place.tenant, alone)), language };
    const { text, isCommon } = spokenQuestion(context.wording, shown);
    const bytes = await encodeClip(narrator.speak(text, { ...manner, isCommon }));
    // The same name for each try: it tells whether an earlier one arrived.
    const name = `question-${number}-${turn.id.slice(0, 8)}.m4a`;
    const file = { name, bytes, alt: say('listen.alt', { number }) };
    if (!platform.upload) throw new Error('This platform takes no files.');
    const posted = await platform.upload(place, file, { mayExist: true });
    const whose = style === 'solo' ? ownerUserId : turn.userId;
    const answerId = turn.kind === 'follow-up' ? turn.afterAnswerId : null;
    if (whose !== null)
      await posts.add({ tenant: place.tenant, userId: whose }, { ...posted, answerId, isShared: false });
    return posted;
  }

  return {
    areAble: () => platform.upload !== undefined && narrator.isAble(),
    async post({ pressed }, session) {
      const { turn } = session;
      if (!turn || turn.id !== pressed.turn) return null;
      const before = clips.get(turn.id);
      if (before) {
        await before;
        return toOne(viewText(say('listen.title'), say('listen.there')));
      }
      const making = make(session, turn);
      clips.set(turn.id, making);
      keepNewest(clips, mostRemembered);
      try {
        await making;
        return null;
      } catch (error) {
        clips.delete(turn.id);
        throw error;
      }
    },
  };
}

const mostRemembered = 1_000;
