/** Draws cards as Slack shows them, from the very blocks that the bot sends, into `docs/pictures`. The answer is made up. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { renderAsync } from '@resvg/resvg-js';
import { createFeedbackCards } from '../src/bots/conversation/feedback-cards.ts';
import { type KnownBlock, renderMessage } from '../src/bots/slack/cards.ts';
import { questionButtons, viewQuestion } from '../src/bots/views/question.ts';
import { readConfig } from '../src/config.ts';
import type { Answer, Turn } from '../src/domain.ts';
import { silentLog } from '../src/log.ts';
import { openModels } from '../src/models/open-models.ts';
import { createEvaluator } from '../src/pipeline/evaluate.ts';
import { openBank } from '../src/pipeline/questions/bank.ts';
import { followUpWords } from '../src/wording/follow-up.ts';
import { englishWording as wording } from '../src/wording/wording.ts';

const [width, inset] = [640, 24];
const question = openBank()
  .questions({ kind: 'behavioural' })
  .find(({ text }) => text.includes('change an API'));
if (!question) throw new Error('The bank has no such question');
const turn: Turn = {
  id: 'turn',
  number: 2,
  of: 3,
  kind: 'question',
  question,
  userId: 'U1',
  askedAt: '2026-11-25T18:00:00.000Z',
  closesAt: null,
  afterAnswerId: null,
};
const text =
  'Last year I had to rename two fields in our orders API, and four other teams called it. I searched the access logs to find out who used the old fields. So I added the new fields beside the old ones and announced the date of the removal. After six weeks the traffic on the old fields was at zero, and I removed them without an incident.';
const evaluator = createEvaluator({
  words: followUpWords(wording),
  models: openModels(readConfig({ MODELS: 'none' }), { log: silentLog() }),
});
const { evaluation } = await evaluator.evaluate({
  question,
  text,
  transcript: null,
  receivedShare: null,
  seed: 'picture',
  asked: [question.text],
  followUpDepth: 0,
  maxFollowUpDepth: 1,
});
const answer: Answer = {
  id: 'answer',
  sessionId: 'session',
  userId: 'U1',
  state: 'evaluated',
  turn,
  text,
  transcript: null,
  receivedShare: null,
  evaluation,
  previous: null,
  earlierOverall: [48, 55, 52],
  peers: null,
  clarified: 0,
  interviewerScore: null,
  hasFollowUp: true,
  ratableUntil: null,
};
const session = { id: 'session', style: 'solo', private: true } as const;
const cards = createFeedbackCards({ wording, log: silentLog() });

const folder = join(import.meta.dirname, '../docs/pictures');
mkdirSync(folder, { recursive: true });
writeFileSync(
  join(folder, 'slack-question.png'),
  await draw(
    renderMessage(
      {
        view: viewQuestion(wording, turn, session, wording.say('question.how.type')),
        buttons: questionButtons(wording, session, turn, { leads: true, byButton: false, isSpoken: true }),
      },
      { wording },
    ).blocks,
  ),
);
writeFileSync(
  join(folder, 'slack-feedback.png'),
  await draw(renderMessage(await cards.own(answer), { wording }).blocks),
);
await evaluator.close();

type Line = { svg: string; height: number };

async function draw(blocks: KnownBlock[]): Promise<Buffer> {
  let y = 30;
  const body = blocks.flatMap(linesOf).map(({ svg, height }) => {
    const placed = `<g transform="translate(${inset},${y})">${svg}</g>`;
    y += height;
    return placed;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${y}" font-family="DejaVu Sans" fill="#1d1c1d"><rect width="100%" height="100%" fill="#ffffff"/>${body.join('')}</svg>`;
  const fonts = join(dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')), 'ttf');
  const fontFiles = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((file) => join(fonts, file));
  const font = { fontFiles, loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans' };
  return Buffer.from((await renderAsync(svg, { font })).asPng());
}

function linesOf(block: KnownBlock): Line[] {
  if (block.type === 'header') return textLines(`*${block.text.text}*`, 19, '#1d1c1d');
  if (block.type === 'context')
    return block.elements.flatMap((element) =>
      'text' in element ? textLines(element.text, 11.5, '#616061') : [],
    );
  if (block.type === 'section')
    return [block.text, ...(block.fields ?? [])].flatMap((part) =>
      part
        ? [...part.text.split('\n').flatMap((line) => textLines(line, 14, '#1d1c1d')), { svg: '', height: 5 }]
        : [],
    );
  if (block.type !== 'actions') return [];
  let x = 0;
  const drawn = block.elements.flatMap((element) => {
    if (element.type !== 'button') return [];
    const size = element.text.text.length * 8 + 24;
    const green = element.style === 'primary';
    const mark = element.style === 'danger' ? '#cd2553' : green ? '#ffffff' : '#1d1c1d';
    const svg = `<rect x="${x}" y="-18" width="${size}" height="28" rx="4" fill="${green ? '#007a5a' : '#ffffff'}" stroke="#bbbabb"/><text x="${x + 12}" font-size="13" fill="${mark}">${inXml(element.text.text)}</text>`;
    x += size + 8;
    return [svg];
  });
  return [{ svg: drawn.join(''), height: 38 }];
}

function textLines(line: string, size: number, fill: string): Line[] {
  const room = Math.floor((width - 2 * inset) / (size * 0.6));
  const rows: string[] = [];
  let row = '';
  for (const word of shown(line).split(' ')) {
    if (row !== '' && row.length + word.length + 1 > room) {
      rows.push(row);
      row = '';
    }
    row = row === '' ? word : `${row} ${word}`;
  }
  return [...rows, row].map((one) => ({
    svg: `<text font-size="${size}" fill="${fill}">${one.replace(/\*([^*]+)\*/g, '<tspan font-weight="bold">$1</tspan>')}</text>`,
    height: size * 1.45,
  }));
}

/** Slack's own marks as what they look like; entities stay as they are, because SVG has the same three. */
function shown(line: string): string {
  return line
    .replaceAll(':white_check_mark:', '✔')
    .replaceAll(':point_right:', '➜')
    .replaceAll(':pencil2:', '✎')
    .replaceAll(':arrow_right_hook:', '↪')
    .replaceAll(':warning:', '⚠')
    .replaceAll('\u2060', '');
}

function inXml(part: string): string {
  return part.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
