/** Draws the README's picture: one real interview in a terminal, typed answers included, as an SVG. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wrap } from '../src/bots/terminal/cards.ts';
import { openScreen } from '../src/bots/terminal/client.ts';
import type { Entries } from '../src/bots/terminal/inbox.ts';
import { createTerminalBot } from '../src/bots/terminal/terminal-bot.ts';
import { readConfig } from '../src/config.ts';
import type { Session } from '../src/domain.ts';
import { silentLog } from '../src/log.ts';
import { openCoach } from '../src/open-coach.ts';

const target = join(import.meta.dirname, '../docs/pictures/terminal.svg');
const wanted = 'backend-junior-sql-index';
const answers = [
  'With an index the database jumps straight to the matching rows, so it need not scan the whole table. The price is on the writing side: every insert or update has to maintain the index too, so writes get slower. For example, we dropped six unused indexes and the nightly import took half the time.',
];

type Span = { text: string; bold: boolean; colour: string };

/** The colour of letters without their own. */
const plain = '#d7dde5';

const colours: Record<number, string> = {
  31: '#ff7b72',
  32: '#7ee787',
  33: '#f2cc60',
  35: '#d2a8ff',
  36: '#79c0ff',
  90: '#8b949e',
};

const colourCode = new RegExp(`(${String.fromCharCode(27)}\\[\\d*m)`);

const data = mkdtempSync(join(tmpdir(), 'greenroom-picture-'));
const config = readConfig({
  GREENROOM_DATA: data,
  GREENROOM_MODELS: join(data, 'models'),
  FOLLOW_UP_DEPTH: '0',
});
const coach = await openCoach({ config, log: silentLog() });
const stop = new AbortController();
const working = coach.run(stop.signal);
let shown = '$ npm start\n';
const screen = openScreen(
  {
    write: (text) => {
      // A status line that was cleared leaves nothing behind.
      if (text.startsWith('\r')) shown = shown.slice(0, shown.lastIndexOf('\n') + 1);
      else shown += text;
    },
    isTTY: true,
    columns: 92,
  },
  { colours: true },
);
const { context } = coach;
const session = await sessionWith(wanted);
const left = [...answers];
const entries: Entries = {
  async next() {
    const text = left.shift();
    if (text === undefined) return null;
    shown += `${wrap(text, 88)
      .map((line) => `> ${line}`)
      .join('\n')}\n`;
    return { type: 'answer', text, isEarly: false };
  },
  line: async () => null,
  close: () => undefined,
};
await createTerminalBot(context, {
  session,
  userId: 'picture',
  entries,
  screen,
}).run(stop.signal);
stop.abort();
await working;
await coach.close();
rmSync(data, { recursive: true, force: true });
mkdirSync(join(target, '..'), { recursive: true });
writeFileSync(target, toSvg(shown));
console.log(`Drawn: ${target}`);

/**
 * The seed decides which question comes first: this takes the first seed whose question fits the answer
 * above.
 */
async function sessionWith(id: string): Promise<Session> {
  for (let attempt = 0; attempt < 500; attempt += 1) {
    const session = await context.interview.start({
      place: { tenant: 'terminal:local', platform: 'terminal', channelId: `picture-${attempt}` },
      userId: 'picture',
      domain: 'backend',
      level: 'junior',
      questions: 1,
      seed: String(attempt),
    });
    if (session.turn?.question.id === id) return session;
    await context.interview.stop({ tenant: 'terminal:local', userId: 'picture' }, session.id);
  }
  throw new Error(`No seed begins with ${id}`);
}

function toSvg(text: string): string {
  const lines = text.trimEnd().split('\n');
  const size = { letter: 8.4, line: 19, edge: 18 };
  const width = Math.round(size.edge * 2 + 92 * size.letter);
  const height = Math.round(size.edge * 2 + lines.length * size.line);
  const body = lines.map((line, index) => {
    const spans = spansOf(line).map(
      ({ text: part, bold, colour }) =>
        `<tspan fill="${colour}"${bold ? ' font-weight="bold"' : ''}>${escapeXml(part)}</tspan>`,
    );
    return `<text x="${size.edge}" y="${size.edge + (index + 0.8) * size.line}" xml:space="preserve">${spans.join('')}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    '<title>A practice interview in a terminal: the question, a typed answer, and the feedback card</title>',
    '<rect width="100%" height="100%" rx="10" fill="#161b22"/>',
    '<g font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="14">',
    ...body,
    '</g></svg>',
    '',
  ].join('\n');
}

/** Splits a line at its colour codes. */
function spansOf(line: string): Span[] {
  let style = { bold: false, colour: plain };
  const spans: Span[] = [];
  for (const part of line.split(colourCode)) {
    const code = colourCode.test(part) ? part.slice(2, -1) : null;
    if (code === null) {
      if (part !== '') spans.push({ text: part, ...style });
      continue;
    }
    const number = Number(code);
    if (number === 1) style = { ...style, bold: true };
    else if (number === 22) style = { ...style, bold: false };
    else style = { ...style, colour: colours[number] ?? plain };
  }
  return spans;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
