import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { renderView } from '../../src/bots/terminal/cards.ts';
import { openScreen } from '../../src/bots/terminal/client.ts';
import { readEntries } from '../../src/bots/terminal/inbox.ts';
import type { View } from '../../src/bots/view.ts';
import { until } from '../support/temporary.ts';

const never = new AbortController().signal;
const entriesOf = (text: string) => {
  const input = new PassThrough();
  input.end(text);
  return readEntries(input);
};

describe('what is entered at a terminal', () => {
  test('an answer of several lines ends with an empty line, the last one with the input', async () => {
    const entries = entriesOf('First line.\nSecond line.\n\n\nAnother answer.');
    expect(await entries.next(never)).toEqual({
      type: 'answer',
      text: 'First line.\nSecond line.',
      isEarly: false,
    });
    expect(await entries.next(never)).toEqual({ type: 'answer', text: 'Another answer.', isEarly: false });
    expect(await entries.next(never)).toBeNull();
  });

  test('a line that begins with a slash is a command, but only as the first line', async () => {
    const entries = entriesOf('/skip\nThe path is\n/usr\n\n');
    expect(await entries.next(never)).toEqual({ type: 'command', words: 'skip' });
    expect(await entries.next(never)).toEqual({ type: 'answer', text: 'The path is\n/usr', isEarly: false });
  });

  test('a command may carry options and codes', async () => {
    const entries = entriesOf('/preferences zone=Europe/Berlin leaderboard=yes\n/link K7Q2-9F\n');
    expect(await entries.next(never)).toMatchObject({
      words: 'preferences zone=Europe/Berlin leaderboard=yes',
    });
    expect(await entries.next(never)).toMatchObject({ words: 'link K7Q2-9F' });
  });

  test('the path of a sound file is that file', async () => {
    const path = new URL('../fixtures/audio/short.flac', import.meta.url).pathname;
    expect(await entriesOf(`${path}\n`).next(never)).toEqual({ type: 'file', path });
  });

  test('a path that leads nowhere, or to no sound, is an answer', async () => {
    expect(await entriesOf('/nowhere/at all.wav\n\n').next(never)).toMatchObject({ type: 'answer' });
    expect(await entriesOf(`${import.meta.filename}\n\n`).next(never)).toMatchObject({ type: 'answer' });
  });

  test('empty lines inside a code block belong to the answer, unless it is never closed', async () => {
    const block = 'I would write:\n```js\nlet left = 3;\n\ntake(left);\n```\nIt counts down.';
    const entries = entriesOf(`${block}\n\nNext.\n\n`);
    expect(await entries.next(never)).toEqual({ type: 'answer', text: block, isEarly: false });
    expect(await entries.next(never)).toEqual({ type: 'answer', text: 'Next.', isEarly: false });
    expect(await entriesOf('```\nopen\n\n\n\nNext.\n').next(never)).toEqual({
      type: 'answer',
      text: '```\nopen',
      isEarly: false,
    });
  });

  test('an answer of several paragraphs stands between two lines of three quotes', async () => {
    const entries = entriesOf('"""\n/usr is first.\n\nThen comes /home.\n"""\nNext.\n\n');
    expect(await entries.next(never)).toEqual({
      type: 'answer',
      text: '/usr is first.\n\nThen comes /home.',
      isEarly: false,
    });
    expect(await entries.next(never)).toEqual({ type: 'answer', text: 'Next.', isEarly: false });
  });

  test('a reply to a question is taken from a pipe only where it fits', async () => {
    const entries = entriesOf('2\nAn answer.\n\n');
    const isNumber = (line: string) => /^\d+$/.test(line);
    expect(await entries.line('Which? ', never, isNumber)).toBe('2');
    expect(await entries.line('How hard? ', never, isNumber)).toBeNull();
    expect(await entries.next(never)).toEqual({ type: 'answer', text: 'An answer.', isEarly: false });
  });

  test('waiting ends when the interview does', async () => {
    const over = new AbortController();
    const waiting = readEntries(new PassThrough()).next(over.signal);
    over.abort();
    expect(await waiting).toBeNull();
  });
});

/** A terminal, and what it shows. */
function openTerminal() {
  const input = new PassThrough();
  const output = new PassThrough();
  const shown: string[] = [];
  output.on('data', (chunk) => shown.push(String(chunk)));
  return { input, shown, entries: readEntries(input, { output, prompt: '> ' }) };
}

describe('what is pasted into a terminal', () => {
  const answer = 'A token bucket.\n\n```js\nrefill();\n\ntake();\n```\n\nBursts are fine.';

  test('arrives whole, and the person ends it', async () => {
    const { input, shown, entries } = openTerminal();
    const entered = entries.next(never);
    input.write(`\u001b[200~${answer.replaceAll('\n', '\r')}\u001b[201~`);
    input.write(' Usually.\r\r');
    expect(await entered).toEqual({ type: 'answer', text: `${answer} Usually.`, isEarly: false });
    expect(shown[0]).toBe('\u001b[?2004h');
    entries.close();
    expect(shown.at(-1)).toBe('\u001b[?2004l');
  });

  test('arrives whole from a terminal that does not mark a paste', async () => {
    const { input, entries } = openTerminal();
    const entered = entries.next(never);
    input.write(answer.replaceAll('\n', '\r'));
    input.write('\r\r');
    expect(await entered).toEqual({ type: 'answer', text: answer, isEarly: false });
  });

  test('is an answer even where it begins like a command', async () => {
    const { input, entries } = openTerminal();
    const entered = entries.next(never);
    input.write('\u001b[200~/stop\ris what I would send.\u001b[201~\r\r');
    expect(await entered).toEqual({ type: 'answer', text: '/stop\nis what I would send.', isEarly: false });
  });

  test('and what was typed before it was asked for is known as such', async () => {
    const { input, entries } = openTerminal();
    const first = entries.next(never);
    input.write('One.\r\r');
    expect(await first).toMatchObject({ text: 'One.', isEarly: false });
    input.write('And another thing.\r\r');
    await until(() => input.readableLength === 0 || null);
    expect(await entries.next(never)).toMatchObject({ text: 'And another thing.', isEarly: true });
  });

  test('the end of the input ends the answer, and nothing more is asked of it', async () => {
    const { input, entries } = openTerminal();
    const entered = entries.next(never);
    input.write('It depends.\r\u0004');
    expect(await entered).toEqual({ type: 'answer', text: 'It depends.', isEarly: false });
    expect(await entries.next(never)).toBeNull();
  });
});

const view: View = {
  title: '71 of 100 · good',
  meta: ['confidence medium'],
  blocks: [
    {
      type: 'bars',
      rows: [
        { label: 'Content', score: 71 },
        { label: 'Delivery', score: null, note: 'Typed.' },
      ],
    },
    {
      type: 'points',
      title: 'Covered',
      points: [{ mark: 'covered', text: 'An idea', quote: 'my words', startMs: 41_000 }],
    },
    { type: 'remark', kind: 'fix', label: 'Fix', text: 'Say '.repeat(60) },
  ],
};

describe('what a terminal shows', () => {
  test('bars, marks and quotes, wrapped to the width and without colours where they are not wanted', () => {
    const text = renderView(view, { colours: false, width: 60 });
    expect(text).toContain('Content   ███████░░░  71');
    expect(text).toContain('Delivery  Typed.');
    expect(text).toContain('✔ An idea');
    expect(text).toContain('“my words” (0:41)');
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
    expect(text).not.toContain('\u001b');
  });

  test('an answer cannot move the cursor or change colours', () => {
    const hostile = renderView(
      { title: 'x', meta: [], blocks: [{ type: 'text', text: 'a\u001b[2Jb\u0007c\rd' }] },
      { colours: true, width: 60 },
    );
    expect(hostile).toContain('abcd');
    expect(hostile).not.toContain('\u001b[2J');
  });

  test('a status line leaves nothing behind, and nothing at all where there is no terminal', () => {
    const written: string[] = [];
    const output = { write: (text: string) => written.push(text) };
    openScreen(output, { colours: true }).status('Scoring…');
    expect(written).toEqual([]);
    const screen = openScreen({ ...output, isTTY: true }, { colours: true });
    screen.status('Scoring…');
    screen.say('Done');
    expect(written).toEqual(['Scoring…', '\r\u001b[2K', 'Done\n']);
  });
});
