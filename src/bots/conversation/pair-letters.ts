/** Shows letters about matches: to one person each, in the room of a match, or in the channel. */
import type { Actor, Place, Posts } from '../../domain.ts';
import type { Log } from '../../log.ts';
import { calendarFile } from '../../pipeline/pairing/calendar-file.ts';
import type { Letter, LetterOutcome, PairMatch } from '../../pipeline/pairing/pairing-types.ts';
import { momentMark, personMark } from '../../wording/marks.ts';
import type { Wording } from '../../wording/wording.ts';
import type { Button, Message, MessageFile, Posted } from '../message.ts';
import type { ChatPlatform, PostOnce } from '../platform.ts';
import { viewText } from '../view.ts';
import { othersOf, partnersOf, viewPairPreview } from '../views/pairing.ts';
import { answerButtons, previewButtons, sayConfirmed, sayMoved } from './pairing.ts';

export type ShowLetter = (letter: Letter) => Promise<LetterOutcome>;

export function createShowLetter(parts: {
  platform: ChatPlatform;
  posts: Pick<Posts, 'add'>;
  wording: Wording;
  log: Log;
  now: () => Date;
}): ShowLetter {
  const { platform, posts, wording, log, now } = parts;
  const { say } = wording;
  const start = () => platform.writeCommand('interview start');

  return async (letter) => {
    try {
      return await show(letter);
    } catch (error) {
      const fault = platform.faultOf(error);
      if (fault.kind === 'rate-limit') return { state: 'later', retryAfterMs: fault.retryAfterMs };
      const isLost =
        fault.kind === 'place-gone' || fault.kind === 'may-not-write' || fault.kind === 'refused';
      if (!isLost) throw error;
      log.info({ fault: fault.log, letter: letter.id, kind: letter.kind }, 'A letter could not be shown');
      return { state: 'never', why: fault.kind };
    }
  };

  async function show(letter: Letter): Promise<LetterOutcome> {
    const once: PostOnce = { receipt: `letter.${letter.id}`, mayExist: letter.mayExist };
    switch (letter.kind) {
      case 'room':
        return { state: 'shown', room: await makeRoom(letter, once) };
      case 'digest': {
        const { people, groups } = letter;
        const text = say('pair.digest.text', { people, groups, join: platform.writeCommand('pair join') });
        await platform.post(letter.place, { view: viewText(say('pair.digest.title'), text) }, once);
        return { state: 'shown' };
      }
      case 'preview': {
        const { round } = letter;
        const message = {
          view: viewPairPreview(wording, round, false),
          buttons: previewButtons(wording, round.id),
        };
        const named = [...round.groups.flatMap(({ people }) => people), ...round.leftOut];
        return await tell(letter.to, message, once, named);
      }
      case 'practice-soon': {
        const { at, domain, level, place } = letter;
        const channel = await platform.channelName(place.channelId);
        const about = { domain, level: say(`term.level.${level}`), at: momentMark(at), channel };
        return await tell(
          letter.to,
          { view: viewText(say('practice.you-come'), say('practice.you-come.text', about)) },
          once,
          [],
        );
      }
      case 'left-out': {
        const next =
          letter.nextAt === null ? [] : [say('pair.left-out.next', { at: momentMark(letter.nextAt) })];
        const view = viewText(say('pair.left-out.title'), say('pair.left-out.text'), ...next);
        return await tell(letter.to, { view }, once, []);
      }
      default: {
        const named = letter.match.partners.map(({ userId }) => userId);
        return await tell(letter.to, await messageAbout(letter), once, named);
      }
    }
  }

  async function messageAbout({
    kind,
    to,
    match,
  }: Extract<Letter, { match: PairMatch; to: Actor }>): Promise<Message> {
    const names = othersOf(wording, match, to.userId);
    const buttons = answerButtons(wording, match.id);
    switch (kind) {
      case 'match': {
        const { startsAt } = match;
        const view = viewText(
          say('pair.match.title'),
          say('pair.match.who', { names: partnersOf(wording, match, to.userId) }),
          startsAt === null ? say('pair.match.agree') : say('pair.match.when', { at: momentMark(startsAt) }),
          await sayRoom(match),
        );
        return { view, buttons, files: await calendarOf(match, to) };
      }
      case 'moved':
        return {
          view: viewText(say('pair.moved.title'), sayMoved(wording, match, to.userId)),
          buttons,
          files: await calendarOf(match, to),
        };
      case 'nudge': {
        const text = say('pair.nudge.text', { names, when: sayHour(match) });
        return { view: viewText(say('pair.nudge.title'), text), buttons };
      }
      case 'confirmed':
        return { view: viewText(say('pair.confirmed.title'), sayConfirmed(wording, match, to.userId)) };
      case 'other-time':
        return {
          view: viewText(
            say('pair.other-time.title'),
            say('pair.other-time.text', { names: askers(match, to) }),
          ),
        };
      case 'one-less': {
        const isSettled = match.partners.every(({ answer }) => answer === 'coming');
        const text = isSettled
          ? say('pair.one-less.settled', { names, when: sayHour(match) })
          : say('pair.one-less.text', { names });
        return { view: viewText(say('pair.one-less.title'), text), ...(isSettled ? {} : { buttons }) };
      }
      case 'called-off':
        return {
          view: viewText(say('pair.called-off.title'), say('pair.called-off.text')),
          files: await calendarOf(match, to),
        };
      case 'soon': {
        const text = sayConfirmed(wording, match, to.userId);
        return { view: viewText(say('pair.soon.title'), text, await sayRoom(match)) };
      }
      case 'did-you-meet':
        return {
          view: viewText(say('pair.did-you-meet.title'), say('pair.did-you-meet.text', { names })),
          buttons: meetingButtons(match),
        };
    }
  }

  async function sayRoom({ room }: PairMatch): Promise<string> {
    if (room === null) return say('pair.match.no-room', { start: start() });
    return say('pair.match.room', { room: await platform.channelName(room.threadId ?? room.channelId) });
  }

  function sayHour({ startsAt }: PairMatch): string {
    return startsAt === null ? '' : say('pair.nudge.when', { at: momentMark(startsAt) });
  }

  /** Who asked for another time. */
  function askers({ partners }: PairMatch, to: Actor): string {
    return wording.list(
      partners.flatMap(({ userId, answer }) =>
        answer === 'other-time' && userId !== to.userId ? [personMark(userId)] : [],
      ),
    );
  }

  function meetingButtons({ id: about, partners }: PairMatch): Button[] {
    return [
      { action: 'pair-met', label: say('button.pair-met'), about, style: 'primary' },
      { action: 'pair-not-yet', label: say('button.pair-not-yet'), about },
      // Of three, nobody could tell who is meant.
      ...(partners.length === 2
        ? [{ action: 'pair-no-show', label: say('button.pair-no-show'), about } as const]
        : []),
    ];
  }

  /** A match without an hour has no file. */
  async function calendarOf(match: PairMatch, to: Actor): Promise<MessageFile[]> {
    if (match.startsAt === null) return [];
    const others = match.partners.filter(({ userId }) => userId !== to.userId);
    const names = await Promise.all(
      others.map(({ userId }) => platform.nameOf({ tenant: match.tenant, userId })),
    );
    const bytes = calendarFile({
      uid: `${match.id}@greenroom`,
      sequence: match.moves + (match.isOff ? 1 : 0),
      startsAt: match.startsAt,
      minutes: 60,
      madeAt: now().toISOString(),
      summary:
        names.length === 0
          ? say('pair.calendar.called-off')
          : say('pair.calendar.summary', { names: wording.list(names) }),
      description: say('pair.calendar.description', { bot: 'Greenroom' }),
      isCancelled: match.isOff,
    });
    // A name of its own for each version: where files are uploaded, an earlier try is found by it.
    const version = `${match.id.slice(0, 8)}-${match.moves}${match.isOff ? '-off' : ''}`;
    return [{ name: `practice-${version}.ics`, bytes, alt: say('pair.calendar.alt') }];
  }

  /** `named`: whom else the message names; once they are erased, so is their name there. */
  async function tell(
    to: Actor,
    message: Message,
    once: PostOnce,
    named: readonly string[],
  ): Promise<LetterOutcome> {
    const posted = await platform.sendPrivately(to, message, once);
    if (posted === 'closed') return { state: 'never', why: 'takes no direct messages' };
    await remember(to.tenant, posted, to.userId, named);
    const { upload } = platform;
    if (!upload) return { state: 'shown' };
    const direct = await platform.privatePlace(to);
    if (direct === 'closed') return { state: 'shown' };
    for (const file of message.files ?? []) {
      try {
        await remember(
          to.tenant,
          await upload(direct, file, { mayExist: once.mayExist ?? false }),
          to.userId,
          named,
        );
      } catch (error) {
        log.warn({ fault: platform.faultOf(error).log }, 'A calendar file could not be shared');
      }
    }
    return { state: 'shown' };
  }

  async function remember(
    tenant: Actor['tenant'],
    posted: Posted,
    own: string | null,
    named: readonly string[],
  ): Promise<void> {
    const about = { ...posted, answerId: null };
    if (own !== null) await posts.add({ tenant, userId: own }, { ...about, isShared: false });
    for (const userId of named)
      if (userId !== own) await posts.add({ tenant, userId }, { ...about, isShared: true });
  }

  /** Null where there can be none; then people get each other's names. */
  async function makeRoom(
    { match, channelId }: Extract<Letter, { kind: 'room' }>,
    once: PostOnce,
  ): Promise<Place | null> {
    if (!platform.openRoom || match.partners.length < 2) return null;
    const people = match.partners.map(({ userId }) => userId);
    try {
      // Without names: a title outlives whoever is erased.
      const name = say('pair.room.name');
      const room = await platform.openRoom(match.tenant, { people, channelId, name, once: match.id });
      if (!room) return null;
      const when = match.startsAt === null ? say('pair.match.agree') : sayHour(match);
      const view = viewText(
        say('pair.room.title'),
        say('pair.room.who', { names: partnersOf(wording, match, null) }),
        when,
        say('pair.room.start', { start: start() }),
      );
      await remember(match.tenant, await platform.post(room, { view }, once), null, people);
      return room;
    } catch (error) {
      const fault = platform.faultOf(error);
      if (fault.kind === 'rate-limit' || fault.kind === 'passing') throw error;
      log.info({ fault: fault.log, match: match.id }, 'No room could be made for a match');
      return null;
    }
  }
}
