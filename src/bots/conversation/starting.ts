/** Starting an interview: where it is held, and what may prevent it. */

import { randomUUID } from 'node:crypto';
import type { Actor, Place, Posts, Question, Session, SessionAim } from '../../domain.ts';
import { CoachError, isCoachError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { Interview, StartRequest } from '../../pipeline/interview/interview-types.ts';
import type { Plan, Preparation } from '../../pipeline/prepare/prepare-types.ts';
import type { Progress } from '../../pipeline/progress/progress-types.ts';
import type { Bank } from '../../pipeline/questions/bank.ts';
import type { TenantSettingsDesk } from '../../pipeline/tenant-settings.ts';
import { personMark } from '../../wording/marks.ts';
import type { Wording } from '../../wording/wording.ts';
import type { StartOptions } from '../command.ts';
import type { Happened } from '../happened.ts';
import type { Message } from '../message.ts';
import type { ChatPlatform } from '../platform.ts';
import { type View, viewText } from '../view.ts';
import { type Reply, toOne } from './replies.ts';
import type { Sessions } from './sessions.ts';

/** What a plan asks of an interview. */
export const plannedRequest = ({
  questions,
  manner,
  followUps,
}: Plan): Pick<AloneRequest, 'planned' | 'manner' | 'followUps'> => ({
  planned: questions.map(({ question }) => question),
  ...(manner === null ? {} : { manner }),
  ...(followUps === null ? {} : { followUps }),
});

/** How long a question for everybody stays open, unless somebody says otherwise. */
export const defaultAnswerSeconds = 300;

export type Starting = {
  /** Starts an interview and says where it continues; null if its first question is shown right here. */
  start(from: Happened, wanted: StartOptions & { answerSeconds?: number }): Promise<Reply | null>;
  /** Starts a practice of what the person missed before. */
  startWeak(from: Happened): Promise<Reply>;
  /** Starts what was planned, in the person's direct messages. */
  startPlanned(from: Happened, plan: Plan, options: { aim: SessionAim | null }): Promise<Reply | null>;
  /** Starts these questions in the person's direct messages; `hello` is said there if they are somewhere else now. */
  startAlone(from: Happened, request: AloneRequest, hello: string): Promise<Reply | null>;
};

export type AloneRequest = Omit<StartRequest, 'place' | 'userId' | 'private' | 'planned'> & {
  planned: readonly Question[];
};

export function createStarting(parts: {
  platform: ChatPlatform;
  interview: Pick<Interview, 'start'>;
  tenantSettings: Pick<TenantSettingsDesk, 'read'>;
  progress: Pick<Progress, 'overview' | 'suggestTimeZone'>;
  log: Log;
  bank: Pick<Bank, 'byId' | 'questions'>;
  posts: Pick<Posts, 'add'>;
  preparation: Pick<Preparation, 'plan'>;
  sessions: Sessions;
  wording: Wording;
}): Starting {
  const { platform, interview, tenantSettings, progress, bank, posts, preparation } = parts;
  const { sessions, wording, log } = parts;
  const { say } = wording;

  async function begin(request: StartRequest): Promise<Session> {
    const session = await interview.start(request);
    sessions.put(session);
    void suggestTimeZone({ tenant: request.place.tenant, userId: request.userId });
    return session;
  }

  /** The time zone that the platform reports is used until the person chooses one. */
  async function suggestTimeZone(person: Actor): Promise<void> {
    try {
      const zone = (await platform.timeZoneOf?.(person)) ?? null;
      if (zone !== null) await progress.suggestTimeZone(person, zone);
    } catch (error) {
      log.debug({ fault: platform.faultOf(error).log }, 'The time zone of a person is not known');
    }
  }

  /** A round brings its own questions; a manner alone changes only how the interviewer speaks. */
  async function planOf({
    domain,
    level,
    questions,
    round,
    manner,
    partner,
  }: Pick<StartOptions, 'domain' | 'level' | 'questions' | 'round' | 'manner' | 'partner'>): Promise<
    Partial<StartRequest>
  > {
    if (round === undefined && manner === undefined) return {};
    const seed = randomUUID();
    const plan = await preparation.plan({
      ...{ domain, level, questions, seed },
      ...(round && { round }),
      ...(manner && { manner }),
    });
    const { planned = [], ...spoken } = plannedRequest(plan);
    if (round === undefined || !partner) return round === undefined ? spoken : plannedRequest(plan);
    // Each of the two gets a round of their own, of the same length.
    const other = partner.level ?? level;
    const theirs = plannedRequest(
      await preparation.plan({ domain, level: other, questions, seed: randomUUID(), round }),
    );
    const count = Math.min(planned.length, theirs.planned?.length ?? 0);
    const both = [planned.slice(0, count), (theirs.planned ?? []).slice(0, count)];
    return {
      ...spoken,
      questions: count,
      planned: (partner.begins === 'candidate' ? both.toReversed() : both).flat(),
    };
  }

  async function start(
    from: Happened,
    wanted: StartOptions & { answerSeconds?: number },
  ): Promise<Reply | null> {
    const { person } = from;
    const settings = await tenantSettings.read(person.tenant);
    const { answerSeconds = defaultAnswerSeconds, round, manner, ...options } = wanted;
    if (options.partner && !platform.mayWrite) throw new CoachError('bad_input', 'fault.peer-here');
    const planned = await planOf({ ...options, ...(round && { round }), ...(manner && { manner }) });
    const isPrivate = options.private ?? !(settings.publicResults ?? false);
    const request = (place: Place): StartRequest => ({
      ...options,
      ...planned,
      place,
      userId: person.userId,
      private: isPrivate,
      ...(settings.language === null ? {} : { language: settings.language }),
      ...(options.style === 'everyone' && platform.can.threads ? { answerSeconds } : {}),
    });
    if (options.mode === 'voice' && platform.voice) {
      const { session, channelName } = await platform.voice.enter(from, {
        channelId: settings.channel,
        begin: (place) => begin(request(place)),
      });
      return started(session, from, [say('start.voice', { channel: channelName })]);
    }
    const noCalls = options.mode === 'voice' ? [say('start.no-calls')] : [];
    const isAlone = options.style === 'solo';
    if (isAlone && platform.isPrivate(from.place))
      return started(await begin(request(from.place)), from, noCalls);
    if (isAlone && isPrivate) {
      const { questions: count, domain, level } = options;
      const hello = { questions: count, domain, level: say(`term.level.${level}`) };
      const place = await openPrivately(from, say('start.hello', hello));
      if (place !== null) return started(await begin(request(place)), from, noCalls);
    }
    if (platform.isPrivate(from.place) && settings.channel === null)
      throw new CoachError('bad_input', 'fault.group-in-private');
    const isClosed = isAlone && isPrivate;
    const opening = viewOpening(options, isPrivate, person.userId);
    const { place, opened } = await platform.openPlace(from.place, { channelId: settings.channel, opening });
    const session = await begin(request(place)).catch(async (error: unknown) => {
      throw await explainTaken(error, place, from, isClosed);
    });
    // It names who started the practice.
    if (opened) await posts.add(person, { ...opened, answerId: null, isShared: true });
    return started(session, from, [...(isClosed ? [say('start.closed')] : []), ...noCalls]);
  }

  /**
   * The direct messages with a person, with a greeting if they are somewhere else now; null if those are
   * closed.
   */
  async function openPrivately({ person, key, place: from }: Happened, hello: string): Promise<Place | null> {
    const place = await platform.privatePlace(person);
    if (place === 'closed') return null;
    if (sessions.at(place)) throw new CoachError('wrong_state', 'fault.running-privately');
    if (platform.can.threads) return place;
    const view = viewText(say('start.hello-title'), hello);
    const sent = await platform.sendPrivately(person, { view }, { receipt: `hello${key}`.slice(0, 25) });
    return sent === 'closed' ? null : { ...place, originChannelId: from.channelId };
  }

  /** Only the person who leads the interview in a channel can stop it. */
  async function explainTaken(
    error: unknown,
    place: Place,
    { person }: Happened,
    isClosed: boolean,
  ): Promise<unknown> {
    const running = sessions.at(place);
    const isTaken = isCoachError(error, 'wrong_state') && running && running.ownerUserId !== person.userId;
    if (!isTaken) return error;
    const channel = await platform.channelName(place.channelId);
    return new CoachError('wrong_state', isClosed ? 'fault.taken-and-closed' : 'fault.taken-by-others', {
      channel,
    });
  }

  function viewOpening(
    { style, domain, level, questions }: StartOptions,
    isPrivate: boolean,
    userId: string,
  ): Message {
    const person = personMark(userId);
    const title = say(style === 'solo' ? 'opening.title-solo' : 'opening.title');
    return {
      view: {
        title,
        meta: [
          domain,
          say(`term.level.${level}`),
          say('opening.questions', { count: questions }),
          say(`term.style.${style}`),
        ],
        blocks: [
          { type: 'text', text: say(`opening.${style}`, { person }) },
          ...(isPrivate || style === 'solo' ? [] : [{ type: 'text' as const, text: say('opening.public') }]),
        ],
      },
    };
  }

  /** What the person who started it is told, in the place where they started it. */
  async function started(session: Session, from: Happened, notes: readonly string[]): Promise<Reply | null> {
    const isHere = session.place.channelId === from.place.channelId;
    // Where the first question appears anyway, nothing needs to be said first.
    if (isHere && notes.length === 0 && (platform.can.threads || platform.isPrivate(session.place)))
      return null;
    const texts = [await sayWhere(session, isHere), ...notes];
    if (!platform.isPrivate(session.place))
      texts.push(say(session.private ? 'start.private' : 'start.public'));
    const view: View = {
      title: say('start.title'),
      meta: [session.domain, say(`term.level.${session.level}`), say(`term.style.${session.style}`)],
      blocks: [{ type: 'text', text: texts.join(' ') }],
    };
    return toOne(view);
  }

  async function sayWhere({ place }: Session, isHere: boolean): Promise<string> {
    if (platform.isPrivate(place)) return say(isHere ? 'start.here' : 'start.direct');
    if (place.threadId && platform.can.threads) return say('start.thread');
    return say('start.channel', { channel: await platform.channelName(place.channelId) });
  }

  async function startWeak(from: Happened): Promise<Reply> {
    const { person } = from;
    const { weakSpots } = await progress.overview(person);
    const [spot] = weakSpots;
    const question = spot === undefined ? null : bank.byId(spot.questionId);
    if (!question) {
      const text = say('start.no-weak', { start: platform.writeCommand('interview start', 'backend mid') });
      return toOne(viewText(say('start.no-weak-title'), text));
    }
    const { domain, level } = question;
    const missed = new Set(weakSpots.map(({ questionId }) => questionId));
    const alike = bank.questions({ domain, level });
    const place = platform.isPrivate(from.place)
      ? from.place
      : ((await openPrivately(from, say('start.hello-weak'))) ?? from.place);
    await begin({
      place,
      userId: person.userId,
      domain,
      level,
      questions: Math.min(3, alike.filter(({ id }) => missed.has(id)).length),
      focus: 'weak',
      private: true,
    });
    return toOne(
      viewText(say('start.weak-title'), say('start.weak', { domain, level: say(`term.level.${level}`) })),
    );
  }

  async function startPlanned(
    from: Happened,
    plan: Plan,
    { aim }: { aim: SessionAim | null },
  ): Promise<Reply | null> {
    const { domain, level, questions } = plan;
    const about = { count: questions.length, domain, level: say(`term.level.${level}`) };
    const request = { ...plannedRequest(plan), domain, level, ...(aim === null ? {} : { aim }) };
    return await startAlone(from, request, say('prepare.start.hello', about));
  }

  async function startAlone(from: Happened, request: AloneRequest, hello: string): Promise<Reply | null> {
    const { person } = from;
    const place = platform.isPrivate(from.place) ? from.place : await openPrivately(from, hello);
    if (place === null) throw new CoachError('not_allowed', 'fault.prepare-closed');
    await begin({ ...request, place, userId: person.userId, private: true });
    // Where its first question appears anyway, nothing needs to be said first.
    if (platform.isPrivate(from.place)) return null;
    const count = request.planned.length;
    return toOne(viewText(say('prepare.start.title'), say('prepare.start.text', { count })));
  }

  return { start, startWeak, startPlanned, startAlone };
}
