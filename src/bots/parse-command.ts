/** Commands that are typed as words. */
import { levels } from '../domain.ts';
import { CoachError } from '../errors.ts';
import { type Command, commandFrom, type GivenOptions, type StartOptions } from './command.ts';
import { commandSpecs, fullName, modes, periods, styles } from './command-specs.ts';

/**
 * Reads a command that was typed as words: `interview start backend senior 5 voice`, `privacy show`, `schedule add
 * weekly monday 18:00 backend mid`. Words after the name may come in any order; `name=value` works for every option.
 * Gives null for words that are no command.
 */
export function parseCommand(words: string, domains: readonly string[]): Command | null {
  const [first = '', second = '', ...rest] = words.trim().replace(/^\//, '').split(/\s+/);
  const name = first.toLowerCase();
  const two = `${name} ${second.toLowerCase()}`;
  if (commandSpecs.some((spec) => fullName(spec) === two))
    return commandFrom(two, read(two, rest, domains), domains);
  if (!commandSpecs.some((spec) => fullName(spec) === name)) return null;
  return commandFrom(name, read(name, second === '' ? [] : [second, ...rest], domains), domains);
}

function read(name: string, words: string[], domains: readonly string[]): GivenOptions {
  if (name === 'interview start') return readStartWords(words, domains);
  const given: Record<string, string> = {};
  const loose: string[] = [];
  for (const word of words) {
    const at = word.indexOf('=');
    if (at > 0) given[word.slice(0, at).toLowerCase()] = word.slice(at + 1);
    else loose.push(word);
  }
  if (name === 'schedule add') return { ...readScheduleWords(loose, domains), ...given };
  const order: Record<string, readonly string[]> = {
    progress: ['member'],
    leaderboard: ['by', 'period'],
    'schedule remove': ['id'],
    'schedule snooze': ['id', 'days'],
    link: ['code'],
  };
  for (const [index, option] of (order[name] ?? []).entries()) {
    const word = loose[index];
    if (word !== undefined) given[option] ??= word;
  }
  if (name === 'leaderboard' && periods.some((period) => period === given.by?.toLowerCase()))
    return { period: given.by ?? null, by: given.period ?? null };
  return given;
}

/** The time stands first: what is no domain, level or zone belongs to it. */
function readScheduleWords(words: string[], domains: readonly string[]): Record<string, string> {
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

function readStartWords(
  words: string[],
  domains: readonly string[],
): Partial<Record<keyof StartOptions, string>> {
  const given: Partial<Record<keyof StartOptions, string>> = {};
  for (const original of words) {
    const word = original.toLowerCase();
    const [name, value] = word.includes('=') ? word.split('=', 2) : [optionOf(word, domains), word];
    if (
      name !== 'domain' &&
      name !== 'level' &&
      name !== 'questions' &&
      name !== 'mode' &&
      name !== 'style' &&
      name !== 'private'
    ) {
      throw new CoachError(
        'bad_input',
        `I do not know "${word}" here; try: /interview start backend mid 3 voice.`,
      );
    }
    given[name] = name === 'private' && value === 'private' ? 'true' : (value ?? '');
  }
  return given;
}

function optionOf(word: string, domains: readonly string[]): keyof StartOptions | null {
  if (domains.includes(word)) return 'domain';
  if (levels.some((level) => level === word)) return 'level';
  if (/^\d+$/.test(word)) return 'questions';
  if (modes.some((mode) => mode === word)) return 'mode';
  if (styles.some((style) => style === word)) return 'style';
  return word === 'private' || word === 'public' ? 'private' : null;
}
