/** The commands as Discord registers them: the shared ones, and the one in the message menu. */
import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ChannelType,
  InteractionContextType,
  PermissionFlagsBits,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';
import type { Wording } from '../../../wording/wording.ts';
import {
  type CommandSpec,
  commandKey,
  commandSpecs,
  type OptionSpec,
  optionKey,
} from '../../command-specs.ts';
import { german } from './locales/de.ts';
import { spanish } from './locales/es.ts';
import { french } from './locales/fr.ts';

const locales = [german, spanish, french];
const scoreThisAnswer = 'Score this answer';
/** These exist only on servers. */
const guildOnly = new Set(['settings', 'leaderboard', 'schedule', 'pair', 'mic-test']);
/** Shown only to people who manage the server. */
const managersOnly = new Set(['settings']);

type Json = Record<string, unknown>;

/**
 * Described in the bot's own language; Discord shows translations to people whose client uses one of those
 * languages.
 */
export function commandDefinitions(wording: Wording): RESTPostAPIApplicationCommandsJSONBody[] {
  const byName = Map.groupBy(commandSpecs, (spec) => spec.name);
  const definitions: Json[] = [
    ...[...byName].map(([name, specs]) => chatCommand(wording, name, specs)),
    {
      type: ApplicationCommandType.Message,
      name: scoreThisAnswer,
      name_localizations: namesOf(scoreThisAnswer),
      contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
    },
  ];
  return definitions as unknown as RESTPostAPIApplicationCommandsJSONBody[];
}

function chatCommand({ say }: Pick<Wording, 'say'>, name: string, specs: readonly CommandSpec[]): Json {
  const only = specs.find((spec) => spec.subcommand === undefined);
  return {
    type: ApplicationCommandType.ChatInput,
    ...described(name, name, say(only ? commandKey(only) : groupKey(name))),
    ...(managersOnly.has(name)
      ? { default_member_permissions: String(PermissionFlagsBits.ManageGuild) }
      : {}),
    contexts: guildOnly.has(name)
      ? [InteractionContextType.Guild]
      : [InteractionContextType.Guild, InteractionContextType.BotDM],
    options: only
      ? optionsOf({ say }, name, only)
      : specs.map((spec) => ({
          type: ApplicationCommandOptionType.Subcommand,
          ...described(`${name} ${spec.subcommand}`, spec.subcommand ?? name, say(commandKey(spec))),
          options: optionsOf({ say }, `${name} ${spec.subcommand}`, spec),
        })),
  };
}

const optionTypes: Record<OptionSpec['type'], ApplicationCommandOptionType> = {
  text: ApplicationCommandOptionType.String,
  domain: ApplicationCommandOptionType.String,
  number: ApplicationCommandOptionType.Integer,
  flag: ApplicationCommandOptionType.Boolean,
  person: ApplicationCommandOptionType.User,
  channel: ApplicationCommandOptionType.Channel,
  role: ApplicationCommandOptionType.Role,
  file: ApplicationCommandOptionType.Attachment,
};

/** Discord wants required options first. */
const optionsOf = ({ say }: Pick<Wording, 'say'>, command: string, spec: CommandSpec): Json[] =>
  [...spec.options]
    .sort((a, b) => Number(b.required ?? false) - Number(a.required ?? false))
    .map((option) => ({
      type: optionTypes[option.type],
      name: option.name,
      description: say(optionKey(spec, option)),
      description_localizations: descriptionsOf(`${command}.${option.name}`),
      ...(option.required ? { required: true } : {}),
      ...(option.choices
        ? { choices: option.choices.map((choice) => ({ name: choice, value: choice })) }
        : {}),
      ...(option.type === 'domain' ? { autocomplete: true } : {}),
      ...(option.type === 'channel' ? { channel_types: [ChannelType.GuildText] } : {}),
      ...(option.min === undefined ? {} : { min_value: option.min }),
      ...(option.max === undefined ? {} : { max_value: option.max }),
    }));

const described = (key: string, name: string, description: string): Json => ({
  name,
  name_localizations: namesOf(key),
  description,
  description_localizations: descriptionsOf(key),
});

const groupKey = (name: string) => `command.${name}` as ReturnType<typeof commandKey>;

const namesOf = (key: string) => translations((locale) => locale.names[key]);
const descriptionsOf = (key: string) => translations((locale) => locale.descriptions[key]);

function translations(read: (locale: (typeof locales)[number]) => string | undefined): Json | null {
  const found = locales.flatMap((locale) => {
    const text = read(locale);
    return text === undefined ? [] : locale.codes.map((code) => [code, text] as const);
  });
  return found.length === 0 ? null : Object.fromEntries(found);
}
