/** Commands: what each does, once for all platforms. */
import type { Actor, Session } from '../../domain.ts';
import { CoachError } from '../../errors.ts';
import type { Interview } from '../../pipeline/interview/interview-types.ts';
import type { Consents } from '../../pipeline/privacy/consent.ts';
import type { Privacy } from '../../pipeline/privacy/privacy-types.ts';
import type { Progress, ProgressOverview } from '../../pipeline/progress/progress-types.ts';
import type { Bank } from '../../pipeline/questions/bank.ts';
import type { Schedules } from '../../pipeline/schedules/schedule-types.ts';
import { personMark } from '../../wording/marks.ts';
import type { Wording } from '../../wording/wording.ts';
import { drawOverview } from '../chart.ts';
import { type Command, commandFrom } from '../command.ts';
import type { CommandCall, Happened } from '../happened.ts';
import type { MessageFile } from '../message.ts';
import { parseCommand } from '../parse-command.ts';
import type { ChatPlatform } from '../platform.ts';
import { viewText } from '../view.ts';
import { viewHeld } from '../views/held.ts';
import { viewHelp } from '../views/help.ts';
import { type ModelStates, viewModels } from '../views/models.ts';
import { viewHistory, viewLeaderboard, viewPreferences, viewProgress } from '../views/progress.ts';
import { viewSchedules } from '../views/schedules.ts';
import { viewSession } from '../views/session.ts';
import type { Answering } from './answering.ts';
import type { Dialogs } from './dialogs.ts';
import type { Erasing } from './erasing.ts';
import type { Linking } from './linking.ts';
import type { Pairs } from './pairing.ts';
import type { Preparing } from './preparing.ts';
import { type Reply, toOne } from './replies.ts';
import type { ServerSettings } from './server-settings.ts';
import type { MeantSession } from './sessions.ts';
import type { ShortPractices } from './short-practices.ts';
import type { Starting } from './starting.ts';
import type { Steering } from './steering.ts';
import type { StoryBank } from './stories.ts';

export type Commands = {
  /** Throws `bad_input` for anything that is not a command. */
  read(given: CommandCall['given']): Command;
  run(from: Happened, command: Command): Promise<Reply | null>;
};

export function createCommands(parts: {
  platform: ChatPlatform;
  interview: Interview;
  consents: Consents;
  privacy: Privacy;
  progress: Progress;
  schedules: Schedules;
  bank: Pick<Bank, 'domains'>;
  models: ModelStates;
  wording: Wording;
  now: () => Date;
  meant: MeantSession;
  answering: Answering;
  dialogs: Dialogs;
  erasing: Erasing;
  linking: Linking;
  pairs: Pairs;
  preparing: Preparing;
  settings: ServerSettings;
  starting: Starting;
  steering: Steering;
  shortPractices: ShortPractices;
  stories: StoryBank;
}): Commands {
  const { platform, interview, consents, privacy, progress, schedules, bank, models, wording, now } = parts;
  const { meant, answering, dialogs, erasing, linking, pairs, preparing, settings, starting } = parts;
  const { steering, shortPractices, stories } = parts;
  const { say } = wording;
  const domains = () => bank.domains().map(({ name }) => name);
  const start = () => platform.writeCommand('interview start', `${domains()[0] ?? 'backend'} mid`);

  async function run(from: Happened, command: Command): Promise<Reply | null> {
    const { person } = from;
    if (!platform.can.has(command.name))
      throw new CoachError('bad_input', 'fault.command-not-here', { help: help() });
    switch (command.name) {
      case 'interview start':
        return await starting.start(from, command.options);
      case 'practice weak':
        return await starting.startWeak(from);
      case 'practice warm-up':
        return await shortPractices.warmUp(from);
      case 'practice week':
        return await shortPractices.week(from);
      case 'prepare':
        return await preparing.open(from, wantedIn(command));
      case 'plans':
        return await preparing.plans(from);
      case 'stories':
        return await stories.list(from);
      case 'interview stop':
        await steering.stop(person, await running(from));
        return told('stopped');
      case 'interview pause':
        return told(await steering.pauseOrResume(person, await running(from)));
      case 'interview skip':
        await interview.skip(person, (await running(from)).id);
        return told('skipped');
      case 'interview repeat':
        await interview.repeat(person, (await running(from)).id);
        return told('repeated');
      case 'interview done':
        return (
          (await answering.submit(person, await running(from), from.place)) ??
          toOne(viewText(say('done.title'), say('done.text')))
        );
      case 'interview status':
        return toOne(viewSession(wording, await meant.ofCommand(from), start()));
      case 'score':
        return await dialogs.openScore(from, command.question);
      case 'mic-test':
        if (!platform.voice) throw new CoachError('bad_input', 'fault.command-not-here', { help: help() });
        return toOne(await platform.voice.testMicrophone(from));
      case 'progress':
        return await showProgress(command.member, person);
      case 'history': {
        const entries = await progress.history(person, { limit: 5 });
        const { timeZone } = await progress.preferences(person);
        const latest = entries.find(({ state }) => state === 'evaluated');
        return toOne(
          viewHistory(wording, entries, timeZone),
          latest ? [{ action: 'retry', label: say('button.retry-latest'), about: latest.answerId }] : [],
        );
      }
      case 'leaderboard': {
        const order = { kind: command.by, period: command.period };
        const entries = await progress.leaderboard(person.tenant, { ...order, limit: 10 });
        const week = await progress.practisedThisWeek(person.tenant);
        const join = platform.writeCommand('preferences', yesTo('leaderboard'));
        return { view: viewLeaderboard(wording, entries, order, week, join), public: true };
      }
      case 'privacy show':
        return toOne(
          viewHeld(
            wording,
            await privacy.show(person),
            (await platform.voice?.consentRoleOf(person)) ?? null,
          ),
        );
      case 'privacy consent': {
        await consents.grant(person, 'voice');
        await platform.voice?.consentChanged(person);
        const revoke = platform.writeCommand('privacy revoke');
        return toOne(viewText(say('consent.agreed-title'), say('consent.agreed', { revoke })));
      }
      case 'privacy revoke': {
        const had = await consents.revoke(person, 'voice');
        await platform.voice?.consentChanged(person);
        return had
          ? toOne(viewText(say('consent.revoked-title'), say('consent.revoked')))
          : toOne(viewText(say('consent.none-title'), say('consent.none')));
      }
      case 'privacy export': {
        const { name, zip } = await privacy.export(person);
        const files = [{ name, bytes: zip, alt: say('export.alt') }];
        return { ...toOne(viewText(say('export.title'), say('export.text'))), files };
      }
      case 'privacy forget':
        return erasing.askToForget();
      case 'schedule list':
        return toOne(viewSchedules(wording, await schedules.list(person.tenant), addSchedule()));
      case 'schedule add': {
        await mustManage(person);
        await platform.mayPost?.(from.place);
        const { when, domain, level } = command;
        const zone = command.zone ?? (await platform.timeZoneOf?.(person)) ?? undefined;
        const place = { ...from.place, threadId: null };
        const planned = { place, when, domain, level, ...(zone === undefined ? {} : { timeZone: zone }) };
        // This is how the group hears about it.
        return {
          view: viewSchedules(wording, [await schedules.add(person, planned)], addSchedule()),
          public: true,
        };
      }
      case 'schedule remove':
        await mustManage(person);
        await schedules.remove(person, command.id);
        return toOne(viewText(say('schedule.removed-title'), say('schedule.removed', { id: command.id })));
      case 'schedule snooze': {
        await mustManage(person);
        const until = new Date(now().getTime() + command.days * 86_400_000).toISOString();
        return toOne(
          viewSchedules(wording, [await schedules.snooze(person, command.id, until)], addSchedule()),
        );
      }
      case 'pair join':
      case 'pair leave':
      case 'pair status':
      case 'pair avoid':
      case 'pair pause':
      case 'pair preview':
      case 'pair run':
      case 'pair settings':
        return await pairs.run(from, command);
      case 'preferences': {
        const isChange = Object.keys(command.changes).length > 0;
        const now = isChange
          ? await progress.prefer(person, command.changes)
          : await progress.preferences(person);
        return toOne(viewPreferences(wording, now));
      }
      case 'settings':
        return toOne(await settings.change(person, command.changes));
      case 'link':
        return await linking.run(person, command);
      case 'models':
        return toOne(viewModels(wording, models));
      case 'help':
        return showHelp(command.topic);
    }
  }

  const told = (what: 'stopped' | 'paused' | 'resumed' | 'skipped' | 'repeated'): Reply =>
    toOne(viewText(say(`told.${what}.title`), say(`told.${what}.text`)));
  const help = () => platform.writeCommand('help');
  const yesTo = (option: string) => (platform.platform === 'discord' ? `${option}:True` : `${option}=yes`);
  const addSchedule = () =>
    platform.writeCommand('schedule add', `weekly monday 18:00 ${domains()[0] ?? 'backend'} mid`);

  /** The session that is meant here. Throws `wrong_state` when there is none. */
  async function running(from: Happened): Promise<Session> {
    const session = await meant.ofCommand(from);
    if (session) return session;
    throw new CoachError('wrong_state', 'fault.nothing-running', { start: start() });
  }

  function showHelp(topic: string | undefined): Reply {
    const view = viewHelp(wording, platform, topic, {
      'interview start': start(),
      'schedule add': addSchedule(),
    });
    const buttons = [
      ...(topic === 'practice'
        ? [
            {
              action: 'practise-weak',
              label: say('button.practise-weak'),
              about: '',
              style: 'primary',
            } as const,
          ]
        : []),
      ...(topic === 'practice' || topic === 'interview'
        ? [{ action: 'setup', label: say('button.setup'), about: '' } as const]
        : []),
    ];
    return toOne(view, platform.can.dialogText === null ? [] : buttons);
  }

  async function showProgress(member: string | undefined, person: Actor): Promise<Reply> {
    if (member === undefined || member === person.userId) {
      const overview = await progress.overview(person);
      return { ...toOne(viewProgress(wording, overview)), files: await drawProgress(overview) };
    }
    const other: Actor = { tenant: person.tenant, userId: member };
    const name = personMark(member);
    const { sharesProgress } = await progress.preferences(other);
    if (!sharesProgress) {
      const share = platform.writeCommand('preferences', yesTo('share'));
      throw new CoachError('not_allowed', 'fault.progress-not-shared', { person: name, share });
    }
    // What they did elsewhere is none of this place's business.
    const overview = await progress.overview(other, { within: person.tenant });
    return { ...toOne(viewProgress(wording, overview, name)), files: await drawProgress(overview) };
  }

  /** Trend, skills and calendar as pictures, once there is something to see in them. */
  async function drawProgress(overview: ProgressOverview): Promise<MessageFile[]> {
    return overview.overall.points.length < 2 ? [] : await drawOverview(wording, overview, now());
  }

  async function mustManage(person: Actor): Promise<void> {
    if (!(await platform.manages(person))) throw new CoachError('not_allowed', 'fault.not-manager');
  }

  return {
    run,
    read(given) {
      const words = 'words' in given ? given.words.trim() : given.name;
      const command =
        'words' in given ? parseCommand(words, domains()) : commandFrom(given.name, given.options, domains());
      if (command) return command;
      throw new CoachError('bad_input', 'fault.unknown-command', { given: words.slice(0, 80), help: help() });
    },
  };
}

const wantedIn = ({
  round,
  manner,
}: Extract<Command, { name: 'prepare' }>): Parameters<Preparing['open']>[1] => ({
  ...(round && { round }),
  ...(manner && { manner }),
});
