import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  buttonId,
  readButtonId,
  receiptId,
  renderCard,
  withoutPerson,
} from '../../src/bots/discord/cards.ts';
import { writeCommand } from '../../src/bots/discord/commands/write-command.ts';
import { cutText, escapeText, fitText } from '../../src/bots/discord/text.ts';
import { type Button, buttonActions, type Message } from '../../src/bots/message.ts';
import type { Block, View } from '../../src/bots/view.ts';
import { personMark } from '../../src/wording/marks.ts';
import { englishWording } from '../../src/wording/wording.ts';
import type { MessageBody } from '../servers/discord/protocol.ts';
import { checkMessage } from '../servers/discord/validate/message.ts';

const tenant = 'discord:12345678901234567890';
const options = { tenant, wording: englishWording } as const;
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
});
/** A button belongs to a question, or holds a value, and never both. */
const button: fc.Arbitrary<Button> = fc
  .tuple(
    fc.record({
      action: fc.constantFrom(...buttonActions),
      label: fc.lorem({ maxCount: 40 }),
      about: fc.uuid(),
      style: fc.constantFrom('primary' as const, 'danger' as const),
    }),
    fc.oneof(fc.record({ turn: fc.uuid() }), fc.record({ value: fc.stringMatching(/^\d{2}\.\d{17,20}$/) })),
  )
  .map(([one, more]) => ({ ...one, ...more }));

const buttons = fc.uniqueArray(button, { maxLength: 12, selector: ({ action }) => action });

describe('a card on Discord', () => {
  it('is within every limit, whatever it shows', () => {
    fc.assert(
      fc.property(view, buttons, someText, (shown, pressable, status) => {
        const file = { name: 'pace.png', bytes: new Uint8Array([1]), alt: 'x'.repeat(3000) };
        const message = { view: shown, buttons: pressable, status, files: [file] };
        const card = renderCard(message, { ...options, receipt: 'd12345678' });
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
    };
    const { components, allowedMentions } = renderCard({ view: shown, status: nasty }, options);
    const text = JSON.stringify(components).replaceAll('\\\\', '\\');
    // Nothing is markup inside a code block; what counts there is that it cannot be left.
    expect(text.replace(/```.*?```/g, '')).not.toMatch(/@everyone|@here|(?<!\\)<[@#/t]|(?<!\\)\|\|/);
    expect(text.match(/```/g)).toHaveLength(2);
    expect(allowedMentions).toEqual({ parse: [] });
  });

  it('shows a moment by the clock of the reader', () => {
    const inMs = (ms: number) => `\uE002${new Date(Date.now() + ms).toISOString()}\uE003`;
    expect(escapeText(inMs(5_000))).toMatch(/^<t:\d+:R>$/);
    expect(escapeText(inMs(3_600_000))).toMatch(/^<t:\d+:t>$/);
    expect(escapeText(inMs(3 * 86_400_000))).toMatch(/^<t:\d+:f>$/);
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

describe('a button on Discord', () => {
  const about = '123e4567-e89b-12d3-a456-426614174000';
  it('holds what it means, and says it when it is pressed', () => {
    fc.assert(
      fc.property(button, ({ label: _label, style: _style, ...pressed }) => {
        const id = buttonId(pressed, tenant);
        expect(id.length).toBeLessThanOrEqual(100);
        expect(readButtonId(id)).toEqual({ pressed, tenant });
      }),
    );
    expect(readButtonId('somebody-else')).toBeNull();
    expect(readButtonId(`gr|dance|${about}|1|`)).toEqual({
      pressed: { action: 'unknown', about },
      tenant: 'discord:1',
    });
  });

  it('of version 0.1 is understood still', () => {
    expect(readButtonId(`gr|done|${about}|1|`)).toEqual({
      pressed: { action: 'done', about },
      tenant: 'discord:1',
    });
    expect(readButtonId(`gr|forget|${about}|1|99`)).toEqual({
      pressed: { action: 'delete-for-good', about, value: '99' },
      tenant: 'discord:1',
    });
  });
});

it('marks a card with its receipt, also where it has no button', () => {
  const view: View = { title: 'Paused', meta: [], blocks: [] };
  const [card] = renderCard({ view }, { ...options, receipt: 'd1' }).components;
  expect(card?.id).toBe(receiptId('d1'));
  expect(receiptId('d1')).not.toBe(receiptId('d2'));
});

describe('a card that shows several people', () => {
  const lines = (...people: string[]): Message => ({
    view: {
      title: 'Results',
      meta: [],
      blocks: people.flatMap((id): Block[] => [
        { type: 'text', text: `${personMark(id)}: 70 of 100` },
        { type: 'bars', rows: [{ label: `Content ${id}`, score: 70 }] },
      ]),
    },
  });
  it('is redrawn without one of them', () => {
    const card = withoutPerson(renderCard(lines('1', '2', '3'), options).components, '2');
    const text = JSON.stringify(card);
    for (const id of ['1', '3']) expect(text).toContain(`<@${id}>: 70 of 100`);
    for (const id of ['1', '3']) expect(text).toContain(`Content ${id}`);
    expect(text).not.toMatch(/<@2>|Content 2/);
  });
  it('is nothing without the only one', () => {
    expect(withoutPerson(renderCard(lines('2'), options).components, '2')).toBeNull();
  });
  it('loses one line of a list', () => {
    const points = ['1', '2'].map((id) => ({
      mark: 'covered' as const,
      text: `${personMark(id)}: answered`,
    }));
    const view: View = {
      title: 'Results',
      meta: [],
      blocks: [{ type: 'points', title: 'Who answered', points }],
    };
    const text = JSON.stringify(withoutPerson(renderCard({ view }, options).components, '1'));
    expect(text).toContain('<@2>: answered');
    expect(text).not.toContain('<@1>');
  });
});

describe('a command on Discord', () => {
  const ids = new Map([
    ['interview', '7'],
    ['schedule', '8'],
  ]);
  it('can be clicked where its id is known, and has its options by name', () => {
    expect(escapeText(writeCommand('interview start', 'backend mid', ids))).toBe(
      '</interview start:7> domain:backend level:mid',
    );
    expect(escapeText(writeCommand('schedule add', 'weekly monday 18:00 backend mid', ids))).toBe(
      '</schedule add:8> when:weekly monday 18:00 domain:backend level:mid',
    );
  });
  it('is written out where its id is unknown', () => {
    for (const words of ['leaderboard=yes', 'leaderboard:True'])
      expect(escapeText(writeCommand('preferences', words, ids))).toBe('/preferences leaderboard:True');
  });
});

it('shows a list without a title as a list alone', () => {
  const points = [{ mark: 'info' as const, text: 'Speech to text: ready' }];
  const untitled: View = {
    title: 'Models',
    meta: [],
    blocks: [{ type: 'points', title: '', points }],
  };
  const text = JSON.stringify(renderCard({ view: untitled }, options));
  expect(text).toContain('• Speech to text: ready');
  expect(text).not.toContain('**');
});
