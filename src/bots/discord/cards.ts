/** A view as one Components V2 message, within every limit of Discord. */
import {
  type APIButtonComponentWithCustomId,
  type APIMessageTopLevelComponent,
  ButtonStyle,
  ComponentType,
  MessageFlags,
} from 'discord.js';
import type { TenantId } from '../../domain.ts';
import type { ActionName, BarRow, Block, Point, View } from '../view.ts';
import { bar, clock } from '../view.ts';
import { cutText, fitText, plainLine } from './text.ts';

export type CardFile = { name: string; bytes: Uint8Array; alt: string };
export type CardButton = { action: ButtonAction; label: string; about: string; value?: string };
export type CardOptions = {
  tenant: TenantId;
  /** A line under everything else: how far it is. Discord's own markup is kept. */
  status?: string | null;
  /** Buttons after those of the view. */
  buttons?: readonly CardButton[];
  /** Takes the buttons of the view away: what they were for is over. */
  closed?: boolean;
  files?: readonly CardFile[];
  /** Goes into the buttons, so that a card that was posted before can be told. */
  tag?: string;
};

/** What `send`, `reply` and `edit` of discord.js take. */
export type Card = {
  components: APIMessageTopLevelComponent[];
  files: { attachment: Buffer; name: string; description: string }[];
  flags: MessageFlags.IsComponentsV2;
  allowedMentions: { parse: [] };
};

/** Discord allows 4,000 characters; a card that is read at a glance needs far fewer. */
const textLimit = 3000;
const rowsLimit = 4;

export function renderCard(view: View, options: CardOptions): Card {
  const { files = [], status } = options;
  const head = [
    `### ${fitText(view.title.replace(/\s+/g, ' '), 200) || '\u200B'}`,
    ...(view.meta.length === 0 ? [] : [`-# ${fitText(view.meta.join(' · ').replace(/\s+/g, ' '), 300)}`]),
  ].join('\n');
  const tail = status ? `-# ${cutText(status, 300)}` : '';
  const body = renderBlocks(view.blocks, textLimit - head.length - tail.length);
  const colour = colourOf(view);
  const texts = [head, ...body, ...(tail ? [tail] : [])];
  return {
    components: [
      {
        type: ComponentType.Container,
        ...(colour === null ? {} : { accent_color: colour }),
        components: [
          ...texts.map((content) => ({ type: ComponentType.TextDisplay as const, content })),
          ...files.map(showFile),
          ...rows(options, buttonsOf(view, options)),
        ],
      },
    ],
    files: files.map(({ name, bytes, alt }) => ({
      attachment: Buffer.from(bytes),
      name,
      description: cutText(alt, 1000),
    })),
    flags: MessageFlags.IsComponentsV2,
    allowedMentions: { parse: [] },
  };
}

function showFile({ name, alt }: CardFile) {
  const url = `attachment://${name}`;
  return /\.(png|jpe?g|gif|webp)$/i.test(name)
    ? {
        type: ComponentType.MediaGallery as const,
        items: [{ media: { url }, description: cutText(alt, 1000) }],
      }
    : { type: ComponentType.File as const, file: { url } };
}

const buttonsOf = (view: View, { buttons = [], closed }: CardOptions): CardButton[] =>
  closed
    ? [...buttons]
    : [...(view.actions ?? []).map(({ name, ...rest }) => ({ action: name, ...rest })), ...buttons];

const styles: Partial<Record<ButtonAction, APIButtonComponentWithCustomId['style']>> = {
  done: ButtonStyle.Success,
  agree: ButtonStyle.Success,
  answer: ButtonStyle.Primary,
  retry: ButtonStyle.Primary,
  seat: ButtonStyle.Primary,
  show: ButtonStyle.Primary,
  stop: ButtonStyle.Danger,
  delete: ButtonStyle.Danger,
  forget: ButtonStyle.Danger,
  'forget-all': ButtonStyle.Danger,
};

function rows({ tenant, tag = '' }: CardOptions, buttons: readonly CardButton[]) {
  const shown = buttons.slice(0, rowsLimit * 5);
  return Array.from({ length: Math.ceil(shown.length / 5) }, (_, row) => ({
    type: ComponentType.ActionRow as const,
    components: shown.slice(row * 5, row * 5 + 5).map(({ action, label, about, value }) => ({
      type: ComponentType.Button as const,
      style: styles[action] ?? ButtonStyle.Secondary,
      label: cutText(label, 80),
      custom_id: customId({ action, about, tenant, value: value ?? tag }),
    })),
  }));
}

/** Green, blue, amber or red by the overall score in the title, else by the mean of the bars; none where nothing was scored. */
function colourOf({ title, blocks }: View): number | null {
  const overall = /^(\d+) of 100/.exec(title)?.[1];
  const scores = blocks.flatMap((block) =>
    block.type === 'bars' ? block.rows.flatMap((row) => (row.score === null ? [] : [row.score])) : [],
  );
  if (scores.length === 0) return null;
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const score = overall === undefined ? mean : Number(overall);
  return score >= 75 ? 0x3ba55d : score >= 55 ? 0x5865f2 : score >= 35 ? 0xd9a520 : 0xc9442f;
}

export type ButtonAction =
  | ActionName
  | 'answer'
  | 'agree'
  | 'revoke'
  | 'seat'
  | 'close'
  | 'join'
  | 'follow-up'
  | 'rate'
  | 'show'
  | 'forget'
  | 'forget-all';

export type ButtonMeaning = {
  action: ButtonAction | 'score' | 'score-message';
  /** Id of the session or answer it is about. */
  about: string;
  tenant: TenantId;
  /** More that the action needs: a rating. */
  value: string;
};

/** What a button means, written into it, so that it works after a restart too. */
const mark = 'gr';

/** At most 100 characters: `gr|done|<uuid>|<server>|`. */
export const customId = ({ action, about, tenant, value }: ButtonMeaning): string =>
  [mark, action, about, tenant.slice('discord:'.length), value].join('|');

/** Null for a button that is not ours. */
export function readCustomId(id: string): ButtonMeaning | null {
  const [first, action, about, server, value] = id.split('|');
  if (first !== mark || !action || about === undefined || !server) return null;
  return { action: action as ButtonAction, about, tenant: `discord:${server}`, value: value ?? '' };
}

const marks: Record<Point['mark'], string> = {
  covered: '✔',
  partial: '◐',
  missed: '✘',
  contradicted: '⚠',
  info: '•',
};
const remarkMarks = {
  strength: '✔',
  fix: '➜',
  rewrite: '✎',
  'follow-up': '↪',
  outline: '•',
  warning: '⚠',
} as const;

/** One text a block, `limit` characters in all: long blocks are cut first, then the last ones left out. */
function renderBlocks(blocks: readonly Block[], limit: number): string[] {
  for (const scale of [1, 0.7, 0.5, 0.35, 0.2]) {
    const texts = blocks.map((block) => renderBlock(block, scale)).filter((text) => text !== '');
    const merged = atMost(texts, 20);
    if (sizeOf(merged) <= limit) return merged;
  }
  const kept: string[] = [];
  for (const block of blocks) {
    const text = renderBlock(block, 0.2);
    if (text === '') continue;
    if (kept.length === 20 || sizeOf([...kept, text]) > limit - 2) return [...kept, '…'];
    kept.push(text);
  }
  return kept;
}

const sizeOf = (texts: readonly string[]) => texts.reduce((sum, text) => sum + text.length, 0);

/** A message has 40 components at most: short neighbours share one. */
function atMost(texts: readonly string[], count: number): string[] {
  return texts.length <= count
    ? [...texts]
    : [...texts.slice(0, count - 1), texts.slice(count - 1).join('\n')];
}

function renderBlock(block: Block, scale: number): string {
  switch (block.type) {
    case 'text':
      return fitText(block.text, Math.round(1200 * scale));
    case 'bars':
      return block.rows.length === 0 ? '' : renderBars(block.rows.slice(0, 10), scale);
    case 'points':
      return renderPoints(block.title, block.points, scale);
    case 'remark':
      return `${remarkMarks[block.kind]} **${fitText(block.label, 60)}:** ${fitText(block.text, Math.round(700 * scale))}`;
  }
}

function renderBars(rows: readonly BarRow[], scale: number): string {
  const width = Math.max(...rows.map((row) => Math.min(14, row.label.length)));
  const lines = rows.map(({ label, score, note }) => {
    const name = cutText(plainLine(label), 14).padEnd(width);
    const about = note === undefined ? '' : `  ${cutText(plainLine(note), Math.round(90 * scale))}`;
    return score === null
      ? `${name}  –${about}`
      : `${name}  ${bar(score)} ${String(Math.round(score)).padStart(3)}${about}`;
  });
  return `\`\`\`\n${lines.join('\n')}\n\`\`\``;
}

function renderPoints(title: string, points: readonly Point[], scale: number): string {
  const limit = Math.max(2, Math.round(10 * scale));
  const lines = points.slice(0, limit).map(({ mark, text, quote, startMs }) => {
    const said = quote === undefined ? '' : ` “${fitText(quote, Math.round(160 * scale))}”`;
    const at = startMs === undefined ? '' : ` (${clock(startMs)})`;
    return `${marks[mark]} ${fitText(text, Math.round(240 * scale))}${said}${at}`;
  });
  const more = points.length > limit ? [`… and ${points.length - limit} more`] : [];
  const head = title.trim() === '' ? [] : [`**${fitText(title, 200)}**`];
  return [...head, ...lines, ...more].join('\n');
}
