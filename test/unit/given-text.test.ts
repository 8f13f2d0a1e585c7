import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderCard } from '../../src/bots/discord/cards.ts';
import { escapeText, fitText, plainLine } from '../../src/bots/discord/text.ts';
import type { Message } from '../../src/bots/message.ts';
import { renderMessage } from '../../src/bots/slack/cards.ts';
import { fallback, literal, plainText, withoutNames } from '../../src/bots/slack/text.ts';
import { renderView } from '../../src/bots/terminal/cards.ts';
import type { Block, View } from '../../src/bots/view.ts';
import { takeText, takeTexts, visibleJson, visibleText } from '../../src/given-text.ts';
import { parseBankFile } from '../../src/pipeline/questions/read-bank-file.ts';
import { momentMark, personMark } from '../../src/wording/marks.ts';
import { englishWording } from '../../src/wording/wording.ts';

/** All that a text could act with: control characters, directions, our own marks, halves of characters, mentions. */
const acts = [
  ...['\u0000', '\u0007', '\u001b', '\u001b[31m', '\u001b]52;c;aGk=\u0007', '\u001b]0;x\u001b\\', '\u007f'],
  ...['\u0080', '\u0090', '\u009b2J', '\u009d', '\u009c', '\u202a', '\u202e', '\u2066', '\u2069', '\u200f'],
  ...[
    '\ue000',
    '\ue001',
    '\ue002',
    '\ue003',
    '\ue004',
    '\ue005',
    '\ue010',
    '\uf8ff',
    '\udbff',
    '\ud800',
    '\udc00',
  ],
  ...[
    'U12345678',
    'C12345678',
    '12345678',
    'start:1',
    '2026-01-02T03:04:05.000Z',
    '<!channel>',
    '<@U1>',
    '@here',
  ],
  ...['`', '```', '*', '_', '~', '|', '<', '>', '&', '\\', '\r', '\n', '\t', ' ', 'a', 'é', '😀'],
];
const hostile = fc.array(fc.constantFrom(...acts), { maxLength: 14 }).map((parts) => parts.join(''));
/** What is shown holds marks that we set, around text that was taken. */
const ours = fc.oneof(
  hostile,
  hostile.map(takeText),
  hostile.map((text) => `${personMark(takeText(text))} ${momentMark('2026-01-02T03:04:05.000Z')}`),
);

const mark = fc.constantFrom(
  'covered' as const,
  'partial' as const,
  'contradicted' as const,
  'info' as const,
);
const kinds = ['strength', 'fix', 'rewrite', 'follow-up', 'outline', 'warning'] as const;
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ type: fc.constant('text' as const), text: ours }),
  fc.record({
    type: fc.constant('remark' as const),
    kind: fc.constantFrom(...kinds),
    label: ours,
    text: ours,
  }),
  fc.record({
    type: fc.constant('points' as const),
    title: ours,
    points: fc.array(fc.record({ mark, text: ours, quote: ours }), { maxLength: 3 }),
  }),
  fc.record({
    type: fc.constant('bars' as const),
    rows: fc.array(fc.record({ label: ours, score: fc.constantFrom(null, 3, 50, 100), note: ours }), {
      maxLength: 3,
    }),
  }),
);
const view: fc.Arbitrary<View> = fc.record({
  title: ours,
  meta: fc.array(ours, { maxLength: 2 }),
  blocks: fc.array(block, { maxLength: 3 }),
});

/** Anything that acts on who reads it: only line ends and tabs are left of the control characters. */
const acting = /[[\p{Cc}\p{Bidi_Control}\p{Cs}]--[\n\t]]/v;
const marks = /\p{Co}/u;
const stringsIn = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null && !Buffer.isBuffer(value)
      ? Object.values(value).flatMap(stringsIn)
      : [];
const expectHarmless = (shown: unknown) => {
  for (const text of stringsIn(shown)) {
    expect(text).not.toMatch(acting);
    expect(text).not.toMatch(marks);
  }
};

describe('the door in', () => {
  test('text from outside keeps its words and loses what acts', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const taken = takeText(text);
        expectHarmless(taken);
        expect(takeText(taken)).toBe(taken);
      }),
      { numRuns: 4_000 },
    );
    expect(takeText('Ein „Beispiel“:\n\tأهلا 😀 👩‍💻 – नमस्ते')).toBe('Ein „Beispiel“:\n\tأهلا 😀 👩‍💻 – नमस्ते');
    expect(takeText('\u001b[1mbold\u001b[0m \u001b]52;c;aGk=\u0007and so')).toBe('bold and so');
  });

  test('everything in a parsed value is taken, the names of fields included', () => {
    expect(takeTexts({ 'a\u0000': ['\ue000U1\ue001', 3, null, { b: 'x\u202ey' }] })).toEqual({
      a: ['U1', 3, null, { b: 'xy' }],
    });
  });

  test('a question bank brings no mark, control or direction', () => {
    const file = `version: 1
domain: { name: own, title: "Ow\\u001b]52;c;aGk=\\u0007n" }
questions:
  - id: own-one
    level: mid
    kind: technical
    text: "Why \\uE000U12345678\\uE001 an \\u202Eindex\\u009b?"
    concepts:
      - id: reads
        statement: Reads become faster.
        weight: 1
`;
    const { content } = parseBankFile(file, 'own.yaml');
    expectHarmless(content);
  });
});

describe('the door out', () => {
  test('no message of Slack acts, whatever a view holds', () => {
    fc.assert(
      fc.property(view, (given) =>
        expectHarmless(renderMessage({ view: given }, { wording: englishWording })),
      ),
      { numRuns: 2_500 },
    );
  });

  test('no card of Discord acts, whatever a view holds', () => {
    const options = { tenant: 'discord:1', wording: englishWording } as const;
    fc.assert(
      fc.property(view, ours, (given, status) => {
        const message: Message = { view: given, status, files: [] };
        expectHarmless(renderCard(message, options).components);
      }),
      { numRuns: 2_500 },
    );
  });

  test('no text of a terminal acts, whatever a view holds', () => {
    fc.assert(
      fc.property(view, (given) => expectHarmless(renderView(given, { colours: false, width: 60 }))),
      { numRuns: 2_500 },
    );
  });

  test('taken text mentions nobody in Slack and Discord', () => {
    fc.assert(
      fc.property(hostile.map(takeText), (text) => {
        for (const shown of [literal(text), fallback(text), withoutNames(text, englishWording)])
          expect(shown).not.toMatch(/<[@#!]/);
        expect(escapeText(text)).not.toMatch(/(?<!\\)<[@#/:a]/);
      }),
      { numRuns: 2_500 },
    );
  });

  test('JSON says the same with escapes', () => {
    const json = JSON.stringify({ text: 'a\u009b2J\u202eb' });
    expect(visibleJson(json)).not.toMatch(acting);
    expect(JSON.parse(visibleJson(json))).toEqual(JSON.parse(json));
  });
});

describe('a text of 100 kB that is made of beginnings', () => {
  /**
   * Work grows with the length: a hundred times the text takes far less than the ten thousand times of a pattern that
   * looks at everything again from each beginning. Measured against the same machine, so no duration is asserted.
   */
  const beginnings = [
    '<@',
    '<#C|',
    '<!subteam^',
    '<https:a|',
    '<',
    '\u001b]',
    '\u001b[',
    '\u009d',
    '\ue000',
    '\ue002',
    '\ue004a',
    ' ',
    '\n',
    '> \n',
    '&lt;',
    '.)',
    '1',
  ];
  const timeOf = (work: () => unknown): number => {
    const from = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(from);
    return user + system;
  };
  const readers = {
    takeText,
    visibleText,
    plainText,
    literal,
    fallback,
    withoutNames: (text: string) => withoutNames(text, englishWording),
    escapeText,
    plainLine,
  };
  for (const [name, read] of Object.entries(readers))
    test(`is read in one pass by ${name}`, () => {
      for (const beginning of beginnings) {
        const of = (length: number) => `${beginning.repeat(length / beginning.length)}x`;
        const [short, long] = [of(1_000), of(100_000)];
        read(short);
        const alone = Math.min(
          ...[1, 2, 3].map(() =>
            timeOf(() => {
              for (let i = 0; i < 100; i++) read(short);
            }),
          ),
        );
        const together = Math.min(...[1, 2].map(() => timeOf(() => read(long))));
        expect(together, JSON.stringify(beginning)).toBeLessThan(20 * Math.max(alone, 10_000));
      }
    });

  test('fits into a card', () => {
    for (const beginning of beginnings) fitText(beginning.repeat(100_000 / beginning.length), 3_000);
  });
});
