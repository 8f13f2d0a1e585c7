import type { MessageKey, Wording } from '../wording/wording.ts';

/**
 * The sentences in which commander says what is wrong with a command line, for its version that is pinned. It gives them
 * to nobody but whole and in English: the words that were given stand in quotes, and are put into our own.
 */
const sentences = [
  [/^error: unknown option '(?<given>.*)'$/, 'cli.usage.unknown-option'],
  [/^error: unknown command '(?<given>.*)'$/, 'cli.usage.unknown-command'],
  [/^error: missing required argument '(?<argument>.*)'$/, 'cli.usage.missing-argument'],
  [/^error: option '(?<option>.*)' argument missing$/, 'cli.usage.no-value'],
  [
    /^error: too many arguments.*\. Expected (?<expected>\d+) arguments? but got (?<got>\d+): .*\.$/,
    'cli.usage.too-many',
  ],
  [/^error: option '(?<option>.*?)' argument '(?<given>.*)' is invalid\. (?<why>.*)$/, 'cli.usage.invalid'],
  [/^Allowed choices are (?<choices>.*)\.$/, 'cli.usage.choices'],
  [/^\(Did you mean (?:one of )?(?<meant>.*)\?\)$/, 'cli.usage.meant'],
] as const satisfies readonly (readonly [RegExp, MessageKey])[];

/** What commander says of wrong usage, line by line in the program's language. */
export const wordUsage = (text: string, wording: Wording): string =>
  text
    .split('\n')
    .map((line) => wordLine(line, wording))
    .join('\n');

function wordLine(line: string, wording: Wording): string {
  for (const [pattern, key] of sentences) {
    const groups = pattern.exec(line)?.groups;
    if (!groups) continue;
    const {
      given = '',
      argument = '',
      option = '',
      expected = '',
      got = '',
      choices = '',
      meant = '',
    } = groups;
    const why = wordLine(groups.why ?? '', wording);
    return wording.say(key, {
      ...{ given, argument, option, choices, meant, why },
      ...{ expected: Number(expected), got: Number(got) },
    });
  }
  return line;
}
