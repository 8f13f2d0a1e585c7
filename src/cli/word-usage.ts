import type { MessageKey, Wording } from '../wording/wording.ts';

/**
 * The sentences with which commander (in the pinned version) reports a wrong command line. It offers them
 * only as whole English sentences, with the given words in quotes; we take out those words and write our own
 * sentences.
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
  [
    /^error: command-argument value '(?<given>.*?)' is invalid for argument '(?<argument>.*?)'\. (?<why>.*)$/,
    'cli.usage.invalid-argument',
  ],
  [/^Allowed choices are (?<choices>.*)\.$/, 'cli.usage.choices'],
  [/^\(Did you mean (?:one of )?(?<meant>.*)\?\)$/, 'cli.usage.meant'],
] as const satisfies readonly (readonly [RegExp, MessageKey])[];

/** What commander says about wrong usage, line by line, in the program's language. */
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
