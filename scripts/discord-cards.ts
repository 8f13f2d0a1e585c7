/**
 * Draws cards as Discord shows them, from the very messages that the bot sends, into `docs/pictures`. The answer in them
 * is made up; its scores are given by the program itself, without models.
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { renderAsync } from '@resvg/resvg-js';
import { createFeedbackCards } from '../src/bots/conversation/feedback-cards.ts';
import { type Card, renderCard } from '../src/bots/discord/cards.ts';
import { sayConsent } from '../src/bots/discord/voice/consent-text.ts';
import type { Button, Message } from '../src/bots/message.ts';
import { viewText } from '../src/bots/view.ts';
import { questionButtons, viewQuestion } from '../src/bots/views/question.ts';
import { viewResults } from '../src/bots/views/results.ts';
import { readConfig } from '../src/config.ts';
import type { Answer, Session, Turn } from '../src/domain.ts';
import { silentLog } from '../src/log.ts';
import { openModels } from '../src/models/open-models.ts';
import { createEvaluator } from '../src/pipeline/evaluate.ts';
import { openBank } from '../src/pipeline/questions/bank.ts';
import { followUpWords } from '../src/wording/follow-up.ts';
import { personMark } from '../src/wording/marks.ts';
import { englishWording } from '../src/wording/wording.ts';

const folder = join(import.meta.dirname, '../docs/pictures');
const tenant = 'discord:1';
const [width, inset] = [620, 34];
const alice = '11';
const bob = '12';
const names: Record<string, string> = { [alice]: 'Alice', [bob]: 'Bob' };

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
  userId: alice,
  askedAt: '2026-11-25T18:00:00.000Z',
  closesAt: null,
  afterAnswerId: null,
};
const said = [
  'Last year I had to rename two fields in our orders API, and four other teams called it every day.',
  'I searched the access logs to find out who used the old fields, and asked each team what they needed.',
  'So I added the new fields beside the old ones, wrote a short migration guide, and announced the date of the removal.',
  'After six weeks the traffic on the old fields was at zero, and um, I removed them without a single incident.',
];
const segments = said.map((text, index) => ({
  text,
  startMs: index * 9_000 + (index === 3 ? 2_400 : 0),
  endMs: index * 9_000 + 8_400,
  words: [],
}));
const speech = segments.map(({ startMs, endMs }) => ({ startMs, endMs }));
const transcript = {
  text: said.join(' '),
  language: 'en',
  model: 'whisper.cpp base',
  segments,
  speech,
  durationMs: 36_000,
};

const log = silentLog();
const models = openModels(readConfig({ MODELS: 'none' }), { log });
const evaluator = createEvaluator({ words: followUpWords(englishWording), models, log });
const { evaluation } = await evaluator.evaluate({
  question,
  text: transcript.text,
  transcript,
  receivedShare: 0.98,
  seed: 'picture',
  asked: [question.text],
  followUpDepth: 0,
  maxFollowUpDepth: 1,
});
const answer: Answer = {
  id: 'answer',
  sessionId: 'session',
  userId: alice,
  state: 'evaluated',
  turn,
  text: transcript.text,
  transcript,
  receivedShare: 0.98,
  evaluation,
  previous: null,
  earlierOverall: [48, 55, 52],
  peers: null,
  clarified: 0,
  interviewerScore: null,
  hasFollowUp: true,
  ratableUntil: null,
};
const session = { style: 'everyone' } as Session;

const { say } = englishWording;
const button = (action: Button['action'], label: string): Button => ({ action, label, about: 'answer' });
const consent = viewText(
  say('voice.listening.title'),
  sayConsent(
    {
      session: { ...session, ownerUserId: alice },
      channelName: 'Interview',
      role: null,
      heard: 'here',
      advised: false,
      keepsSound: false,
    },
    englishWording,
  ),
);
const everyone = { ...answer, userId: bob, evaluation: { ...evaluation, overall: 58 } };
const cards = createFeedbackCards({ wording: englishWording, log });
const { view: feedback, buttons: feedbackButtons = [] } = await cards.own(answer);
const shown: [string, Message][] = [
  [
    'discord-consent',
    {
      view: consent,
      buttons: (['agree', 'revoke', 'encryption'] as const).map((action) =>
        button(action, say(`button.${action}`)),
      ),
    },
  ],
  [
    'discord-question',
    {
      view: viewQuestion(englishWording, turn, { style: 'solo', private: true }, ''),
      buttons: questionButtons(englishWording, { id: 'session', style: 'solo' }, turn, {
        leads: true,
        byButton: true,
        isSpoken: false,
      }),
      status: say('voice.status.listening', { people: personMark(alice) }),
    },
  ],
  ['discord-feedback', { view: feedback, buttons: feedbackButtons }],
  [
    'discord-results',
    {
      view: viewResults(englishWording, { ...turn, userId: null }, [answer, everyone], { private: false }),
    },
  ],
];

type Line = { svg: string; height: number };

async function draw(card: Card): Promise<Buffer> {
  const [container] = card.components;
  if (!container || !('components' in container)) throw new Error('This is not a card');
  const accent = 'accent_color' in container ? container.accent_color : undefined;
  const lines = container.components.flatMap((component): Line[] => {
    if ('content' in component) return [...linesOf(component.content), { svg: '', height: 8 }];
    return 'components' in component ? [buttonsLine(component.components)] : [];
  });
  let y = 34;
  const body = lines.map(({ svg, height }) => {
    const placed = `<g transform="translate(${inset},${y})">${svg}</g>`;
    y += height;
    return placed;
  });
  const bar =
    accent === undefined
      ? ''
      : `<rect x="12" y="12" width="5" height="${y - 14}" rx="2" fill="#${accent?.toString(16).padStart(6, '0')}"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${y + 12}" font-family="DejaVu Sans" font-size="14" fill="#dbdee1">
<rect width="100%" height="100%" fill="#1a1a1e"/><rect x="12" y="12" width="${width - 24}" height="${y - 14}" rx="8" fill="#2b2d31"/>${bar}${body.join('')}</svg>`;
  const fonts = join(dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')), 'ttf');
  const fontFiles = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf', 'DejaVuSansMono.ttf'].map((file) =>
    join(fonts, file),
  );
  const image = await renderAsync(svg, {
    font: { fontFiles, loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans' },
  });
  return Buffer.from(image.asPng());
}

function linesOf(content: string): Line[] {
  return content.split(/(```(?:.|\n)*?```)/).flatMap((part) => {
    if (part.startsWith('```')) return codeLines(part.slice(3, -3).trim().split('\n'));
    return part
      .split('\n')
      .filter((line) => line !== '')
      .flatMap(textLines);
  });
}
function codeLines(rows: string[]): Line[] {
  return rows.map((row) => ({
    svg: `<text xml:space="preserve" font-family="DejaVu Sans Mono" font-size="13">${inXml(row)}</text>`,
    height: 19,
  }));
}
function textLines(line: string): Line[] {
  const [size, fill, text] = line.startsWith('### ')
    ? [19, '#ffffff', `**${line.slice(4)}**`]
    : line.startsWith('-# ')
      ? [11.5, '#949ba4', line.slice(3)]
      : [14, '#dbdee1', line];
  return wrap(text, Math.floor((width - 2 * inset) / (size * 0.58))).map((row) => ({
    svg: `<text font-size="${size}" fill="${fill}">${inline(row)}</text>`,
    height: size * 1.45,
  }));
}

function wrap(text: string, room: number): string[] {
  const rows: string[] = [];
  let row = '';
  for (const word of plain(text).split(' ')) {
    if (row !== '' && row.length + word.length + 1 > room) {
      rows.push(row);
      row = '';
    }
    row = row === '' ? word : `${row} ${word}`;
  }
  // Bold that continues in the next row is closed in one and reopened in the other.
  let isBold = false;
  return [...rows, row].map((one) => {
    const whole = isBold ? `**${one}` : one;
    isBold = (whole.match(/\*\*/g)?.length ?? 0) % 2 === 1;
    return isBold ? `${whole}**` : whole;
  });
}

/** What is left of markup once Discord has read it: escapes are gone, people are shown by name. */
const plain = (text: string) =>
  text.replace(/<@(\d+)>/g, (_, id: string) => `@${names[id] ?? 'someone'}`).replace(/\\([^\w\s])/g, '$1');
const inXml = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
const inline = (text: string) =>
  inXml(text)
    .replace(/\*\*(.*?)\*\*/g, '<tspan font-weight="bold">$1</tspan>')
    .replace(/@(Alice|Bob)/g, '<tspan fill="#a5b4fc">@$1</tspan>');

function buttonsLine(buttons: readonly object[]): Line {
  let x = 0;
  const colours = ['', '#5865f2', '#4e5058', '#248046', '#da373c'];
  const drawn = buttons.map((one) => {
    const label = 'label' in one ? String(one.label) : '';
    const style = 'style' in one ? Number(one.style) : 2;
    const wide = label.length * 7.9 + 26;
    const svg = `<rect x="${x}" y="-12" width="${wide}" height="30" rx="6" fill="${colours[style]}"/><text x="${x + wide / 2}" y="8" font-size="13" text-anchor="middle" fill="#ffffff">${inXml(label)}</text>`;
    x += wide + 8;
    return svg;
  });
  return { svg: drawn.join(''), height: 40 };
}

mkdirSync(folder, { recursive: true });
for (const [name, message] of shown) {
  const card = renderCard(message, { tenant, wording: englishWording });
  writeFileSync(join(folder, `${name}.png`), await draw(card));
}
await evaluator.close();
await models.close();
