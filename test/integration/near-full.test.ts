import { join } from 'node:path';
import { expect, it } from 'vitest';
import { answerInTrouble, nearlyFull } from '../support/one-answer-in-trouble.ts';
import { temporaryFolder } from '../support/temporary.ts';

it.concurrent.each([0, 1, 2, 3, 4, 5, 6, 8, 10, 16])(
  'loses and doubles no answer with room for %i pages on the disk, and charges its job no try',
  async (pages) => {
    const outcome = await answerInTrouble(join(temporaryFolder(), 'greenroom.db'), {
      begin: nearlyFull(pages),
      lastsMs: 2_500,
    });
    expect(outcome).toEqual({ state: 'evaluated', attempts: 1, evaluations: 1, cards: 1 });
  },
);
