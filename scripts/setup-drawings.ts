/**
 * Draws where to click while setting up Discord and Slack, into `docs/pictures`. They are drawings, and say so: only the words on
 * buttons and fields are those of the real pages.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** `does`: the number of the step in the document that something belongs to. */
type Line = { text: string; as: 'label' | 'button' | 'field' | 'off' | 'note'; does?: string };
type Page = { where: string; menu: readonly string[]; open: string; lines: readonly Line[] };

const pages: Record<string, readonly Page[]> = {
  'discord-set-up': [
    {
      where: 'discord.com/developers',
      menu: ['General Information', 'Installation', 'OAuth2', 'Bot'],
      open: 'Bot',
      lines: [
        { text: 'Token', as: 'label' },
        { text: 'Reset Token', as: 'button', does: '2' },
        { text: 'Public Bot', as: 'off', does: '2' },
        { text: 'Privileged Gateway Intents', as: 'label' },
        { text: 'Presence Intent', as: 'off', does: '2' },
        { text: 'Server Members Intent', as: 'off', does: '2' },
        { text: 'Message Content Intent', as: 'off', does: '2' },
      ],
    },
    {
      where: 'the link that doctor prints',
      menu: [],
      open: '',
      lines: [
        { text: 'Add to Server', as: 'label' },
        { text: 'your server', as: 'field', does: '4' },
        { text: 'Continue', as: 'button', does: '4' },
        { text: 'ten permissions, listed in step 4', as: 'note' },
        { text: 'Authorize', as: 'button', does: '4' },
      ],
    },
  ],
  'slack-set-up': [
    {
      where: 'api.slack.com/apps',
      menu: [],
      open: '',
      lines: [
        { text: 'Create New App', as: 'button', does: '1' },
        { text: 'From a manifest', as: 'button', does: '1' },
        { text: 'your workspace', as: 'field', does: '1' },
        { text: 'slack/manifest.yaml', as: 'field', does: '1' },
        { text: 'Create', as: 'button', does: '1' },
      ],
    },
    {
      where: 'api.slack.com/apps',
      menu: ['Basic Information', 'Install App'],
      open: 'Basic Information',
      lines: [
        { text: 'App-Level Tokens', as: 'label' },
        { text: 'Generate Token and Scopes', as: 'button', does: '2' },
        { text: 'connections:write', as: 'field', does: '2' },
        { text: 'xapp-… is SLACK_APP_TOKEN', as: 'note' },
      ],
    },
    {
      where: 'api.slack.com/apps',
      menu: ['Basic Information', 'Install App'],
      open: 'Install App',
      lines: [
        { text: 'Install to your workspace', as: 'button', does: '3' },
        { text: 'Allow', as: 'button', does: '3' },
        { text: 'Bot User OAuth Token', as: 'label' },
        { text: 'xoxb-… is SLACK_BOT_TOKEN', as: 'note' },
      ],
    },
  ],
};

const [pageWidth, lineHeight, gap, menuWidth] = [430, 38, 16, 150];

for (const [name, list] of Object.entries(pages)) {
  const height = Math.max(...list.map(({ lines }) => lines.length)) * lineHeight + 90;
  const width = list.length * (pageWidth + gap) + gap;
  const drawn = list.map((page, at) => draw(page, gap + at * (pageWidth + gap), height - 44)).join('');
  const note = text(
    gap,
    height - 10,
    'A drawing, not a screenshot: numbers are the steps on this page.',
    '#57606a',
  );
  writeFileSync(
    join(import.meta.dirname, `../docs/pictures/${name}.svg`),
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="DejaVu Sans, sans-serif" font-size="13"><rect width="100%" height="100%" fill="#ffffff"/>${drawn}${note}</svg>\n`,
  );
}

function draw({ where, menu, open, lines }: Page, x: number, height: number): string {
  const left = x + (menu.length > 0 ? menuWidth : 0) + 16;
  const entries = menu.map((entry, at) => {
    const y = 66 + at * 28;
    const mark = entry === open ? box(x + 6, y - 18, menuWidth - 12, 26, '#ddf4ff', 'none') : '';
    return mark + text(x + 14, y, entry);
  });
  return [
    box(x, 10, pageWidth, height, '#ffffff', '#8c959f'),
    box(x, 10, pageWidth, 28, '#eaeef2', '#8c959f'),
    text(x + 12, 29, where, '#57606a'),
    ...entries,
    ...lines.map((line, at) => drawLine(line, left, 66 + at * lineHeight)),
  ].join('');
}

function drawLine({ text: words, as, does }: Line, x: number, y: number): string {
  const number = does
    ? `<circle cx="${x + 6}" cy="${y - 5}" r="9" fill="#cf222e"/>${text(x + 2.5, y - 0.5, does, '#ffffff')}`
    : '';
  const at = x + 24;
  if (as === 'label') return text(x, y, words, '#1f2328', 'bold');
  if (as === 'note') return text(x, y, words, '#57606a');
  if (as === 'off')
    return `${number}${text(at, y, words)}<rect x="${at + 170}" y="${y - 13}" width="32" height="16" rx="8" fill="#8c959f"/><circle cx="${at + 178}" cy="${y - 5}" r="6" fill="#ffffff"/>`;
  const [fill, colour, edge] =
    as === 'button' ? ['#0969da', '#ffffff', 'none'] : ['#ffffff', '#1f2328', '#8c959f'];
  return `${number}${box(at, y - 20, words.length * 7.6 + 24, 28, fill, edge)}${text(at + 12, y - 1, words, colour)}`;
}

function box(x: number, y: number, width: number, height: number, fill: string, edge: string): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="4" fill="${fill}" stroke="${edge}"/>`;
}

function text(x: number, y: number, words: string, colour = '#1f2328', weight = 'normal'): string {
  return `<text x="${x}" y="${y}" fill="${colour}" font-weight="${weight}">${words}</text>`;
}
