import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sayConsent } from '../../src/bots/discord/voice/consent-text.ts';
import { consent, consentTextVersion } from '../../src/wording/en/consent.ts';
import { englishWording } from '../../src/wording/wording.ts';

/** The text that each version stands for. A version never gets another text: a changed text gets a version of its own. */
const digests: Record<string, string> = {
  '2026-11-27': 'eea661f3b9926d0d3ae432839ffbac1f4e080c2f462502308dbe76a70f682cc0',
  '2026-11-28': 'a112fa871f778ab4d329d8af9d6072b0b5621d24c5162199e1740e9499179427',
  '2026-11-28.2': 'ca5544c0f11f7dd38ab16f6bfb341dac482afe4dd6d67eaa06448ffb69c62321',
};

describe('the text of consent', () => {
  it('has a new version whenever it changes', () => {
    const digest = createHash('sha256').update(JSON.stringify(consent)).digest('hex');
    expect(digest).toBe(digests[consentTextVersion]);
  });

  it('says what really hears: a role, a speech server, a language model, sound that is kept', () => {
    const session = { style: 'everyone', ownerUserId: '1' } as const;
    const here = {
      session,
      channelName: 'Interview',
      role: null,
      heard: 'here' as const,
      advised: false,
      keepsSound: false,
    };
    const plain = sayConsent(here, englishWording);
    expect(plain).toContain('on the machine that runs me');
    expect(plain).not.toMatch(/role|speech server|language model|chose to keep/);
    const shared = sayConsent({ ...here, heard: 'elsewhere' }, englishWording);
    expect(shared).toContain('on machines that the owner of this bot chose');
    const other = sayConsent(
      { ...here, role: 'Recorded', heard: 'remote', advised: true, keepsSound: true },
      englishWording,
    );
    expect(other).toMatch(/role Recorded.*speech server.*unless you chose to keep yours.*language model/);
    expect(other).not.toContain('on the machine');
  });
});
