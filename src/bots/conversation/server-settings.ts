/** `/settings`: what people who manage a server or workspace can set. */

import { z } from 'zod';
import type { Actor } from '../../domain.ts';
import { CoachError } from '../../errors.ts';
import type { TenantSettingName, TenantSettingsDesk } from '../../pipeline/tenant-settings.ts';
import type { Wording } from '../../wording/wording.ts';
import type { ChatPlatform } from '../platform.ts';
import type { View } from '../view.ts';

export type ServerSettings = {
  /**
   * Saves the given settings and shows all of them. Throws `not_allowed` for people who do not manage the
   * place.
   */
  change(person: Actor, changes: Readonly<Record<string, string>>): Promise<View>;
};

const names = {
  language: 'language',
  'consent-role': 'consentRole',
  channel: 'channel',
  'retention-days': 'retentionDays',
  'public-results': 'publicResults',
  'speak-questions': 'speakQuestions',
  voice: 'voice',
  'speech-rate': 'speechRate',
  'time-zone': 'timeZone',
} as const satisfies Record<string, TenantSettingName>;
type OptionName = keyof typeof names;
const isOption = (name: string): name is OptionName => name in names;

export function createServerSettings({
  platform,
  tenantSettings,
  wording,
}: {
  platform: ChatPlatform;
  tenantSettings: TenantSettingsDesk;
  wording: Wording;
}): ServerSettings {
  const { say } = wording;

  async function save(person: Actor, option: OptionName, value: string | null): Promise<void> {
    try {
      await tenantSettings.save(person.tenant, names[option], value, person);
    } catch (error) {
      if (!(error instanceof z.ZodError)) throw error;
      const given = (value ?? '').slice(0, 40);
      throw new CoachError('bad_input', 'fault.setting-does-not-fit', { option, given });
    }
  }

  async function view({ tenant }: Actor): Promise<View> {
    const settings = await tenantSettings.read(tenant);
    const channel = settings.channel === null ? null : await platform.channelName(settings.channel);
    const role =
      settings.consentRole === null ? null : await platform.roleName?.(tenant, settings.consentRole);
    const lines = [
      settings.language === null
        ? say('settings.language-default')
        : say('settings.language', { language: settings.language }),
      ...(platform.can.has('settings.consent-role')
        ? [
            settings.consentRole === null
              ? say('settings.consent-role-none')
              : say('settings.consent-role', { role: role ?? say('settings.gone-role') }),
          ]
        : []),
      channel === null ? say('settings.channel-none') : say('settings.channel', { channel }),
      settings.retentionDays === null
        ? say('settings.retention-default')
        : say('settings.retention', { days: settings.retentionDays }),
      say(settings.publicResults ? 'settings.public' : 'settings.private'),
      settings.timeZone === null
        ? say('settings.time-zone-default')
        : say('settings.time-zone', { zone: settings.timeZone }),
      ...(platform.can.has('settings.speak-questions')
        ? [
            say(settings.speakQuestions ? 'settings.spoken' : 'settings.written'),
            settings.voice === null
              ? say('settings.voice-default')
              : say('settings.voice', { voice: settings.voice }),
            say('settings.speech-rate', { percent: settings.speechRate ?? 100 }),
          ]
        : []),
    ];
    return {
      title: say('settings.title'),
      meta: [],
      blocks: [
        {
          type: 'points',
          title: say('settings.list'),
          points: lines.map((text) => ({ mark: 'info', text })),
        },
      ],
    };
  }

  return {
    async change(person, changes) {
      if (!(await platform.manages(person)))
        throw new CoachError('not_allowed', 'fault.settings-not-manager');
      const { reset, ...values } = changes;
      if (reset !== undefined && isOption(reset)) await save(person, reset, null);
      for (const [option, value] of Object.entries(values))
        if (isOption(option)) await save(person, option, value);
      return await view(person);
    },
  };
}
