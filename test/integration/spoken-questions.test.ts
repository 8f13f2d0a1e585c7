import { expect, it } from 'vitest';
import { createSpokenQuestions } from '../../src/bots/conversation/spoken-questions.ts';
import { createProgress } from '../../src/pipeline/progress/progress.ts';
import { createTenantSettings } from '../../src/pipeline/tenant-settings.ts';
import { englishWording } from '../../src/wording/wording.ts';
import { cookingStart, runningInterview } from '../support/interviews.ts';

it('says that a clip failed to everybody who asked for it, and makes it when it is asked for again', async () => {
  const { interview, parts } = runningInterview();
  const { store, bank, now } = parts;
  const session = await interview.start(cookingStart('ann'));
  let tries = 0;
  let uploads = 0;
  const questions = createSpokenQuestions(
    {
      isPrivate: () => true,
      upload: async () => ({ channelId: 'C', messageId: String(++uploads) }),
    },
    {
      interview,
      wording: englishWording,
      narrator: {
        isAble: () => true,
        voices: () => [],
        async *speak() {
          if (++tries === 1) throw new Error('out of breath');
          yield new Int16Array(48_000);
        },
        prepare: async () => undefined,
      },
      tenantSettings: createTenantSettings({ store, now }),
      progress: createProgress({ store, bank, now, config: { TIME_ZONE: 'UTC' } }),
      posts: { add: async () => true },
    },
  );
  const turn = session.turn?.id ?? '';
  const press = () => questions.post({ pressed: { action: 'listen', about: session.id, turn } }, session);
  const both = Promise.allSettled([press(), press()]);
  expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(uploads).toBe(0);
  expect(await press()).toBeNull();
  expect(uploads).toBe(1);
});
