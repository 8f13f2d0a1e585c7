import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Consents, createConsents } from '../../src/pipeline/privacy/consent.ts';
import { createTenantSettings } from '../../src/pipeline/tenant-settings.ts';
import { openSqlite } from '../../src/store/sqlite/open-sqlite.ts';
import type { Store } from '../../src/store/store.ts';

const actor = { tenant: 'discord:1', userId: 'ada' } as const;

describe('consent', () => {
  let store: Store;
  let consents: Consents;
  beforeEach(() => {
    store = openSqlite('sqlite::memory:');
    consents = createConsents({
      store,
      now: () => new Date('2026-11-23T10:00:00Z'),
      textVersion: '1',
    });
  });
  afterEach(() => store.close());

  it('is there from the moment it is given until it is taken back, in that server alone', async () => {
    expect(await consents.has(actor, 'voice')).toBe(false);
    await consents.grant(actor, 'voice');
    await consents.grant(actor, 'voice');
    expect(await consents.has(actor, 'voice')).toBe(true);
    expect(await consents.has({ ...actor, tenant: 'discord:2' }, 'voice')).toBe(false);
    expect(await consents.revoke(actor, 'voice')).toBe(true);
    expect(await consents.has(actor, 'voice')).toBe(false);
    expect(await consents.revoke(actor, 'voice')).toBe(false);
  });

  it('is kept with its time and wording, also after it was taken back', async () => {
    await consents.grant(actor, 'voice');
    await consents.revoke(actor, 'voice');
    expect(await consents.list(actor)).toEqual([
      {
        scope: 'voice',
        textVersion: expect.stringMatching(/\d/),
        grantedAt: '2026-11-23T10:00:00.000Z',
        revokedAt: '2026-11-23T10:00:00.000Z',
      },
    ]);
  });

  it('is decided by what a person said themselves, by a role only while they have said nothing', async () => {
    const hearing = (holdsConsentRole: boolean) => consents.hearing(actor, { holdsConsentRole });
    expect(await hearing(false)).toBe('unasked');
    expect(await hearing(true)).toBe('through-role');
    expect(await consents.revoke(actor, 'voice')).toBe(false);
    expect(await hearing(true)).toBe('refused');
    await consents.grant(actor, 'voice');
    expect(await hearing(false)).toBe('agreed');
    expect(await consents.revoke(actor, 'voice')).toBe(true);
    expect(await hearing(true)).toBe('refused');
  });

  it('is never the role of everybody in a server', async () => {
    const settings = createTenantSettings({ store, now: () => new Date() });
    await expect(settings.save('discord:1', 'consentRole', '1')).rejects.toMatchObject({
      fault: 'fault.consent-role-everyone',
    });
    await settings.save('discord:1', 'consentRole', '2');
    expect((await settings.read('discord:1')).consentRole).toBe('2');
  });

  it('keeps the settings of each server apart and refuses what does not fit', async () => {
    const settings = createTenantSettings({ store, now: () => new Date() });
    await settings.save('discord:1', 'publicResults', '1');
    await settings.save('discord:1', 'language', 'de');
    expect(await settings.read('discord:1')).toMatchObject({
      publicResults: true,
      language: 'de',
      channel: null,
    });
    expect(await settings.read('discord:2')).toMatchObject({ publicResults: null, language: null });
    await settings.save('discord:1', 'language', null);
    expect((await settings.read('discord:1')).language).toBeNull();
    await expect(settings.save('discord:1', 'retentionDays', 'soon')).rejects.toThrow();
  });
});
