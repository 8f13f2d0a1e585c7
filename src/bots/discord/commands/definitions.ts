/** The commands as Discord registers them: described once for all platforms, plus what only Discord has. */
import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ChannelType,
  InteractionContextType,
  PermissionFlagsBits,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';
import { englishWording } from '../../../wording/wording.ts';
import {
  type CommandSpec,
  commandKey,
  commandSpecs,
  type OptionSpec,
  optionKey,
} from '../../command-specs.ts';
import { german } from './locales/de.ts';
import { english } from './locales/en.ts';
import { spanish } from './locales/es.ts';
import { french } from './locales/fr.ts';

const locales = [english, german, spanish, french];
export const scoreThisAnswer = 'Score this answer';
/** Only where people manage the server, or speak. */
const guildOnly = new Set(['settings', 'leaderboard', 'schedule', 'mic-test']);

type Json = Record<string, unknown>;

export function commandDefinitions(): RESTPostAPIApplicationCommandsJSONBody[] {
  const names = [...new Set(commandSpecs.map((spec) => spec.name))].filter((name) => name !== 'settings');
  const definitions: Json[] = [
    ...names.map((name) =>
      chatCommand(
        name,
        commandSpecs.filter((spec) => spec.name === name),
      ),
    ),
    settingsCommand(),
    {
      type: ApplicationCommandType.Message,
      name: scoreThisAnswer,
      name_localizations: namesOf(scoreThisAnswer),
      contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
    },
  ];
  return definitions as unknown as RESTPostAPIApplicationCommandsJSONBody[];
}

function chatCommand(name: string, specs: readonly CommandSpec[]): Json {
  const [only] = specs;
  const grouped = specs.some((spec) => spec.subcommand !== undefined);
  return {
    type: ApplicationCommandType.ChatInput,
    ...described(
      name,
      name,
      grouped || !only ? (english.descriptions[name] ?? name) : englishWording.say(commandKey(only)),
    ),
    contexts: guildOnly.has(name)
      ? [InteractionContextType.Guild]
      : [InteractionContextType.Guild, InteractionContextType.BotDM],
    options: grouped
      ? specs.map((spec) => ({
          type: ApplicationCommandOptionType.Subcommand,
          ...described(
            `${name} ${spec.subcommand}`,
            spec.subcommand ?? name,
            englishWording.say(commandKey(spec)),
          ),
          options: optionsOf(`${name} ${spec.subcommand}`, spec),
        }))
      : only
        ? optionsOf(name, only)
        : [],
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
};

/** Discord wants what is required first. */
const optionsOf = (command: string, spec: CommandSpec): Json[] =>
  [...spec.options]
    .sort((a, b) => Number(b.required ?? false) - Number(a.required ?? false))
    .map((option) => ({
      type: optionTypes[option.type],
      name: option.name,
      description: englishWording.say(optionKey(spec, option)),
      description_localizations: descriptionsOf(`${command}.${option.name}`),
      ...(option.required ? { required: true } : {}),
      ...(option.choices
        ? { choices: option.choices.map((choice) => ({ name: choice, value: choice })) }
        : {}),
      ...(option.type === 'domain' ? { autocomplete: true } : {}),
      ...(option.min === undefined ? {} : { min_value: option.min }),
      ...(option.max === undefined ? {} : { max_value: option.max }),
    }));

export const settingOptions = {
  language: 'language',
  'consent-role': 'consentRole',
  channel: 'channel',
  'retention-days': 'retentionDays',
  'public-results': 'publicResults',
  'speak-questions': 'speakQuestions',
  'time-zone': 'timeZone',
} as const;

function settingsCommand(): Json {
  const option = (name: string, type: ApplicationCommandOptionType, more: Json = {}): Json => ({
    type,
    name,
    description: english.descriptions[`settings.${name}`],
    description_localizations: descriptionsOf(`settings.${name}`),
    ...more,
  });
  return {
    type: ApplicationCommandType.ChatInput,
    ...described('settings', 'settings', english.descriptions.settings ?? ''),
    default_member_permissions: String(PermissionFlagsBits.ManageGuild),
    contexts: [InteractionContextType.Guild],
    options: [
      option('language', ApplicationCommandOptionType.String, { max_length: 4 }),
      option('consent-role', ApplicationCommandOptionType.Role),
      option('channel', ApplicationCommandOptionType.Channel, { channel_types: [ChannelType.GuildText] }),
      option('retention-days', ApplicationCommandOptionType.Integer, { min_value: 0, max_value: 3650 }),
      option('public-results', ApplicationCommandOptionType.Boolean),
      option('speak-questions', ApplicationCommandOptionType.Boolean),
      option('time-zone', ApplicationCommandOptionType.String, { max_length: 40 }),
      option('reset', ApplicationCommandOptionType.String, {
        choices: Object.keys(settingOptions).map((name) => ({ name, value: name })),
      }),
    ],
  };
}

const described = (key: string, name: string, description: string): Json => ({
  name,
  name_localizations: namesOf(key),
  description,
  description_localizations: descriptionsOf(key),
});

const namesOf = (key: string) => translations((locale) => locale.names[key]);
const descriptionsOf = (key: string) => translations((locale) => locale.descriptions[key]);

function translations(read: (locale: (typeof locales)[number]) => string | undefined): Json | null {
  const found = locales.flatMap((locale) => {
    const text = read(locale);
    return text === undefined ? [] : locale.codes.map((code) => [code, text] as const);
  });
  return found.length === 0 ? null : Object.fromEntries(found);
}
