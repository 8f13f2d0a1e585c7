/** What a command does, once for all platforms: each bot only reads the command and shows the reply. */

import { CoachError } from '../errors.ts';
import type { Actor, Place, SessionView } from '../pipeline/interview/interview-types.ts';
import type { ProgressOverview } from '../pipeline/progress/progress-types.ts';
import { remainsText } from '../wording/privacy-text.ts';
import { englishWording } from '../wording/wording.ts';
import type { BotContext } from './bot.ts';
import type { Command } from './command.ts';
import { sayYesTo } from './command-hint.ts';
import { counted, sayView, viewHeld, viewHelp, viewModels, viewSchedules, viewSession } from './desk-view.ts';
import { viewHistory, viewLeaderboard, viewPreferences, viewProgress } from './progress-view.ts';
import type { View } from './view.ts';

export type ReplyFile = {
  name: string;
  bytes: Uint8Array /** What it shows, for who cannot see it. */;
  alt: string;
};
export type Reply = {
  view: View;
  /** Only for the one who asked. */
  private: boolean;
  files?: ReplyFile[];
};

/** A command that needs no more than words; the rest (starting by voice, forms, microphone tests) is each platform's own. */
export type PlainCommand = Exclude<Command, { name: 'interview start' | 'score' | 'mic-test' | 'settings' }>;

export type CommandCall = {
  actor: Actor;
  /** Where it was given: the session that runs there is meant. */
  place: Place;
  context: BotContext;
  /** How the platform writes a person's name in plain text. */
  nameOf: (userId: string) => string;
  /** Manages the server or workspace, and so may change its schedules. */
  manages: boolean;
  /** Commands that this platform has, for `help`. */
  has?: (name: string) => boolean;
};

/** Does what a command says and gives what to show. Throws CoachErrors whose message is meant for the person. */
export async function runCommand(command: PlainCommand, call: CommandCall): Promise<Reply> {
  const { actor, place, context } = call;
  const { interview, progress, privacy, schedules } = context;
  switch (command.name) {
    case 'interview stop':
      await interview.stop(actor, (await runningSession(call)).id);
      return mine(sayView('The interview ends here', 'Answers that were submitted are still scored.'));
    case 'interview pause': {
      const session = await runningSession(call);
      if (session.state === 'paused') await interview.resume(actor, session.id);
      else await interview.pause(actor, session.id);
      return mine(
        session.state === 'paused'
          ? sayView('Going on', 'The question is open again.')
          : sayView('Paused', 'Take your time. Use the same command to go on.'),
      );
    }
    case 'interview skip':
      await interview.skip(actor, (await runningSession(call)).id);
      return mine(sayView('Skipped', 'The next question is on its way.'));
    case 'interview repeat':
      await interview.repeat(actor, (await runningSession(call)).id);
      return mine(sayView('Once more', 'Here comes the question again.'));
    case 'interview done':
      await interview.submit(actor, (await runningSession(call)).id);
      return mine(sayView('Got it', 'Your answer is being scored.'));
    case 'interview status':
      return mine(viewSession(await interview.sessionAt(place)));
    case 'practice weak':
      return mine(await startWeakPractice(call));
    case 'progress':
      return await showProgress(command.member, call);
    case 'history':
      return mine(viewHistory(await progress.history(actor, { limit: 5 })));
    case 'leaderboard': {
      const order = { kind: command.by, period: command.period };
      const entries = await progress.leaderboard(actor.tenant, { ...order, limit: 10 });
      const week = await progress.practisedThisWeek(actor.tenant);
      return {
        view: viewLeaderboard(entries, order, week, { nameOf: call.nameOf, platform: place.platform }),
        private: false,
      };
    }
    case 'privacy show':
      return mine(viewHeld(await privacy.show(actor)));
    case 'privacy consent':
      await context.consents.grant(actor, 'voice');
      return mine(
        sayView(
          'You agreed to be heard',
          'I listen to you only while an interview runs here. Sound is dropped once it is transcribed, unless you chose to keep it. Take it back at any time with: /privacy revoke.',
        ),
      );
    case 'privacy revoke': {
      const had = await context.consents.revoke(actor, 'voice');
      return mine(
        had
          ? sayView('Taken back', 'I no longer listen to you, and drop what I was hearing.')
          : sayView('Nothing to take back', 'You had not agreed to be heard.'),
      );
    }
    case 'privacy export': {
      const { name, zip } = await privacy.export(actor);
      return {
        ...mine(sayView('Your data', 'One file with everything that is kept about you.')),
        files: [{ name, bytes: zip, alt: 'Everything that is kept about you, as a zip file' }],
      };
    }
    case 'privacy forget': {
      const { answers, remains } = await privacy.forget(actor);
      return mine(
        sayView(
          'Erased',
          `${counted(answers, 'answer')} and all that belongs to ${answers === 1 ? 'it' : 'them'} are gone. ${remainsText(context.wording, remains)}`,
        ),
      );
    }
    case 'schedule list':
      return mine(viewSchedules(await schedules.list(actor.tenant)));
    case 'schedule add': {
      mustManage(call);
      const { when, domain, level, zone } = command;
      const added = await schedules.add(actor, {
        place,
        when,
        domain,
        level,
        ...(zone === undefined ? {} : { timeZone: zone }),
      });
      // This is how the group hears of it.
      return { view: viewSchedules([added]), private: false };
    }
    case 'schedule remove':
      mustManage(call);
      await schedules.remove(actor, command.id);
      return mine(sayView('Taken off', `Practice ${command.id} will not come again.`));
    case 'schedule snooze': {
      mustManage(call);
      const until = new Date(context.now().getTime() + command.days * 86_400_000).toISOString();
      return mine(viewSchedules([await schedules.snooze(actor, command.id, until)]));
    }
    case 'preferences':
      return mine(
        viewPreferences(
          Object.keys(command.changes).length === 0
            ? await progress.preferences(actor)
            : await progress.prefer(actor, command.changes),
        ),
      );
    case 'link':
      return mine(await link(command.code, call));
    case 'models':
      return mine(viewModels(context.models));
    case 'help':
      return mine(viewHelp(call.has));
  }
}

const mine = (view: View): Reply => ({ view, private: true });

/** The session that runs where the command was given. Throws `wrong_state` when there is none. */
async function runningSession({ context, place }: CommandCall): Promise<SessionView> {
  const session = await context.interview.sessionAt(place);
  if (session) return session;
  throw new CoachError(
    'wrong_state',
    'No interview is running here; start one with: /interview start backend mid.',
  );
}

async function startWeakPractice({ actor, place, context }: CommandCall): Promise<View> {
  const { weakSpots } = await context.progress.overview(actor);
  const [spot] = weakSpots;
  const question = spot === undefined ? null : context.bank.byId(spot.questionId);
  if (!question)
    return sayView(
      'Nothing to go over yet',
      'I know of no weak spot of yours. An ordinary interview finds them.',
    );
  const missed = new Set(weakSpots.map(({ questionId }) => questionId));
  const alike = context.bank.questions({ domain: question.domain, level: question.level });
  await context.interview.start({
    place,
    userId: actor.userId,
    domain: question.domain,
    level: question.level,
    questions: Math.min(3, alike.filter(({ id }) => missed.has(id)).length),
    focus: 'weak',
    private: true,
  });
  return sayView('Going over your weak spots', `We start with ${question.domain}, ${question.level}.`);
}

async function showProgress(member: string | undefined, call: CommandCall): Promise<Reply> {
  const { actor, context, nameOf } = call;
  if (member === undefined || member === actor.userId) {
    const overview = await context.progress.overview(actor);
    return { ...mine(viewProgress(overview)), files: await drawProgress(overview, context.now()) };
  }
  const other: Actor = { tenant: actor.tenant, userId: member };
  const { sharesProgress } = await context.progress.preferences(other);
  if (!sharesProgress)
    throw new CoachError(
      'not_allowed',
      `${nameOf(member)} does not share progress here; they can with: ${sayYesTo(call.place.platform, 'preferences', 'share')}`,
    );
  // What they did elsewhere is none of this place's business.
  const overview = await context.progress.overview(other, { within: actor.tenant });
  const files = await drawProgress(overview, context.now());
  return { ...mine(viewProgress(overview, `Progress of ${nameOf(member)}`)), files };
}

/** Trend, skills and calendar as pictures, once there is something to see in them. */
async function drawProgress(overview: ProgressOverview, now: Date): Promise<ReplyFile[]> {
  if (overview.overall.points.length < 2) return [];
  // The charting library takes a moment to load, and most replies draw nothing.
  const { drawOverview } = await import('./chart.ts');
  return await drawOverview(englishWording, overview, now);
}

async function link(code: string | undefined, { actor, context }: CommandCall): Promise<View> {
  if (code !== undefined) {
    await context.progress.link(actor, code);
    return sayView('Linked', 'Both accounts share one history from now on.');
  }
  const { code: made, validUntil } = await context.progress.linkCode(actor);
  return sayView(
    'Link another account',
    `On the other platform, use: /link ${made}. It works once, until ${validUntil.slice(11, 16)} UTC.`,
  );
}

function mustManage({ manages }: CommandCall): void {
  if (!manages)
    throw new CoachError(
      'not_allowed',
      'Only people who manage this place may change its planned practices.',
    );
}
