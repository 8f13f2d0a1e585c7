/** Every command that the platform has, with what it does. */
import type { MessageKey, Wording } from '../../wording/wording.ts';
import { type CommandSpec, commandKey, commandSpecs, fullName } from '../command-specs.ts';
import type { ChatPlatform } from '../platform.ts';
import { type Block, type View, viewText } from '../view.ts';

/**
 * Titles of the help, with the first words of the commands under each: short enough that no platform cuts a
 * list.
 */
const sections = [
  { key: 'help.practise', names: ['interview', 'score', 'mic-test'] },
  { key: 'help.alone', names: ['practice'] },
  { key: 'help.prepare', names: ['prepare', 'plans', 'stories'] },
  { key: 'help.see', names: ['progress', 'history', 'leaderboard'] },
  { key: 'help.plan', names: ['schedule'] },
  { key: 'help.together', names: ['pair'] },
  { key: 'help.kept', names: ['privacy', 'preferences', 'link'] },
] as const satisfies readonly { key: MessageKey; names: readonly string[] }[];

/** `topic`: only the commands that begin with this word. `examples`: how some of them are typed, by their names. */
export function viewHelp(
  wording: Wording,
  { can, writeCommand }: Pick<ChatPlatform, 'can' | 'writeCommand'>,
  topic?: string,
  examples: Readonly<Record<string, string>> = {},
): View {
  const { say } = wording;
  const specs = commandSpecs.filter((spec) => can.has(fullName(spec)));
  const listOf = (title: string, listed: readonly CommandSpec[]): Block => ({
    type: 'points',
    title,
    points: listed.map((spec) => ({
      mark: 'info',
      text: say('help.command', { command: writeCommand(fullName(spec)), does: say(commandKey(spec)) }),
    })),
  });
  const about = specs.filter(({ name }) => name === topic);
  if (topic !== undefined && about.length > 0) {
    const shown = about.flatMap((spec) => examples[fullName(spec)] ?? []);
    return {
      title: say('help.topic', { topic }),
      meta: [],
      blocks: [
        listOf('', about),
        ...shown.map((example): Block => ({ type: 'text', text: say('help.example', { example }) })),
      ],
    };
  }
  const sorted = new Set<string>(sections.flatMap(({ names }) => [...names]));
  const parts = [
    ...sections.map(({ key, names }) => ({
      title: say(key),
      specs: specs.filter(({ name }) => names.some((one) => one === name)),
    })),
    { title: say('help.more'), specs: specs.filter(({ name }) => !sorted.has(name)) },
  ];
  return {
    ...viewText(say('help.title'), ''),
    blocks: [
      { type: 'text', text: say('help.text') },
      ...parts.flatMap((part) => (part.specs.length === 0 ? [] : [listOf(part.title, part.specs)])),
      { type: 'text', text: say('help.words') },
    ],
  };
}
