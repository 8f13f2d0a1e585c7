import { expect, it } from 'vitest';
import { createShowLetter } from '../../../src/bots/conversation/pair-letters.ts';
import type { ChatPlatform } from '../../../src/bots/platform.ts';
import { silentLog } from '../../../src/log.ts';
import type { PairMatch } from '../../../src/pipeline/pairing/pairing-types.ts';
import { englishWording } from '../../../src/wording/wording.ts';

const tenant = 'slack:T1';
const direct = { tenant, platform: 'slack', channelId: 'D1', direct: true } as const;
const partner = { domain: 'cooking', level: 'mid', answer: null } as const;
const match: PairMatch = {
  id: '0f0f0f0f-1111',
  tenant,
  startsAt: '2026-03-03T09:00:00.000Z',
  moves: 0,
  isOff: false,
  room: null,
  partners: [
    { userId: 'ann', ...partner },
    { userId: 'ben', ...partner },
  ],
};

/** A platform where files are uploaded beside messages, and one of the same name is found again. */
function shown() {
  const files = new Map<string, string>();
  const uploads: string[] = [];
  const platform = {
    writeCommand: (name: string) => `/${name}`,
    nameOf: async ({ userId }: { userId: string }) => userId,
    privatePlace: async () => direct,
    sendPrivately: async () => ({ channelId: 'D1', messageId: '1' }),
    upload: async (
      _: unknown,
      { name, bytes }: { name: string; bytes: Uint8Array },
      once = { mayExist: false },
    ) => {
      uploads.push(name);
      if (!once.mayExist || !files.has(name)) files.set(name, new TextDecoder().decode(bytes));
      return { channelId: '', messageId: name };
    },
  } as unknown as ChatPlatform;
  const show = createShowLetter({
    platform,
    posts: { add: async () => true },
    wording: englishWording,
    log: silentLog(),
    now: () => new Date('2026-03-02T09:00:00.000Z'),
  });
  const tell = (kind: 'match' | 'moved' | 'called-off', mayExist: boolean, about: Partial<PairMatch> = {}) =>
    show({ id: 1, mayExist, tenant, kind, to: { tenant, userId: 'ann' }, match: { ...match, ...about } });
  return { files, uploads, tell };
}

it('shares the calendar file when the program stopped between the message and the file, and once only', async () => {
  const { files, uploads, tell } = shown();
  await tell('match', true);
  const first = new Map(files);
  expect([...first.values()]).toEqual([expect.stringContaining('SUMMARY:Interview practice with ben\r\n')]);
  await tell('match', true);
  expect(files).toEqual(first);
  expect(uploads).toHaveLength(2);
});

it('names each version of the file by its match and its hour, and the end of it too', async () => {
  const { files, tell } = shown();
  await tell('match', false);
  await tell('moved', true, { moves: 1, startsAt: '2026-03-04T09:00:00.000Z' });
  const alone = match.partners.filter(({ userId }) => userId === 'ann');
  await tell('called-off', true, { moves: 1, isOff: true, partners: alone });
  expect([...files.keys()]).toEqual([
    'practice-0f0f0f0f-0.ics',
    'practice-0f0f0f0f-1.ics',
    'practice-0f0f0f0f-1-off.ics',
  ]);
  expect(files.get('practice-0f0f0f0f-1-off.ics')).toContain('SUMMARY:Interview practice\r\n');
});
