/** Commands that are typed as words. */
import { levels, sessionAims } from '../domain.ts';
import { CoachError, isCoachError } from '../errors.ts';
import { oddOnes } from '../pipeline/pairing/match-people.ts';
import { type Command, commandFrom, type GivenOptions } from './command.ts';
import {
  type CommandSpec,
  commandSpecs,
  fullName,
  leaderboardKinds,
  modes,
  periods,
  styles,
} from './command-specs.ts';

/**
 * Reads a command that was typed as words: `interview start backend senior 5 voice`, `privacy show`,
 * `schedule add weekly monday 18:00 backend mid`. Words after the name may come in any order; `name=value`
 * and `name:value` work for every option. Returns null for words that are not a command, and throws
 * `bad_input` for a command with wrong options.
 */
export function parseCommand(words: string, domains: readonly string[]): Command | null {
  const clean = tidied(words);
  const [first = '', second = '', ...rest] = clean.split(' ');
  const name = first.toLowerCase();
  const two = `${name} ${second.toLowerCase()}`;
  const specs = commandSpecs.filter((spec) => spec.name === name);
  const [only] = specs;
  if (!only) return null;
  const found = specs.find((spec) => fullName(spec) === two);
  if (found) return commandFrom(two, read(found, rest, domains), domains);
  if (name === 'score')
    return second === '' ? { name } : { name, question: words.trim().replace(/^\/?score\s+/i, '') };
  if (name === 'help') return second === '' ? { name } : { name, topic: second.toLowerCase() };
  if (only.subcommand === undefined)
    return commandFrom(name, read(only, second === '' ? [] : [second, ...rest], domains), domains);
  if (second === '') return name === 'privacy' ? { name: 'privacy show' } : { name: 'help', topic: name };
  const known = specs.map(({ subcommand }) => subcommand ?? '').join(', ');
  throw new CoachError('bad_input', 'fault.unknown-subcommand', {
    command: name,
    given: second.slice(0, 60),
    known,
  });
}

/**
 * Reads a text written during an interview. It is a command only if all of it is one, so an answer that
 * begins with `start` or `history` stays an answer. A text that begins with a slash is always meant as a
 * command.
 */
export function parseWholeCommand(words: string, domains: readonly string[]): Command | null {
  const isMeant = /^\s*\//.test(words);
  const text = /^\s*start\b/i.test(words) ? `interview ${words}` : words;
  if (!isMeant && (text.length > 80 || /[\r\n?!]/.test(text.trim()) || !isAllKnown(tidied(text), domains)))
    return null;
  try {
    return parseCommand(text, domains);
  } catch (error) {
    if (isMeant || !isCoachError(error)) throw error;
    return null;
  }
}

function isAllKnown(words: string, domains: readonly string[]): boolean {
  const [name = '', ...rest] = words.toLowerCase().split(' ');
  const specs = commandSpecs.filter((spec) => spec.name === name);
  if (specs.length === 0 || (name === 'score' && rest.length > 0)) return false;
  if (name === 'interview' && rest.length === 0) return false;
  // A time can be written in too many ways to check: anything in its place is taken as one.
  if (name === 'schedule' && rest[0] === 'add') return true;
  if (name === 'pair' && (rest[0] === 'join' || rest[0] === 'settings')) return true;
  const known = new Set<string>([
    ...specs.flatMap(({ subcommand, options }) => [
      ...(subcommand === undefined ? [] : [subcommand]),
      ...options.flatMap(({ choices }) => choices ?? []),
    ]),
    ...domains,
    ...(name === 'interview' ? ['private', 'public'] : []),
  ]);
  return rest.every(
    (word) => known.has(word) || /^[a-z-]+=\S+$/.test(word) || /^\d{1,2}$|^[a-z0-9]{8}$/.test(word),
  );
}

/**
 * Accepts what people paste and type: invisible characters, curly quotes, commas, a final full stop,
 * `domain:backend`.
 */
function tidied(words: string): string {
  const names = new Set(commandSpecs.flatMap(({ options }) => options.map(({ name }) => name)));
  return words
    .replace(/[\u00AD\u200B-\u200F\u2060\uFEFF]/g, '')
    .replace(/["“”„«»`]|(?<=\s|^|[=:])['‘’]|['‘’](?=\s|$|[.,])/g, '')
    .replace(/,(?=\s|$)/g, ' ')
    .replace(/\.\s*$/, '')
    .replace(/\b([A-Za-z-]+)\s*[:=]\s*(?=\S)/g, (all, name: string) =>
      names.has(name.toLowerCase()) ? `${name.toLowerCase()}=` : all,
    )
    .trim()
    .replace(/^\//, '')
    .replace(/\s+/g, ' ');
}

function read(spec: CommandSpec, words: readonly string[], domains: readonly string[]): GivenOptions {
  const given: Record<string, string> = {};
  const loose: string[] = [];
  const name = fullName(spec);
  for (const [place, word] of words.entries()) {
    if (isWith(name, word) || isWith(name, words[place - 1])) {
      if (!isWith(name, word)) given.with = word;
      continue;
    }
    const at = word.indexOf('=');
    if (at > 0) given[word.slice(0, at).toLowerCase()] = word.slice(at + 1);
    else loose.push(word);
  }
  if (name === 'schedule add') return { ...readScheduleWords(loose, domains), ...given };
  if (name === 'pair join') return readPairWords(loose, given, domains);
  if (name === 'pair settings') return readPairSettings(loose, given);
  const order = [...(looseOptions[name] ?? [])];
  for (const word of loose) {
    const option =
      optionOf(name, word.toLowerCase(), domains) ?? order.find((one) => given[one] === undefined);
    if (option === undefined) throw unknownWord(name, word);
    if (option === 'undo') given[option] = word.toLowerCase() === 'undo' ? 'yes' : word;
    else given[option] = option === 'private' ? (word.toLowerCase() === 'private' ? 'yes' : 'no') : word;
  }
  return given;
}

/** `with @sam`: the next word says who. */
const isWith = (command: string, word: string | undefined): boolean =>
  command === 'interview start' && word?.toLowerCase() === 'with';

const unknownWord = (command: string, word: string) =>
  command === 'interview start'
    ? new CoachError('bad_input', 'fault.unknown-start-word', { given: word.slice(0, 60) })
    : new CoachError('bad_input', 'fault.unknown-word', { given: word.slice(0, 60), command });

/** The meaning of words that are not a choice of any option, in this order. */
const looseOptions: Readonly<Record<string, readonly string[]>> = {
  progress: ['member'],
  'schedule remove': ['id'],
  'schedule snooze': ['id', 'days'],
  link: ['code'],
  'pair avoid': ['member', 'undo'],
  'pair pause': ['days'],
};

/** The option that has this word as a choice. */
function optionOf(name: string, word: string, domains: readonly string[]): string | undefined {
  if (name === 'leaderboard')
    return leaderboardKinds.some((kind) => kind === word)
      ? 'by'
      : periods.some((period) => period === word)
        ? 'period'
        : undefined;
  if (name !== 'interview start') return undefined;
  if (domains.includes(word)) return 'domain';
  if (levels.some((level) => level === word)) return 'level';
  if (/^\d+$/.test(word)) return 'questions';
  if (modes.some((mode) => mode === word)) return 'mode';
  if (styles.some((style) => style === word)) return 'style';
  if (sessionAims.some((aim) => aim === word)) return 'aim';
  return word === 'private' || word === 'public' ? 'private' : undefined;
}

/** The time comes first: every word that is not a domain, level or zone belongs to it. */
function readScheduleWords(words: readonly string[], domains: readonly string[]): Record<string, string> {
  const when: string[] = [];
  const given: Record<string, string> = {};
  for (const word of words) {
    const lower = word.toLowerCase();
    if (domains.includes(lower)) given.domain = lower;
    else if (levels.some((level) => level === lower)) given.level = lower;
    else if (/^[A-Z][A-Za-z]+\/[A-Za-z_/]+$|^UTC$/.test(word)) given.zone = word;
    else when.push(word);
  }
  return { ...given, ...(when.length === 0 ? {} : { when: when.join(' ') }) };
}

/** What is no domain, level or zone says when somebody is free; it may have been begun as `hours=mon`. */
function readPairWords(
  words: readonly string[],
  named: Readonly<Record<string, string>>,
  domains: readonly string[],
): GivenOptions {
  const { when, ...given } = readScheduleWords(words, domains);
  const hours = [named.hours, when].filter((part) => part !== undefined).join(' ');
  return { ...given, ...named, ...(hours === '' ? {} : { hours }) };
}

/** What is no choice of an option says when matches go out; it may have been begun as `when=weekly`. */
function readPairSettings(words: readonly string[], named: Readonly<Record<string, string>>): GivenOptions {
  const isOdd = (word: string) => oddOnes.some((one) => one === word.toLowerCase());
  const when = [named.when, ...words.filter((word) => !isOdd(word))].filter((part) => part !== undefined);
  const odd = words.find(isOdd);
  return {
    ...(odd === undefined ? {} : { odd }),
    ...named,
    ...(when.length === 0 ? {} : { when: when.join(' ') }),
  };
}
