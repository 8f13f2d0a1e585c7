/** `/settings`: what the people who manage a server may set. */
import { type ChatInputCommandInteraction, PermissionFlagsBits } from 'discord.js';
import { z } from 'zod';
import type { TenantSettings } from '../../../pipeline/tenant-settings.ts';
import type { View } from '../../view.ts';
import { settingOptions } from '../commands/definitions.ts';
import { type Desk, tenantOf } from '../desk.ts';
import { badInput, notAllowed } from '../faults.ts';

type OptionName = keyof typeof settingOptions;
const optionNames = Object.keys(settingOptions) as OptionName[];

/** What fits where Discord lets people write what they like. */
const fitting: Partial<Record<OptionName, string>> = {
  language: 'a language is auto or a code such as en',
  'time-zone': 'give one such as Europe/Berlin or America/New_York',
};

/** Saves what was given and shows all of it. Throws `not_allowed` for people who do not manage the server. */
export async function changeSettings(desk: Desk, interaction: ChatInputCommandInteraction): Promise<View> {
  const { tenantSettings } = desk.context;
  if (!interaction.guildId || !interaction.memberPermissions?.has(PermissionFlagsBits.ManageGuild))
    throw notAllowed('Only people with “Manage Server” may change my settings.');
  const tenant = tenantOf(interaction.guildId);
  const reset = optionNames.find((name) => name === interaction.options.getString('reset'));
  if (reset) await tenantSettings.save(tenant, settingOptions[reset], null);
  for (const name of optionNames) {
    const value = interaction.options.get(name)?.value;
    if (value === undefined) continue;
    try {
      await tenantSettings.save(
        tenant,
        settingOptions[name],
        typeof value === 'boolean' ? String(Number(value)) : String(value),
      );
    } catch (error) {
      if (error instanceof z.ZodError)
        throw badInput(
          `“${String(value).slice(0, 40)}” does not fit ${name}; ${fitting[name] ?? 'choose another'}.`,
        );
      throw error;
    }
  }
  return viewSettings(await tenantSettings.read(tenant), interaction);
}

function viewSettings(settings: TenantSettings, interaction: ChatInputCommandInteraction): View {
  const role =
    settings.consentRole === null ? null : interaction.guild?.roles.cache.get(settings.consentRole)?.name;
  const channel =
    settings.channel === null ? null : interaction.guild?.channels.cache.get(settings.channel)?.name;
  const lines = [
    `Language: ${settings.language ?? 'as the owner of this bot set it'}`,
    `Consent role: ${settings.consentRole === null ? 'none; everybody is asked' : (role ?? 'a role that is gone')}`,
    `Channel for interviews: ${settings.channel === null ? 'where they are started' : `#${channel ?? 'a channel that is gone'}`}`,
    `Kept for: ${settings.retentionDays === null ? 'as the owner of this bot set it' : `${settings.retentionDays} days`}`,
    `Feedback: ${settings.publicResults ? 'in the channel, unless somebody asks for a private interview' : 'in private, unless somebody asks for a public interview'}`,
    `Time zone: ${settings.timeZone ?? 'as the owner of this bot set it'}`,
    `Questions: ${settings.speakQuestions ? 'written, and spoken where espeak-ng is installed and I may speak' : 'written'}`,
  ];
  return {
    title: 'How I work in this server',
    meta: [],
    blocks: [{ type: 'points', title: 'Settings', points: lines.map((text) => ({ mark: 'info', text })) }],
    actions: [],
  };
}
