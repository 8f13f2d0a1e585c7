import { expect, it } from 'vitest';
import { welcome } from '../../../src/bots/conversation/welcome.ts';
import { englishWording } from '../../../src/wording/wording.ts';

it('is read in under half a minute, at 200 words a minute, and a try takes one press', () => {
  const { view, buttons = [] } = welcome(englishWording);
  const texts = view.blocks.flatMap((block) =>
    block.type === 'text'
      ? [block.text]
      : block.type === 'points'
        ? block.points.map(({ text }) => text)
        : [],
  );
  expect(texts.join(' ').split(/\s+/).length).toBeLessThan(100);
  expect(buttons.map(({ action }) => action)).toEqual(['try-story', 'try-technical', 'setup']);
});
