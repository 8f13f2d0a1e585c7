/** Shows one delivery: a question, feedback, results, a notice or a summary. */

import type {
  Actor,
  Answer,
  Delivery,
  DeliveryBody,
  Fix,
  Post,
  Posts,
  RedrawnThing,
  Session,
} from '../../domain.ts';
import { isCoachError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { Interview } from '../../pipeline/interview/interview-types.ts';
import type { Preparation } from '../../pipeline/prepare/prepare-types.ts';
import type { Wording } from '../../wording/wording.ts';
import type { Button, Message, Posted } from '../message.ts';
import type { ChatPlatform, PostOnce } from '../platform.ts';
import { viewText } from '../view.ts';
import { type ModelStates, sayMissing } from '../views/models.ts';
import { viewPartAsked } from '../views/part-again.ts';
import { questionButtons, viewQuestion } from '../views/question.ts';
import { viewResults } from '../views/results.ts';
import type { FeedbackCards } from './feedback-cards.ts';
import { createGiveNotice } from './give-notice.ts';
import type { Interviewing } from './interviewing.ts';
import type { PeerReviews } from './peer-reviews.ts';
import type { Sessions } from './sessions.ts';
import { createShowToOne } from './show-to-one.ts';
import { createShownTurn } from './shown-turn.ts';
import type { SpokenQuestions } from './spoken-questions.ts';
import { createSumUp } from './sum-up.ts';

type Body<Type extends DeliveryBody['type']> = Extract<DeliveryBody, { type: Type }>;

/** Returns the id of the message if one was posted. `mayExist`: an earlier try may have succeeded. */
export type Deliver = (
  delivery: Delivery,
  mayExist: boolean,
  signal: AbortSignal,
) => Promise<string | undefined>;

export function createDeliver(parts: {
  platform: ChatPlatform;
  interview: Pick<Interview, 'answer' | 'deleteAnswer'>;
  posts: Pick<Posts, 'add' | 'of'>;
  sessions: Sessions;
  cards: FeedbackCards;
  peers: PeerReviews;
  interviewing: Pick<Interviewing, 'showGuide'>;
  wording: Wording;
  log: Log;
  models: ModelStates;
  preparation: Pick<Preparation, 'lead'>;
  spoken: Pick<SpokenQuestions, 'areAble'>;
  /** Puts feedback into the reply to the request for it; false if that reply is gone. */
  replyWith(answerId: string, person: Actor, message: Message): Promise<boolean>;
}): Deliver {
  const { platform, interview, posts, sessions, cards, peers, interviewing, wording, log, models } = parts;
  const { preparation, spoken, replyWith } = parts;
  const shownTurn = createShownTurn({ platform, interview, wording });
  const { say } = wording;
  const { live } = platform;
  const showToOne = createShowToOne({ platform, wording });
  const giveNotice = createGiveNotice({ platform, posts, showToOne, wording });
  const sumUp = createSumUp({ platform, posts, showToOne, wording });
  return async (delivery, mayExist, signal) => {
    const { session, body } = delivery;
    sessions.put(session);
    const once = (part = ''): PostOnce => ({ receipt: receiptOf(delivery, part), mayExist, signal });
    switch (body.type) {
      case 'question':
        return await ask(session, body, once);
      case 'feedback':
        return await giveFeedback(delivery, body, once);
      case 'results':
        return await showResults(delivery, body, once);
      case 'notice':
        return await afterNotice(session, body, once, await giveNotice(delivery, body, once));
      case 'guide': {
        const person = actorIn(session, delivery.userId ?? '');
        return await interviewing.showGuide(session, person, body.guide, once());
      }
      case 'summary':
        live.ended(session, say('status.ended'));
        sessions.remove(session.id);
        return await sumUp(delivery, body.summary, once);
    }
  };

  type Once = (part?: string) => PostOnce;
  function actorIn({ place }: Session, userId: string): Actor {
    return { tenant: place.tenant, userId };
  }

  async function ask(session: Session, { turn }: Body<'question'>, once: Once): Promise<string> {
    const { place } = session;
    const lead =
      session.isWarmUp && turn.number === 1 ? say('warm-up.lead') : preparation.lead(session.manner, turn);
    const view =
      turn.part === undefined
        ? viewQuestion(wording, await shownTurn(session, turn), session, sayHow(session), lead)
        : viewPartAsked(wording, turn, partShown(session, turn.part));
    // What better judging would need is said once, with the first question.
    const isFirst = turn.number === 1 && turn.kind === 'question';
    const missing = isFirst ? sayMissing(wording, models, { speaks: session.mode === 'voice' }) : null;
    const message: Message = {
      view: missing === null ? view : { ...view, blocks: [...view.blocks, { type: 'text', text: missing }] },
      buttons: questionButtons(wording, session, turn, {
        leads: session.participants.some(
          ({ userId }) => userId === session.ownerUserId && !isStandIn(userId),
        ),
        byButton: platform.can.answersByButton,
        isSpoken: spoken.areAble() && turn.part === undefined,
      }),
    };
    const posted = await platform.post(place, message, once());
    live.asked(session, turn, posted, message);
    // A follow-up quotes what the person said before, and is emptied with it.
    const whose = session.style === 'solo' ? session.ownerUserId : turn.userId;
    const quoted = turn.kind === 'follow-up' || turn.part !== undefined ? turn.afterAnswerId : null;
    if (whose !== null) await remember(actorIn(session, whose), posted, quoted);
    return posted.messageId;
  }

  /** A follow-up to a private answer is not quoted where others read along, nor is the part of it that is to be said again. */
  function partShown(session: Session, { evidence, ...fix }: Fix): Fix {
    const isShown = !session.private || platform.isPrivate(session.place);
    return isShown && evidence ? { ...fix, evidence } : fix;
  }

  function sayHow({ mode, place }: Session): string {
    // Where a typed answer is taken at once, people already know how to type it.
    if (platform.can.typedPauseMs === 0) return '';
    if (platform.voice) return mode === 'voice' ? '' : say('question.how.reply');
    const below = platform.isPrivate(place) || place.threadId ? '' : `${say('question.in-thread')} `;
    return `${below}${say(mode === 'voice' ? 'question.how.speak' : 'question.how.type')}`;
  }

  function remember(
    person: Actor,
    posted: Posted,
    answerId: string | null,
    about: Partial<Pick<Post, 'isShared' | 'shows'>> = {},
  ): Promise<boolean> {
    return posts.add(person, { ...posted, answerId, isShared: false, ...about });
  }

  async function giveFeedback(
    delivery: Delivery,
    { answer, isUpdate }: Body<'feedback'>,
    once: Once,
  ): Promise<string | undefined> {
    const { session } = delivery;
    const { turn } = session;
    const isAsked = turn?.kind === 'follow-up' && turn.afterAnswerId === answer.id;
    const isKept = session.endReason !== 'score-unkept';
    const whole = await cards.own(answer, {
      isAsked,
      isStudy: session.aim === 'study',
      isWarmUp: session.isWarmUp === true,
    });
    // Buttons would ask about an answer that is gone.
    const card = isKept ? whole : { view: whole.view };
    if (session.style === 'hot-seat') await peers.judged(session, answer);
    // Where nothing that was shown can be changed, it is shown once more.
    if (isUpdate && platform.edit) {
      const redrawn = await redraw('card', session, [answer], card);
      // Nor can a card that was a reply or a whisper; in a hot seat each rating would show it again.
      const isRated = session.style === 'hot-seat' || session.style === 'peer';
      if (redrawn !== undefined || isRated) return redrawn;
    }
    const posted = await showCard(delivery, answer, card, once());
    live.status({ id: answer.id, session, userId: answer.userId }, null);
    await eraseUnkept(session, answer.id);
    await askForNextCandidate(session, once);
    return posted?.messageId;
  }

  /**
   * Somebody else's words are not kept once they are judged for the person who asked. A second try finds them
   * gone.
   */
  async function eraseUnkept(session: Session, answerId: string): Promise<void> {
    if (session.endReason !== 'score-unkept') return;
    try {
      await interview.deleteAnswer(actorIn(session, session.ownerUserId), answerId);
    } catch (error) {
      if (!isCoachError(error, 'not_found')) throw error;
    }
  }

  async function showCard(
    delivery: Delivery,
    answer: Answer,
    card: Message,
    once: PostOnce,
  ): Promise<Posted | null> {
    const { session } = delivery;
    const author = actorIn(session, answer.userId);
    if (session.purpose === 'score' && (await replyWith(answer.id, author, card))) return null;
    const posted = await showToOne(delivery, author, card, once, answer.id);
    if (posted === null) return null;
    const isKept = session.endReason !== 'score-unkept';
    await remember(author, posted, isKept ? answer.id : null, { shows: 'card' });
    // A file cannot be posted exactly once: after a try that may have succeeded, the card says it in words.
    if (platform.upload && !once.mayExist) await shareFiles(posted, session, author, card, answer.id);
    return posted;
  }

  async function shareFiles(
    posted: Posted,
    { place }: Session,
    author: Actor,
    { files = [] }: Message,
    answerId: string,
  ): Promise<void> {
    const threadId = posted.channelId === place.channelId ? (place.threadId ?? null) : null;
    for (const file of files) {
      try {
        const shared = await platform.upload?.({ ...place, channelId: posted.channelId, threadId }, file);
        if (shared) await remember(author, shared, answerId);
      } catch (error) {
        log.warn({ fault: platform.faultOf(error).log, answerId }, 'A picture could not be shared');
      }
    }
  }

  /** The list is for everyone; each card goes to its author alone. Later changes are made in place. */
  async function showResults(
    { session }: Delivery,
    { turn, answers, isUpdate }: Body<'results'>,
    once: Once,
  ): Promise<string | undefined> {
    const message = { view: viewResults(wording, turn, answers, session) };
    if (isUpdate) return await redraw('results', session, answers, message);
    const posted = await platform.post(session.place, message, once());
    for (const { id, userId } of answers) {
      live.status({ id, session, userId }, null);
      await remember(actorIn(session, userId), posted, id, { isShared: true, shows: 'results' });
    }
    return posted.messageId;
  }

  /** Redraws what was posted about these answers, where a platform lets posts be changed. */
  async function redraw(
    thing: RedrawnThing,
    session: Session,
    [answer]: readonly Answer[],
    message: Message,
  ): Promise<string | undefined> {
    if (!answer || !platform.edit) return undefined;
    const known = await posts.of(actorIn(session, answer.userId), answer.id);
    const posted = known.find(({ shows }) => shows === thing);
    if (posted) await platform.edit(session.place.tenant, posted, message);
    return posted?.messageId;
  }

  async function afterNotice(
    session: Session,
    { notice, answerId }: Body<'notice'>,
    once: Once,
    posted: string | undefined,
  ): Promise<string | undefined> {
    if (notice === 'failed' && answerId !== null) await eraseUnkept(session, answerId);
    if (notice === 'skipped') await askForNextCandidate(session, once);
    return posted;
  }

  /** A free hot seat: anybody may take it. */
  async function askForNextCandidate(session: Session, once: Once): Promise<void> {
    if (session.style !== 'hot-seat' || session.state !== 'active' || session.turn !== null) return;
    const view = viewText(say('seat.title'), say('seat.text'));
    const buttons: Button[] = [
      { action: 'seat', label: say('button.seat'), about: session.id, style: 'primary' },
    ];
    await platform.post(session.place, { view, buttons }, once('s'));
  }
}

/** The same for every try of a delivery, and different in every database. */
const receiptOf = ({ id, session }: Delivery, part: string): string =>
  `${session.id.slice(0, 8)}.${id}${part}`.slice(0, 25);

/** A planned practice belongs to nobody, so nobody can pause or stop it with a button. */
const isStandIn = (userId: string): boolean => userId === 'greenroom';
