import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { customId, readCustomId, renderCard } from '../../src/bots/discord/cards.ts';
import { cutText, escapeText, fitText } from '../../src/bots/discord/text.ts';
import type { Block, View } from '../../src/bots/view.ts';
import { personMark } from '../../src/wording/marks.ts';
import type { MessageBody } from '../servers/discord/protocol.ts';
import { checkMessage } from '../servers/discord/validate/message.ts';

const tenant = 'discord:12345678901234567890';
const someText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.lorem({ mode: 'sentences', maxCount: 40 }),
  fc.constantFrom(
    '@everyone',
    '<@1>',
    '```',
    '||x||',
    '\n\n\n',
    '# '.repeat(2000),
    '*'.repeat(5000),
    '𝒳'.repeat(3000),
  ),
);
const score = fc.option(fc.integer({ min: 0, max: 100 }));
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ type: fc.constant('text' as const), text: someText }),
  fc.record({
    type: fc.constant('bars' as const),
    rows: fc.array(fc.record({ label: someText, score, note: someText }), { maxLength: 12 }),
  }),
  fc.record({
    type: fc.constant('points' as const),
    title: someText,
    points: fc.array(
      fc.record({
        mark: fc.constantFrom('covered' as const, 'partial', 'missed', 'contradicted', 'info'),
        text: someText,
        quote: someText,
        startMs: fc.nat(10 ** 7),
      }),
      { maxLength: 30 },
    ),
  }),
  fc.record({
    type: fc.constant('remark' as const),
    kind: fc.constantFrom('strength' as const, 'fix', 'rewrite', 'follow-up', 'outline', 'warning'),
    label: someText,
    text: someText,
  }),
);
const view: fc.Arbitrary<View> = fc.record({
  title: someText,
  meta: fc.array(someText, { maxLength: 8 }),
  blocks: fc.array(block, { maxLength: 60 }),
  actions: fc.uniqueArray(
    fc.record({
      name: fc.constantFrom(
        'done' as const,
        'repeat',
        'pause',
        'skip',
        'stop',
        'retry',
        'transcript',
        'share',
      ),
      label: fc.lorem({ maxCount: 40 }),
      about: fc.uuid(),
    }),
    { maxLength: 8, selector: ({ name }) => name },
  ),
});

describe('a card on Discord', () => {
  it('is within every limit, whatever it shows', () => {
    fc.assert(
      fc.property(view, someText, (shown, status) => {
        const file = { name: 'pace.png', bytes: new Uint8Array([1]), alt: 'x'.repeat(3000) };
        const card = renderCard(shown, { tenant, status, files: [file], tag: 'd12345678' });
        const body = { components: card.components, flags: card.flags } as unknown as MessageBody;
        checkMessage(body, [{ index: 0, name: 'pace.png', data: Buffer.from([1]) }]);
      }),
      { numRuns: 300 },
    );
  });

  it('lets no text of people become a mention, a command, markup or a way out of the bars', () => {
    const nasty =
      '@everyone @here <@1> <@&2> <#3> </help:4> <t:5:R> **b** ```c``` [l](https://example.com) ||s||';
    const shown: View = {
      title: nasty,
      meta: [nasty],
      blocks: [
        { type: 'text', text: nasty },
        { type: 'bars', rows: [{ label: nasty, score: 50, note: nasty }] },
        { type: 'points', title: nasty, points: [{ mark: 'info', text: nasty, quote: nasty }] },
        { type: 'remark', kind: 'fix', label: nasty, text: nasty },
      ],
      actions: [],
    };
    const { components, allowedMentions } = renderCard(shown, { tenant });
    const text = JSON.stringify(components).replaceAll('\\\\', '\\');
    // Nothing is markup inside a code block; what counts there is that it cannot be left.
    expect(text.replace(/```.*?```/g, '')).not.toMatch(/@everyone|@here|(?<!\\)<[@#/t]|(?<!\\)\|\|/);
    expect(text.match(/```/g)).toHaveLength(2);
    expect(allowedMentions).toEqual({ parse: [] });
  });

  it('names people without pinging them', () => {
    expect(escapeText(`${personMark('42')} shares this`)).toBe('<@42> shares this');
    expect(escapeText('\uE000not a number\uE001')).toBe('not a number');
  });
});

describe('text cut to a limit', () => {
  it('ends with a sentence where one ends late enough, else with a word', () => {
    expect(cutText('One sentence here. Another one that is long.', 30)).toBe('One sentence here. …');
    expect(cutText('a very long sentence without any end to it', 20)).toBe('a very long…');
    expect(cutText('short', 20)).toBe('short');
  });

  it('is never longer than the limit, escapes included', () => {
    fc.assert(
      fc.property(someText, fc.integer({ min: 0, max: 500 }), (text, limit) => {
        expect(fitText(text, limit).length).toBeLessThanOrEqual(limit);
      }),
    );
  });
});

it('writes what a button means into it, and reads it back', () => {
  const meaning = {
    action: 'forget',
    about: '123e4567-e89b-12d3-a456-426614174000',
    tenant,
    value: '12345678901234567890',
  } as const;
  expect(customId(meaning).length).toBeLessThanOrEqual(100);
  expect(readCustomId(customId(meaning))).toEqual(meaning);
  expect(readCustomId('somebody-else')).toBeNull();
});

it('shows a list without a title as a list alone', () => {
  const points = [{ mark: 'info' as const, text: 'Speech to text: ready' }];
  const untitled: View = {
    title: 'Models',
    meta: [],
    blocks: [{ type: 'points', title: '', points }],
    actions: [],
  };
  const text = JSON.stringify(renderCard(untitled, { tenant }));
  expect(text).toContain('• Speech to text: ready');
  expect(text).not.toContain('**');
});
