/**
 * Draws the README's picture: a real interview in a terminal, as an SVG that plays. The answer is typed, and the
 * card and the follow-up are what the program printed. With GREENROOM_MODELS it judges with the models there.
 */

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
  'With an index the database jumps straight to the matching rows, so it need not scan the whole table. For example, our order search went from two seconds to twenty milliseconds once we added one.',
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
  GREENROOM_MODELS: process.env.GREENROOM_MODELS ?? join(data, 'models'),
  GENERATOR: 'template',
  FOLLOW_UP_DEPTH: '1',
});
const coach = await openCoach({ config, log: silentLog() });
const stop = new AbortController();
const working = coach.run(stop.signal);
let shown = '$ npm start\n';
const followUp = Promise.withResolvers<void>();
const screen = openScreen(
  {
    write: (text) => {
      // A status line that was cleared leaves nothing behind.
      if (text.startsWith('\r')) shown = shown.slice(0, shown.lastIndexOf('\n') + 1);
      else shown += text;
      if (text.includes('Who pays')) followUp.resolve();
    },
    isTTY: true,
    columns: 92,
  },
  { colours: true },
);
const { context } = coach;
const session = await sessionWith(wanted);
const left = [...answers];
let scene = '';
const entries: Entries = {
  async next() {
    const text = left.shift();
    if (text === undefined) {
      await followUp.promise;
      scene = shown;
      return null;
    }
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
writeFileSync(target, toSvg(scene));
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

/**
 * The lines one after the other, the answer letter by letter, again and again. Where nothing moves (a viewer without
 * animation, a reader who asked for less of it), everything is there at once.
 */
function toSvg(text: string): string {
  const lines = text.trimEnd().split('\n');
  const size = { letter: 8.43, line: 19, edge: 18 };
  const width = Math.round(size.edge * 2 + 92 * size.letter);
  const height = Math.round(size.edge * 2 + lines.length * size.line);
  let atMs = 0;
  const scenes = lines.map((line, index) => {
    const isTyped = line.startsWith('> ') || line.startsWith('$ ');
    const before = lines[index - 1] ?? '';
    // A look at the question, and the moment in which the answer is judged.
    if (isTyped && !before.startsWith('> ')) atMs += index === 0 ? 300 : 900;
    if (before.startsWith('> ') && !isTyped) atMs += 700;
    const startMs = atMs;
    atMs += isTyped ? line.length * 26 : line.trim() === '' ? 0 : 90;
    return { line, index, isTyped, startMs, endMs: atMs };
  });
  const totalMs = atMs + 7_000;
  const share = (ms: number) => `${((100 * ms) / totalMs).toFixed(2)}%`;
  const rules = scenes.flatMap(({ line, index, isTyped, startMs, endMs }) => {
    if (line.trim() === '') return [];
    const shows = `@keyframes l${index}{0%{opacity:0}${share(startMs)},100%{opacity:1}}.l${index}{animation:l${index} ${totalMs}ms step-end infinite}`;
    if (!isTyped) return [shows];
    const far = Math.round(line.length * size.letter);
    return [
      shows,
      `@keyframes c${index}{0%,${share(startMs)}{opacity:1;transform:none;animation-timing-function:steps(${line.length})}${share(endMs)},100%{opacity:1;transform:translateX(${far}px)}}.c${index}{opacity:0;animation:c${index} ${totalMs}ms infinite}`,
    ];
  });
  const body = scenes.map(({ line, index, isTyped }) => {
    const spans = spansOf(line).map(
      ({ text: part, bold, colour }) =>
        `<tspan fill="${colour}"${bold ? ' font-weight="bold"' : ''}>${escapeXml(part)}</tspan>`,
    );
    const top = size.edge + index * size.line;
    const shown = `<text class="l${index}" x="${size.edge}" y="${(top + 0.8 * size.line).toFixed(1)}" xml:space="preserve">${spans.join('')}</text>`;
    if (!isTyped) return line.trim() === '' ? '' : shown;
    return `${shown}<rect class="c${index}" opacity="0" x="${size.edge}" y="${top}" width="${width - size.edge * 1.5}" height="${size.line}" fill="#161b22"/>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    '<title>A practice interview in a terminal: the question, a typed answer, the feedback card, and a follow-up</title>',
    `<style>@media (prefers-reduced-motion:no-preference){${rules.join('\n')}}</style>`,
    '<rect width="100%" height="100%" rx="10" fill="#161b22"/>',
    // The covers of typed lines slide out of the picture.
    `<svg width="${width - 6}" height="${height}"><g font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="14">`,
    ...body.filter((line) => line !== ''),
    '</g></svg></svg>',
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
