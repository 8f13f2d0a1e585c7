/** Commands as people type them on Discord: clickable, with named options. */
import { type CommandSpec, commandSpecs, fullName, type OptionSpec } from '../../command-specs.ts';
import { commandMark } from '../text.ts';

/** `words`: as typed elsewhere: `backend mid`, `leaderboard=yes`. */
export function writeCommand(name: string, words = '', ids: ReadonlyMap<string, string>): string {
  const command = commandMark(name, ids.get(name.split(' ')[0] ?? ''));
  const spec = commandSpecs.find((one) => fullName(one) === name);
  const options = spec === undefined || words === '' ? words : nameOptions(spec, words.split(/\s+/));
  return options === '' ? command : `${command} ${options}`;
}

/**
 * Pairs each word with the option that it fits; a word that fits none belongs to the first free-text option.
 */
function nameOptions({ options }: CommandSpec, words: readonly string[]): string {
  const given = new Map<OptionSpec, string[]>();
  const put = (option: OptionSpec | undefined, word: string) => {
    if (option) given.set(option, [...(given.get(option) ?? []), word]);
  };
  const isFree = (option: OptionSpec) => !given.has(option);
  const loose = words.filter((word) => {
    const [, key, value = word] = /^([a-z-]+)[=:](.*)$/.exec(word) ?? [];
    const option =
      options.find(({ name }) => name === key) ?? options.find(({ choices }) => choices?.includes(word));
    put(option, option?.name === key ? value : word);
    return option === undefined;
  });
  const domain = options.find(({ type, required }) => type === 'domain' && required);
  const text = options.find((option) => option.type === 'text' && !option.choices && option.required);
  const last = domain && isFree(domain) ? loose.findLast((word) => !/^\d/.test(word)) : undefined;
  if (last !== undefined) put(domain, last);
  for (const word of loose.filter((one) => one !== last)) {
    const number = /^\d+$/.test(word)
      ? options.find((one) => one.type === 'number' && isFree(one))
      : undefined;
    put(text ?? number ?? options.find(isFree), word);
  }
  return options
    .filter((option) => given.has(option))
    .map((option) => `${option.name}:${sayValue(option, given.get(option) ?? [])}`)
    .join(' ');
}

const sayValue = ({ type }: OptionSpec, words: readonly string[]): string =>
  type === 'flag' ? (/^(no|false|off)$/.test(words.join()) ? 'False' : 'True') : words.join(' ');
