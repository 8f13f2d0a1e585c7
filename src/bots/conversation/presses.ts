/** Buttons: what each does. The interview itself knows who may do what. */
import type { Actor } from '../../domain.ts';
import { CoachError } from '../../errors.ts';
import { doubtsOf } from '../../pipeline/hearing/doubts.ts';
import type { Interview } from '../../pipeline/interview/interview-types.ts';
import type { Consents } from '../../pipeline/privacy/consent.ts';
import type { Wording } from '../../wording/wording.ts';
import type { Command } from '../command.ts';
import type { Press } from '../happened.ts';
import type { ChatPlatform } from '../platform.ts';
import { viewText } from '../view.ts';
import { viewEncryption } from '../views/encryption.ts';
import type { Answering } from './answering.ts';
import type { Dialogs } from './dialogs.ts';
import type { Erasing } from './erasing.ts';
import type { FeedbackCards } from './feedback-cards.ts';
import type { Interviewing } from './interviewing.ts';
import { createLeading, sayStale } from './leading.ts';
import type { Linking } from './linking.ts';
import type { Pairs } from './pairing.ts';
import type { PeerReviews } from './peer-reviews.ts';
import type { Preparing } from './preparing.ts';
import { type Reply, toOne } from './replies.ts';
import { requireWriter } from './require-writer.ts';
import type { Sessions } from './sessions.ts';
import type { Sharing } from './sharing.ts';
import type { ShortPractices } from './short-practices.ts';
import type { SpokenQuestions } from './spoken-questions.ts';
import type { Steering } from './steering.ts';
import type { StoryBank } from './stories.ts';

export type Presses = (press: Press) => Promise<Reply | null>;

export function createPresses(parts: {
  platform: ChatPlatform;
  interview: Interview;
  consents: Consents;
  sessions: Sessions;
  wording: Wording;
  answering: Answering;
  steering: Steering;
  cards: FeedbackCards;
  dialogs: Dialogs;
  interviewing: Interviewing;
  erasing: Erasing;
  linking: Linking;
  pairs: Pairs;
  peers: PeerReviews;
  preparing: Preparing;
  sharing: Sharing;
  shortPractices: ShortPractices;
  spoken: SpokenQuestions;
  stories: StoryBank;
  run: (press: Press, command: Command) => Promise<Reply | null>;
}): Presses {
  const { platform, interview, consents, sessions, wording, answering } = parts;
  const { cards, dialogs, interviewing, erasing, linking, pairs, peers, preparing } = parts;
  const { sharing, shortPractices, stories, run } = parts;
  const { press: lead } = createLeading(parts);
  const { say } = wording;

  return async (press) => {
    const { person, pressed, place } = press;
    const { action, about } = pressed;
    switch (action) {
      case 'answer':
      case 'done':
      case 'repeat':
      case 'listen':
      case 'pause':
      case 'skip':
      case 'stop':
      case 'join':
      case 'close':
      case 'seat':
        return await lead(press);
      case 'take-part':
      case 'not-now':
      case 'guide':
      case 'ask-follow-up':
      case 'next-question':
      case 'nothing-to-add':
      case 'score-answer':
        return await interviewing.press(press);
      case 'setup':
        return await dialogs.openSetup(press);
      case 'progress':
        return await run(press, { name: 'progress' });
      case 'practise-weak':
        return await run(press, { name: 'practice weak' });
      case 'retry':
        return await retry(person, about);
      case 'retry-part':
        return await retry(person, about, { part: true });
      case 'follow-up':
        return await dialogs.openFollowUp(press);
      case 'said-other':
        return await saidOther(person, about, Number(pressed.value));
      case 'transcript':
        return {
          ...toOne(viewText(say('transcript.title'), say('transcript.text'))),
          files: [cards.transcript(await interview.answer(person, about))],
          about,
        };
      case 'outline':
        return toOne(cards.outline(await interview.answer(person, about)));
      case 'details':
        return toOne(cards.details(await interview.answer(person, about)));
      case 'show':
        return { ...(await cards.own(await ownAnswer(person, about))), about };
      case 'share':
        return await sharing.share(press);
      case 'delete':
        await ownAnswer(person, about);
        return platform.can.confirms
          ? await erasing.deleteAnswer(person, about, press.on)
          : erasing.askToDelete(about, press.on);
      case 'delete-for-good': {
        const messageId = pressed.value ?? '';
        const card = messageId === '' ? null : { channelId: place.channelId, messageId };
        return await erasing.deleteAnswer(person, about, card);
      }
      case 'forget-all':
        return await erasing.forget(person);
      case 'fair':
      case 'unfair':
        await interview.rate(person, about, 'fair', action === 'fair' ? 1 : 0);
        return toOne(viewText(say('thanks.title'), say(`thanks.${action}`)));
      case 'rate':
        await requireWriter(platform, person, place);
        await peers.rate(press);
        return null;
      case 'agree':
        await consents.grant(person, 'voice');
        await platform.voice?.consentChanged(person);
        return toOne(viewText(say('thanks.title'), sayAgreed(person, about)));
      case 'revoke':
        return await run(press, { name: 'privacy revoke' });
      case 'encryption':
        return toOne(viewEncryption(platform.voice?.encryptionOf(about) ?? null, wording));
      case 'add-late':
      case 'late-next':
      case 'drop-late':
        return await answering.settleLate(press);
      case 'link-confirm':
        return await linking.confirm(person, about);
      case 'link-join':
        return await linking.join(person, about);
      case 'link-refuse':
        return await linking.refuse(person, about);
      case 'prepare':
      case 'plan-start':
      case 'plan-change':
      case 'plan-easier':
      case 'plan-harder':
      case 'plan-word':
      case 'plan-keep':
      case 'plan-drop':
      case 'plan-open':
      case 'plan-delete':
        return await preparing.press(press);
      case 'pair-coming':
      case 'pair-other-time':
      case 'pair-cannot':
      case 'pair-met':
      case 'pair-not-yet':
      case 'pair-no-show':
      case 'pair-send':
      case 'pair-anew':
      case 'pair-stop':
        return await pairs.press(press);
      case 'try-story':
      case 'try-technical':
      case 'week-start':
        return await shortPractices.press(press);
      case 'keep-story':
      case 'story-open':
      case 'story-delete':
        return await stories.press(press);
      case 'practice-coming':
      case 'practice-cannot':
        return await pairs.answerPractice(press);
      case 'unknown':
        return sayStale(wording, say('stale.version', { start: platform.writeCommand('interview start') }));
    }
  };

  async function ownAnswer(person: Actor, answerId: string) {
    const answer = await interview.answer(person, answerId);
    if (answer.userId !== person.userId) throw new CoachError('not_allowed', 'fault.only-author');
    return answer;
  }

  /** The words that they really said take their place in the transcript, and the card is redrawn once it is judged again. */
  async function saidOther(person: Actor, answerId: string, startMs: number): Promise<Reply> {
    const { transcript } = await ownAnswer(person, answerId);
    const doubt = transcript && doubtsOf(transcript).find((one) => one.startMs === startMs);
    await interview.settleDoubt(person, answerId, startMs);
    const words = doubt ? (doubt.isWritten ? doubt.heard : doubt.meant) : '';
    return toOne(viewText(say('feedback.settled.title'), say('feedback.settled.text', { words })));
  }

  async function retry(person: Actor, answerId: string, options = { part: false }): Promise<Reply | null> {
    const { sessionId } = await interview.answer(person, answerId);
    await requireWriter(platform, person, (await interview.session(person, sessionId)).place);
    const session = await interview.retry(person, answerId, options);
    sessions.put(session);
    if (session.mode === 'voice') await platform.voice?.rejoin?.(session, person.userId);
    return options.part
      ? toOne(viewText(say('again.question.title'), say('again.coming')))
      : toOne(viewText(say('retry.title'), say('told.repeated.text')));
  }

  function sayAgreed(person: Actor, sessionId: string): string {
    const revoke = platform.writeCommand('privacy revoke');
    if (platform.voice?.hears(person)) return say('consent.heard', { revoke });
    const session = sessions.byId(sessionId);
    if (session?.roles && session.roles.candidateUserId !== person.userId) return say('consent.your-turn');
    return session?.style === 'solo' && session.ownerUserId !== person.userId
      ? say('consent.other-interview')
      : say('consent.soon');
  }
}
