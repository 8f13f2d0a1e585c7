/** What people say in answer to an open question, in whatever form, and their word that it is complete. */

import type { Actor, Place, Session, Utterance } from '../../domain.ts';
import { CoachError, isCoachError } from '../../errors.ts';
import { keepNewest } from '../../keep-newest.ts';
import type { Log } from '../../log.ts';
import type { Interview } from '../../pipeline/interview/interview-types.ts';
import type { Consents } from '../../pipeline/privacy/consent.ts';
import { momentMark } from '../../wording/marks.ts';
import type { Wording } from '../../wording/wording.ts';
import type { Happened, Press, SentFile, Written } from '../happened.ts';
import type { ChatPlatform } from '../platform.ts';
import { viewText } from '../view.ts';
import { viewWaiting } from '../views/session.ts';
import { steeringOf } from './read-words.ts';
import { type Reply, toOne } from './replies.ts';
import type { Sessions } from './sessions.ts';

export type Answering = {
  /** Takes a message as a piece of the answer; a recording completes it. */
  take(written: Written, session: Session): Promise<Reply | null>;
  /** Takes a text as a whole answer. */
  takeWhole(
    from: Happened,
    session: Session,
    text: string,
    turnId: string | undefined,
  ): Promise<Reply | null>;
  /**
   * The answer is complete. `at`: where the person said so; `turnId`: the question whose button they pressed.
   */
  submit(person: Actor, session: Session, at: Place, turnId?: string): Promise<Reply | null>;
  /** Handles a text that came just after its author had submitted. */
  settleLate(press: Press): Promise<Reply>;
  /** Answering in an interview for everyone means joining it. Throws `not_allowed` in somebody else's. */
  joinIfNeeded(person: Actor, session: Session): Promise<Session>;
  /**
   * The person whose turn it is wrote where the bot cannot read it: once per session they are told how to
   * answer.
   */
  hint(written: Written, session: Session): Reply | null;
  typing(person: Actor, place: Place): void;
  /**
   * Sending a recording means asking for it to be heard, but people who took their consent back are not
   * listened to. Throws `not_allowed`.
   */
  refuseWithoutConsent(person: Actor): Promise<void>;
  stop(): void;
};

export function createAnswering(parts: {
  platform: ChatPlatform;
  interview: Interview;
  consents: Consents;
  sessions: Sessions;
  wording: Wording;
  log: Log;
}): Answering {
  const { platform, interview, consents, sessions, wording, log } = parts;
  const { say } = wording;
  const { live, voice } = platform;
  const pauses = createPauses();
  const hinted = new Set<string>();

  async function joinIfNeeded(person: Actor, session: Session): Promise<Session> {
    const isIn = session.participants.some(
      ({ userId, role }) => userId === person.userId && role === 'candidate',
    );
    if (isIn) return session;
    if (session.style === 'solo')
      throw new CoachError('not_allowed', 'fault.not-your-interview', {
        start: platform.writeCommand('interview start', 'backend mid'),
      });
    if (session.style === 'hot-seat' || session.style === 'peer')
      throw new CoachError('not_allowed', 'fault.not-your-turn');
    const joined = await interview.join(person, session.id, 'candidate');
    sessions.put(joined);
    return joined;
  }

  async function refuseWithoutConsent(person: Actor): Promise<void> {
    const given = await consents.list(person);
    if (given.length > 0 && given.every(({ revokedAt }) => revokedAt !== null))
      throw new CoachError('not_allowed', 'fault.consent-taken-back', {
        consent: platform.writeCommand('privacy consent'),
      });
  }

  async function take(written: Written, before: Session): Promise<Reply | null> {
    const { person, key, place } = written;
    const sounds = written.files.filter(({ kind }) => kind === 'sound');
    const texts = written.files.filter(({ kind }) => kind === 'text');
    const others = written.files.filter(({ kind }) => kind === 'other' || kind === 'document');
    // "Done" sent with a recording ends the answer and is not part of it.
    const text =
      written.files.length > 0 && steeringOf(written.text) === 'interview done' ? '' : written.text.trim();
    if (text === '' && sounds.length + texts.length === 0) {
      if (others.length === 0) return null;
      throw new CoachError('bad_audio', 'fault.no-recording', { names: namesOf(others) });
    }
    // Whoever interviews or listens may talk here: nothing of it is an answer, and nobody is told off for it.
    if (isBystander(before, person.userId)) {
      if (platform.can.threads) return null;
      throw new CoachError('not_allowed', 'fault.not-your-turn');
    }
    if (sounds.length > 0) await refuseWithoutConsent(person);
    const session = await joinIfNeeded(person, before);
    const read = await Promise.all(
      texts.map(async (file) => ({ text: (await file.text()).trim(), key: `${key}:${file.key}` })),
    );
    const pieces = [{ text, key }, ...read].filter((piece) => piece.text !== '');
    const unread = others.length === 0 ? [] : [say('files.unread', { names: namesOf(others) })];
    // Several recordings in one message keep their order.
    const recordings: Utterance[] = [];
    let startMs = 0;
    for (const file of sounds) {
      const { pcm, durationMs } = await file.sound();
      recordings.push({ pcm, startMs, endMs: startMs + durationMs, key: `${key}:${file.key}` });
      startMs += durationMs;
    }
    const { turnId } = written;
    const added = await interview.addMessage(person, session.id, { texts: pieces, recordings }, { turnId });
    // A message that comes seconds after an answer is asked about, never silently taken as the next answer.
    if (added.kind === 'late') {
      const late = pieces.map((piece) => piece.text).join('\n');
      return askAboutLate(added.heldId, late, sounds, session, unread);
    }
    const told = unread.length === 0 ? null : toOne(viewText(say('files.unread-title'), ...unread));
    if (sounds.length > 0 || platform.can.typedPauseMs === 0)
      return (await submit(person, session, place)) ?? told;
    endAfterPause(person, session);
    return told;
  }

  function askAboutLate(
    heldId: string,
    text: string,
    sounds: readonly SentFile[],
    { turn }: Session,
    more: readonly string[],
  ): Reply {
    const shown = text.length > 200 ? `${text.slice(0, 199).trimEnd()}…` : text;
    const names = namesOf(sounds);
    const kind = text === '' ? 'recordings' : sounds.length > 0 ? 'both' : 'text';
    const actions = [
      'add-late' as const,
      ...(turn === null ? [] : ['late-next' as const]),
      'drop-late' as const,
    ];
    return toOne(
      viewText(say('late.title'), say('late.text', { kind, text: shown, names }), ...more),
      actions.map((action) => ({
        action,
        label: say(`button.${action}`),
        about: heldId,
        ...(action === 'add-late' ? { style: 'primary' } : {}),
      })),
    );
  }

  const namesOf = (files: readonly SentFile[]) => wording.list(files.map(({ name }) => name.slice(0, 60)));

  async function submit(person: Actor, { id }: Session, at: Place, turnId?: string): Promise<Reply | null> {
    pauses.cancel(id, person.userId);
    await voice?.finish(id, person.userId);
    const { answerId, state } = await interview.submit(person, id, { turnId });
    const session = await interview.session(person, id);
    sessions.put(session);
    // It was submitted before and already has its feedback: there is no progress to show.
    if (state === 'evaluated' || state === 'failed' || state === 'cancelled')
      return toOne(viewText(say('done.title'), say('done.already')));
    live.status({ id: answerId, session, userId: person.userId, at }, receivedLine(session));
    const view = viewWaiting(wording, person, session);
    if (view === null) return null;
    const label = say('button.close');
    const isLead = session.ownerUserId === person.userId;
    return toOne(view, isLead ? [{ action: 'close', label, about: id }] : []);
  }

  function receivedLine({ style, private: isPrivate, place, turn }: Session): string {
    if (style === 'everyone') {
      const closesAt = turn?.closesAt ?? null;
      return closesAt === null
        ? say('status.received-together')
        : say('status.received-until', { time: momentMark(closesAt) });
    }
    return say(isPrivate && !platform.isPrivate(place) ? 'status.received-private' : 'status.received');
  }

  /**
   * Where people do not have to say that they are done, an answer is complete when nothing more comes for a
   * while.
   */
  function endAfterPause(person: Actor, session: Session): void {
    const { typedPauseMs } = platform.can;
    if (typedPauseMs === null) return;
    pauses.begin(session.id, person, typedPauseMs, async () => {
      try {
        const reply = await submit(person, session, session.place);
        if (reply) await platform.post(session.place, reply);
      } catch (error) {
        if (!isCoachError(error))
          log.error(
            { fault: platform.faultOf(error).log, sessionId: session.id },
            'A typed answer could not be submitted',
          );
      }
    });
    const at = new Date(Date.now() + typedPauseMs).toISOString();
    live.say(session, say('status.pause', { when: momentMark(at) }));
  }

  return {
    take,
    submit,
    joinIfNeeded,
    refuseWithoutConsent,
    async takeWhole({ person, key, place }, before, text, turnId) {
      const session = await joinIfNeeded(person, before);
      await interview.addText(person, session.id, text, { key, turnId: turnId ?? session.turn?.id });
      return await submit(person, session, place, turnId);
    },
    async settleLate({ person, pressed: { action, about } }) {
      const told = (text: string) => toOne(viewText(say('late.title'), text));
      if (action === 'drop-late') {
        await interview.dropHeld(person, about);
        return told(say('late.dropped'));
      }
      if (action === 'add-late') {
        await interview.appendToAnswer(person, about);
        return told(say('late.added'));
      }
      await interview.takeAsNext(person, about);
      return told(say('late.taken'));
    },
    hint(written, session) {
      if (session.mode !== 'text' || session.turn?.userId !== written.person.userId) return null;
      if (hinted.has(session.id)) return null;
      hinted.add(session.id);
      keepNewest(hinted, 1_000);
      return toOne(viewText(say('hint.title'), say('hint.text')));
    },
    typing({ userId }, { channelId }) {
      for (const session of sessions.all())
        if (session.place.channelId === channelId) pauses.extend(session.id, userId);
    },
    stop: pauses.stop,
  };
}

/** Two people interview each other here, and it is not this one who answers. */
const isBystander = ({ style, roles, turn }: Session, userId: string): boolean =>
  style === 'peer' && (roles?.candidateUserId ?? null) !== userId && turn?.userId !== userId;

/** Timers that complete an answer when nothing more is written, one for each person in a session. */
function createPauses() {
  const waiting = new Map<string, { timer: NodeJS.Timeout }>();
  const keyOf = (sessionId: string, userId: string) => `${sessionId}|${userId}`;
  const cancel = (sessionId: string, userId: string) => {
    const key = keyOf(sessionId, userId);
    clearTimeout(waiting.get(key)?.timer);
    waiting.delete(key);
  };
  return {
    cancel,
    begin(sessionId: string, { userId }: Actor, pauseMs: number, end: () => Promise<void>): void {
      cancel(sessionId, userId);
      const key = keyOf(sessionId, userId);
      const timer = setTimeout(() => {
        waiting.delete(key);
        void end();
      }, pauseMs);
      waiting.set(key, { timer });
    },
    /** They are still writing: the pause starts over. */
    extend(sessionId: string, userId: string): void {
      waiting.get(keyOf(sessionId, userId))?.timer.refresh();
    },
    stop(): void {
      for (const { timer } of waiting.values()) clearTimeout(timer);
      waiting.clear();
    },
  };
}
