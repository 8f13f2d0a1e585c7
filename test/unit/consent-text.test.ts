import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sayConsent } from '../../src/bots/discord/voice/consent-text.ts';
import { consent, consentTextVersion } from '../../src/wording/en/consent.ts';
import { englishWording } from '../../src/wording/wording.ts';

/** The text that each version stands for. A version never gets another text: a changed text gets a version of its own. */
const digests: Record<string, string> = {
  '2026-11-27': 'eea661f3b9926d0d3ae432839ffbac1f4e080c2f462502308dbe76a70f682cc0',
  '2026-11-28': 'a112fa871f778ab4d329d8af9d6072b0b5621d24c5162199e1740e9499179427',
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
      remote: false,
      advised: false,
      keepsSound: false,
    };
    const plain = sayConsent(here, englishWording);
    expect(plain).toContain('on the machine that runs me');
    expect(plain).not.toMatch(/role|speech server|language model|chose to keep/);
    const other = sayConsent(
      { ...here, role: 'Recorded', remote: true, advised: true, keepsSound: true },
      englishWording,
    );
    expect(other).toMatch(/role Recorded.*speech server.*unless you chose to keep yours.*language model/);
    expect(other).not.toContain('on the machine');
  });
});
