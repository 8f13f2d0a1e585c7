/** A command with its options, checked once for all platforms. */
import {
  type Level,
  levels,
  type SessionAim,
  type SessionMode,
  type SessionStyle,
  sessionAims,
} from '../domain.ts';
import { CoachError } from '../errors.ts';
import type { Partner } from '../pipeline/interview/interview-types.ts';
import { oddOnes } from '../pipeline/pairing/match-people.ts';
import type { PairSettingsChange } from '../pipeline/pairing/pairing-types.ts';
import type {
  LeaderboardKind,
  LeaderboardPeriod,
  PersonPreferences,
} from '../pipeline/progress/progress-types.ts';
import {
  type CommandSpec,
  commandSpecs,
  firstRoles,
  fullName,
  leaderboardKinds,
  maxQuestions,
  maxSlotMinutes,
  modes,
  type OptionSpec,
  periods,
  styles,
} from './command-specs.ts';

export type StartOptions = {
  domain: string;
  level: Level;
  questions: number;
  mode: SessionMode;
  style: SessionStyle;
  /** Left out if it was not given: then the settings of the place decide. */
  private?: boolean;
  /** Names of files; checked where the plan is made. */
  round?: string;
  manner?: string;
  aim?: SessionAim;
  /** Given, the style is `peer`. */
  partner?: Partner;
};

/** A command with its options, whatever platform it came from. */
export type Command =
  | { name: 'interview start'; options: StartOptions }
  | { name: `interview ${'stop' | 'pause' | 'skip' | 'repeat' | 'done' | 'status'}` }
  | { name: 'score'; question?: string }
  | { name: 'mic-test' }
  | { name: 'history' | `practice ${'weak' | 'warm-up' | 'week'}` | 'models' | 'plans' | 'stories' }
  | { name: 'prepare'; round?: string; manner?: string }
  /** `topic`: the first word of the commands to explain. */
  | { name: 'help'; topic?: string }
  | { name: 'leaderboard'; by: LeaderboardKind; period: LeaderboardPeriod }
  /** `member` is the id of another person on the platform. */
  | { name: 'progress'; member?: string }
  | { name: `privacy ${'show' | 'consent' | 'revoke' | 'export' | 'forget'}` }
  | { name: 'schedule add'; when: string; domain: string; level: Level; zone?: string }
  | { name: 'schedule list' }
  | { name: 'schedule remove'; id: string }
  | { name: 'schedule snooze'; id: string; days: number }
  | PairCommand
  | { name: 'preferences'; changes: Partial<PersonPreferences> }
  | { name: 'settings'; changes: Readonly<Record<string, string>> }
  | { name: 'link'; code?: string; undo?: true };

/** Taking part in practice with partners, and organising it. */
export type PairCommand =
  | { name: 'pair join'; domain: string; level: Level; hours?: string; zone?: string }
  | { name: 'pair leave' | 'pair status' | 'pair preview' | 'pair run' }
  | { name: 'pair avoid'; member: string; undo: boolean }
  | { name: 'pair pause'; days: number }
  | { name: 'pair settings'; changes: PairSettingsChange };

/** The option values of a command as a platform gives them, by option name. */
export type GivenOptions = Readonly<Record<string, string | number | boolean | null | undefined>>;

/**
 * A command from its name (`schedule add`) and options, as slash commands with named options give them.
 * Throws `bad_input` saying what would fit; returns null for a name that is not a command.
 */
export function commandFrom(name: string, given: GivenOptions, domains: readonly string[]): Command | null {
  const spec = commandSpecs.find((one) => fullName(one) === name);
  if (!spec) return null;
  refuseUnknownOptions(spec, given);
  const text = (option: string) => {
    const value = given[option];
    return value === undefined || value === null || value === '' ? undefined : String(value).trim();
  };
  const needed = (option: string) => {
    const value = text(option);
    if (value === undefined)
      throw new CoachError('bad_input', 'fault.option-needed', { command: name, option });
    return value;
  };
  switch (name) {
    case 'interview start':
      return { name, options: startOptions(given, domains) };
    case 'progress': {
      const member = text('member');
      return member === undefined ? { name } : { name, member };
    }
    case 'leaderboard':
      return {
        name,
        by: oneOf('by', text('by') ?? 'improvement', leaderboardKinds),
        period: oneOf('period', text('period') ?? 'week', periods),
      };
    case 'schedule add': {
      const zone = text('zone');
      return {
        name,
        when: needed('when'),
        domain: oneOf('domain', needed('domain'), domains),
        level: oneOf('level', text('level') ?? 'mid', levels),
        ...(zone === undefined ? {} : { zone }),
      };
    }
    case 'prepare': {
      const [round, manner] = [text('round'), text('manner')];
      return { name, ...(round && { round }), ...(manner && { manner }) };
    }
    case 'schedule remove':
      return { name, id: needed('id') };
    case 'schedule snooze':
      return { name, id: needed('id'), days: wholeNumber('days', text('days') ?? '7', { min: 1, max: 90 }) };
    case 'pair join': {
      const [hours, zone] = [text('hours'), text('zone')];
      const domain = oneOf('domain', needed('domain'), domains);
      const level = oneOf('level', needed('level'), levels);
      return { name, domain, level, ...(hours && { hours }), ...(zone && { zone }) };
    }
    case 'pair avoid':
      return { name, member: needed('member'), undo: yesOrNo('undo', text('undo') ?? 'no') };
    case 'pair pause':
      return { name, days: wholeNumber('days', needed('days'), { min: 0, max: 365 }) };
    case 'pair settings':
      return { name, changes: pairChanges(text) };
    case 'preferences':
      return { name, changes: preferenceChanges(text) };
    case 'settings':
      return {
        name,
        changes: Object.fromEntries(
          spec.options.flatMap((option) => {
            const value = text(option.name);
            return value === undefined ? [] : [[option.name, settingValue(option, value)]];
          }),
        ),
      };
    case 'link': {
      const code = text('code');
      if (code?.trim().toLowerCase() === 'undo') return { name, undo: true };
      return code === undefined ? { name } : { name, code };
    }
    default:
      return { name } as Command;
  }
}

function refuseUnknownOptions(spec: CommandSpec, given: GivenOptions): void {
  const known = spec.options.map(({ name }) => name);
  const unknown = Object.keys(given).find((name) => given[name] !== undefined && !known.includes(name));
  if (unknown === undefined) return;
  const command = fullName(spec);
  if (known.length === 0) throw new CoachError('bad_input', 'fault.no-options', { command, option: unknown });
  throw new CoachError('bad_input', 'fault.unknown-option', {
    command,
    option: unknown,
    known: known.join(', '),
  });
}

function preferenceChanges(text: (option: string) => string | undefined): Partial<PersonPreferences> {
  const changes: Partial<PersonPreferences> = {};
  const flag = (option: string) => {
    const value = text(option);
    return value === undefined ? undefined : yesOrNo(option, value);
  };
  const zone = text('zone');
  const goal = text('goal');
  const [leaderboard, share, audio] = [flag('leaderboard'), flag('share'), flag('audio')];
  if (zone !== undefined) changes.timeZone = zone;
  if (goal !== undefined) changes.weeklyGoal = wholeNumber('goal', goal, { min: 1, max: 7 });
  if (leaderboard !== undefined) changes.onLeaderboard = leaderboard;
  if (share !== undefined) changes.sharesProgress = share;
  if (audio !== undefined) changes.keepsAudio = audio;
  const [voice, rate] = [text('voice'), text('speech-rate')];
  if (voice !== undefined) changes.voice = voice.toLowerCase() === 'default' ? null : voice;
  if (rate !== undefined) {
    const percent = wholeNumber('speech-rate', rate, { min: 50, max: 200 });
    changes.speechRate = percent === 100 ? null : percent;
  }
  return changes;
}

function pairChanges(text: (option: string) => string | undefined): PairSettingsChange {
  const [when, timeZone, daysOff, channelId] = [text('when'), text('zone'), text('off'), text('channel')];
  const [preview, odd, digest, active] = [text('preview'), text('odd'), text('digest'), text('active')];
  return {
    ...(when !== undefined && { when }),
    ...(timeZone !== undefined && { timeZone }),
    ...(preview !== undefined && { previewHours: wholeNumber('preview', preview, { min: 0, max: 72 }) }),
    ...(odd !== undefined && { odd: oneOf('odd', odd, oddOnes) }),
    ...(digest !== undefined && { digest: yesOrNo('digest', digest) }),
    ...(active !== undefined && { active: yesOrNo('active', active) }),
    ...(daysOff !== undefined && { daysOff }),
    ...(channelId !== undefined && { channelId }),
  };
}

/** A value as a setting takes it: flags as `1` and `0`. */
function settingValue({ name, type, choices, min, max }: OptionSpec, value: string): string {
  if (type === 'flag') return yesOrNo(name, value) ? '1' : '0';
  if (type === 'number') return String(wholeNumber(name, value, { min: min ?? 0, max: max ?? 1_000_000 }));
  return choices === undefined ? value : oneOf(name, value, choices);
}

function oneOf<Value extends string>(option: string, value: unknown, allowed: readonly Value[]): Value {
  const found = allowed.find((candidate) => candidate === String(value).toLowerCase());
  if (found) return found;
  const [given, choices] = [String(value).slice(0, 60), allowed.join(', ')];
  throw new CoachError('bad_input', 'fault.unknown-choice', { option, given, choices });
}

function wholeNumber(option: string, value: string, { min, max }: { min: number; max: number }): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= min && number <= max) return number;
  throw new CoachError('bad_input', 'fault.number-out-of-range', { option, min, max });
}

const yes = new Set(['yes', 'true', 'on', '1']);
const no = new Set(['no', 'false', 'off', '0']);

/** Throws `bad_input` for every other word: nobody agrees to anything by mistake. */
function yesOrNo(option: string, value: string | number | boolean): boolean {
  const word = String(value).toLowerCase();
  if (yes.has(word)) return true;
  if (no.has(word)) return false;
  throw new CoachError('bad_input', 'fault.unknown-choice', {
    option,
    given: word.slice(0, 60),
    choices: 'yes, no',
  });
}

/** Checks the options of `interview start` from any platform. Throws `bad_input` saying what would fit. */
export function startOptions(given: GivenOptions, domains: readonly string[]): StartOptions {
  const isGiven = (value: GivenOptions[string]) => value !== undefined && value !== null && value !== '';
  const partner = isGiven(given.with) ? partnerFrom(given) : undefined;
  const alone = ['role', 'partner-level', 'minutes'].find((option) => isGiven(given[option]));
  if (partner ? isGiven(given.style) : alone !== undefined)
    throw new CoachError('bad_input', 'fault.peer-needs-two');
  return {
    domain: oneOf('domain', given.domain ?? domains[0] ?? '', domains),
    level: oneOf('level', given.level ?? 'mid', levels),
    questions: wholeNumber('questions', String(given.questions ?? 3), { min: 1, max: maxQuestions }),
    mode: oneOf('mode', given.mode ?? 'text', modes),
    style: isGiven(given.with) ? 'peer' : oneOf('style', given.style ?? 'solo', styles),
    ...(partner ? { partner } : {}),
    ...(isGiven(given.round) ? { round: String(given.round) } : {}),
    ...(isGiven(given.manner) ? { manner: String(given.manner) } : {}),
    ...(isGiven(given.aim) ? { aim: oneOf('aim', given.aim, sessionAims) } : {}),
    ...(isGiven(given.private) ? { private: yesOrNo('private', given.private ?? true) } : {}),
  };
}

/** The person is an id of the platform: other words cannot be found. */
function partnerFrom({ with: whom, role, minutes, ...given }: GivenOptions): Partner {
  const userId = String(whom);
  if (!/^(?:\d+|[UW][A-Z0-9]+)$/.test(userId))
    throw new CoachError('bad_input', 'fault.peer-no-person', { given: userId.slice(0, 60) });
  const begins = oneOf('role', role ?? 'candidate', firstRoles);
  const level = given['partner-level'];
  const slotMinutes =
    minutes === undefined || minutes === null
      ? undefined
      : wholeNumber('minutes', String(minutes), { min: 1, max: maxSlotMinutes });
  return {
    userId,
    begins: begins === 'candidate' ? 'interviewer' : 'candidate',
    ...(level === undefined || level === null ? {} : { level: oneOf('partner-level', level, levels) }),
    ...(slotMinutes === undefined ? {} : { slotMinutes }),
  };
}
