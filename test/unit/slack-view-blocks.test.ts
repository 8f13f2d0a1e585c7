import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Button } from '../../src/bots/message.ts';
import { renderMessage } from '../../src/bots/slack/cards.ts';
import { cut, literal, plainText } from '../../src/bots/slack/text.ts';
import type { Block, View } from '../../src/bots/view.ts';
import { englishWording } from '../../src/wording/wording.ts';
import type { Block as Sent } from '../servers/slack/protocol.ts';
import { blockErrors, textsOf } from '../servers/slack/validate/blocks.ts';

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'grapheme', maxLength: 50 }),
  fc.constantFrom('<!channel>', '<@U12345678>', '*&<>`~_', 'x'.repeat(5000), '😀'.repeat(3000)),
);
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ type: fc.constant('text' as const), text }),
  fc.record({
    type: fc.constant('remark' as const),
    kind: fc.constantFrom('strength' as const, 'fix' as const, 'warning' as const),
    label: text,
    text,
  }),
  fc.record({
    type: fc.constant('points' as const),
    title: text,
    points: fc.array(
      fc.record({ mark: fc.constantFrom('covered' as const, 'info' as const), text, quote: text }),
      {
        minLength: 1,
      },
    ),
  }),
  fc.record({
    type: fc.constant('bars' as const),
    rows: fc.array(
      fc.record({ label: text, score: fc.option(fc.double({ min: 0, max: 100, noNaN: true })) }),
      {
        maxLength: 15,
      },
    ),
  }),
);
const view: fc.Arbitrary<View> = fc.record({
  title: fc.string({ minLength: 1, maxLength: 300 }),
  meta: fc.array(text, { maxLength: 5 }),
  blocks: fc.array(block, { maxLength: 60 }),
});
const buttons: fc.Arbitrary<Button[]> = fc.array(
  fc.record({
    action: fc.constantFrom('done' as const, 'delete' as const),
    label: fc.constant('A'),
    about: fc.constant('id'),
  }),
  { maxLength: 1 },
);

describe('a view in Slack', () => {
  it('stays within every limit and mentions nobody, whatever it holds', () => {
    fc.assert(
      fc.property(view, buttons, (given, below) => {
        const sent = renderMessage({ view: given, buttons: below }, { wording: englishWording });
        const blocks = sent.blocks as unknown as Sent[];
        expect(blockErrors(blocks, { type: 'message' })).toEqual([]);
        const texts = textsOf(blocks);
        expect(texts.join('').length).toBeLessThan(13_000);
        expect([sent.text, ...texts].join('\n')).not.toMatch(/<[!@#]/);
        expect(sent.text.length).toBeGreaterThan(0);
      }),
      { numRuns: 150 },
    );
  });

  it('keeps its name and its buttons when it has to be shortened', () => {
    const long = Array.from({ length: 80 }, () => ({ type: 'text' as const, text: 'word '.repeat(100) }));
    const { blocks } = renderMessage(
      {
        view: { title: 'A card', meta: [], blocks: long },
        buttons: [{ action: 'retry', label: 'Re-answer', about: 'a' }],
      },
      { wording: englishWording },
    );
    expect(blocks.at(0)?.type).toBe('header');
    expect(blocks.at(-1)?.type).toBe('actions');
    expect(JSON.stringify(blocks)).toContain('shortened');
  });

  it('says in its fallback text what the bars show', () => {
    const rows = [
      { label: 'Content', score: 71.4 },
      { label: 'Delivery', score: null },
    ];
    const { text: fallback } = renderMessage(
      {
        view: { title: 'Scores', meta: [], blocks: [{ type: 'bars', rows }] },
      },
      { wording: englishWording },
    );
    expect(fallback).toBe('Scores\nContent: 71/100\nDelivery: –');
  });
});

describe('text for Slack', () => {
  it('is shown as it was said', () => {
    expect(literal('<!here> & *a* snake_case _b_')).toBe(
      '&lt;!here&gt; &amp; *\u2060a*\u2060 snake_case _\u2060b_\u2060',
    );
    expect(cut('😀😀😀', 2)).toBe('😀…');
  });

  it('is read as it was typed', () => {
    expect(plainText('a &lt; b &amp;&amp; <https://x.y|site> <@U1> <!channel>')).toBe(
      'a < b && site @somebody @channel',
    );
  });
});
