import { z } from 'zod';
import type { Actor, TenantId } from '../domain.ts';
import { CoachError } from '../errors.ts';
import { addAuditEntry } from '../store/audit-entries.ts';
import { lockName } from '../store/locks.ts';
import { saveSetting, settingsOf } from '../store/settings.ts';
import type { Store } from '../store/store.ts';
import { isTimeZone } from './progress/local-time.ts';

const flag = z.enum(['0', '1']).transform((value) => value === '1');

/** What the people who manage a server or workspace may set; `null` is the default. */
const shape = {
  /** BCP 47 code of the speech. */
  language: z
    .string()
    .regex(/^(auto|[a-z]{2,3})$/)
    .nullable(),
  /** Everyone with this role has agreed to be heard. */
  consentRole: z.string().nullable(),
  /** Where interviews are posted, whatever channel they were started in. */
  channel: z.string().nullable(),
  /** Days that transcripts and evaluations are kept. */
  retentionDays: z.coerce.number().int().min(0).max(3650).nullable(),
  /** Feedback is posted in the channel unless somebody asks for a private interview. */
  publicResults: flag.nullable(),
  /** The time zone in which leaderboards and planned practices count days. */
  timeZone: z.string().refine(isTimeZone, 'must be a time zone such as Europe/Berlin').nullable(),
  /** Questions are also spoken, if a local voice is installed. */
  speakQuestions: flag.nullable(),
  /** The name of a voice; null lets the language choose. */
  voice: z
    .string()
    .regex(/^[\w.-]{1,60}$/)
    .nullable(),
  /** How fast questions are spoken, in percent of the voice's usual pace. */
  speechRate: z.coerce.number().int().min(50).max(200).nullable(),
};
const schema = z.object(shape);
export type TenantSettings = z.output<typeof schema>;
export type TenantSettingName = keyof typeof shape;

export type TenantSettingsDesk = {
  read(tenant: TenantId): Promise<TenantSettings>;
  /**
   * Throws for a value that does not fit; null resets a setting to its default. `by`: who changes it, for the audit
   * log.
   */
  save(tenant: TenantId, name: TenantSettingName, value: string | null, by?: Actor): Promise<void>;
};

export function createTenantSettings({ store, now }: { store: Store; now: () => Date }): TenantSettingsDesk {
  return {
    async read(tenant) {
      const stored = await settingsOf(store.db, tenant);
      const value = (name: TenantSettingName) => stored.get(name) ?? null;
      return schema.parse({
        language: value('language'),
        consentRole: value('consentRole'),
        channel: value('channel'),
        retentionDays: value('retentionDays'),
        publicResults: value('publicResults'),
        speakQuestions: value('speakQuestions'),
        voice: value('voice'),
        speechRate: value('speechRate'),
        timeZone: value('timeZone'),
      });
    },
    async save(tenant, name, value, by) {
      shape[name].parse(value);
      // On Discord the @everyone role has the id of the server: being there does not mean having agreed.
      if (name === 'consentRole' && tenant === `discord:${value}`)
        throw new CoachError('bad_input', 'fault.consent-role-everyone');
      await store.transaction(async (trx) => {
        await lockName(trx, `settings:${tenant}`);
        const from = (await settingsOf(trx, tenant)).get(name) ?? null;
        await saveSetting(trx, { tenant, name, value }, now().toISOString());
        const change = { from, to: value };
        if (by && from !== value)
          await addAuditEntry(trx, by, { action: 'setting-changed', subject: name, change }, now());
      });
    },
  };
}
