/** A message as one Components V2 card, within Discord's limits. */
import { createHash } from 'node:crypto';
import {
  type APIButtonComponentWithCustomId,
  type APIComponentInContainer,
  type APIMessageTopLevelComponent,
  ButtonStyle,
  ComponentType,
  MessageFlags,
} from 'discord.js';
import type { TenantId } from '../../domain.ts';
import type { Wording } from '../../wording/wording.ts';
import { type Button, buttonActions, type Message, type MessageFile, type Pressed } from '../message.ts';
import { type BarRow, type Block, bar, clock, type Point, type View } from '../view.ts';
import { guildIdOf, tenantOfGuild } from './guild-tenant.ts';
import { cutText, fitText, plainLine } from './text.ts';

/** What `send`, `reply` and `edit` of discord.js take. */
export type Card = {
  components: APIMessageTopLevelComponent[];
  files: { attachment: Buffer; name: string; description: string }[];
  flags: MessageFlags.IsComponentsV2;
  allowedMentions: { parse: [] };
};

export type CardOptions = {
  /**
   * Goes into the buttons: in direct messages nothing else says which server a person's history belongs to.
   */
  tenant: TenantId;
  wording: Wording;
  /** Marks the card, so that an earlier post of it can be recognised. */
  receipt?: string | undefined;
};

/** Discord allows 4,000 characters; most cards need far fewer, and the help nearly all of them. */
const textLimit = 3_800;
const rowsLimit = 4;

export function renderCard(message: Message, { tenant, wording, receipt }: CardOptions): Card {
  const { view, status, files = [], buttons = [] } = message;
  const head = [
    `### ${fitText(view.title.replace(/\s+/g, ' '), 200) || '\u200B'}`,
    ...(view.meta.length === 0 ? [] : [`-# ${fitText(view.meta.join(' · ').replace(/\s+/g, ' '), 300)}`]),
  ].join('\n');
  const tail = status ? `-# ${fitText(status.replace(/\s+/g, ' '), 300)}` : '';
  const body = renderBlocks(view.blocks, textLimit - head.length - tail.length, wording);
  const colour = colourOf(view);
  const texts = [head, ...body, ...(tail ? [tail] : [])];
  const container = {
    type: ComponentType.Container as const,
    ...(receipt === undefined ? {} : { id: receiptId(receipt) }),
    ...(colour === null ? {} : { accent_color: colour }),
    components: [
      ...texts.map((content) => ({ type: ComponentType.TextDisplay as const, content })),
      ...files.map(showFile),
      ...rows(buttons, tenant),
    ],
  };
  const attached = files.map(({ name, bytes, alt }) => ({
    attachment: Buffer.from(bytes),
    name,
    description: cutText(alt, 1000),
  }));
  return cardOf([container], attached);
}

/** Discord gives each component a number; the ones it chooses itself are small. */
export const receiptId = (receipt: string): number =>
  (createHash('sha256').update(receipt).digest().readUInt32BE() >>> 2) + 1_000;

/**
 * A posted card without the lines that name a person. If a text is nothing but a name, what follows is about
 * that person too, until the next name. Null if nobody is left.
 */
export function withoutPerson(posted: readonly APIMessageTopLevelComponent[], userId: string): Card | null {
  const [container] = posted;
  if (container?.type !== ComponentType.Container) return null;
  let isAboutThem = false;
  const kept = container.components
    .filter(({ type }) => !fileTypes.includes(type))
    .flatMap((part): APIComponentInContainer[] => {
      if (part.type !== ComponentType.TextDisplay) return [part];
      const lines = part.content.split('\n');
      const rest = lines.filter((line) => !line.includes(`<@${userId}>`));
      if (lines.some(namesSomebody)) isAboutThem = !rest.some(namesSomebody) && rest.length < lines.length;
      if (isAboutThem || rest.join('').trim() === '') return [];
      return [{ ...part, content: rest.join('\n') }];
    });
  const isLeft = kept.some((part) => part.type === ComponentType.TextDisplay && namesSomebody(part.content));
  return isLeft ? cardOf([{ ...container, components: kept }]) : null;
}

const namesSomebody = (text: string): boolean => /<@\d+>/.test(text);
const fileTypes: readonly ComponentType[] = [ComponentType.MediaGallery, ComponentType.File];

const cardOf = (components: APIMessageTopLevelComponent[], files: Card['files'] = []): Card => ({
  components,
  files,
  flags: MessageFlags.IsComponentsV2,
  allowedMentions: { parse: [] },
});

function showFile({ name, alt }: MessageFile) {
  const url = `attachment://${name}`;
  return /\.(png|jpe?g|gif|webp)$/i.test(name)
    ? {
        type: ComponentType.MediaGallery as const,
        items: [{ media: { url }, description: cutText(alt, 1000) }],
      }
    : { type: ComponentType.File as const, file: { url } };
}

function rows(buttons: readonly Button[], tenant: TenantId) {
  const shown = buttons.slice(0, rowsLimit * 5);
  const count = Math.ceil(shown.length / 5);
  const inEach = Math.ceil(shown.length / Math.max(1, count));
  return Array.from({ length: count }, (_, row) => ({
    type: ComponentType.ActionRow as const,
    components: shown.slice(row * inEach, (row + 1) * inEach).map((button) => ({
      type: ComponentType.Button as const,
      style: styleOf(button),
      label: cutText(button.label, 80),
      custom_id: buttonId(button, tenant),
    })),
  }));
}

function styleOf({ action, style }: Button): APIButtonComponentWithCustomId['style'] {
  if (action === 'done' || action === 'agree') return ButtonStyle.Success;
  if (style === undefined) return ButtonStyle.Secondary;
  return style === 'danger' ? ButtonStyle.Danger : ButtonStyle.Primary;
}

/** Green, blue, amber or red by the mean of the bars; none where nothing was scored. */
function colourOf({ blocks }: View): number | null {
  const scores = blocks.flatMap((block) =>
    block.type === 'bars' ? block.rows.flatMap((row) => (row.score === null ? [] : [row.score])) : [],
  );
  if (scores.length === 0) return null;
  const score = scores.reduce((sum, one) => sum + one, 0) / scores.length;
  return score >= 75 ? 0x3ba55d : score >= 55 ? 0x5865f2 : score >= 35 ? 0xd9a520 : 0xc9442f;
}

const ours = 'gr';

/** What a button means, written into it in at most 100 characters, so that it works after a restart too. */
export const buttonId = ({ action, about, turn = '', value = '' }: Pressed, tenant: TenantId): string =>
  [ours, action, shortId(about), guildIdOf(tenant), shortId(turn), value].join('|');

/** Null for a button that is not ours; `unknown` for one that this version no longer knows. */
export function readButtonId(id: string): { pressed: Pressed; tenant: TenantId } | null {
  const [first, name, about = '', server, ...rest] = id.split('|');
  const known = buttonActions.find((one) => one === (name === 'forget' ? 'delete-for-good' : name));
  if (first !== ours || !server || !name) return null;
  // Buttons from 0.1 did not carry a turn.
  const [turn, value] = rest.length === 2 ? rest : [undefined, rest[0]];
  const pressed: Pressed = {
    action: known ?? 'unknown',
    about: longId(about),
    ...(turn ? { turn: longId(turn) } : {}),
    ...(value ? { value } : {}),
  };
  return { pressed, tenant: tenantOfGuild(server) };
}

/** A UUID in 23 characters instead of 36. */
export const shortId = (id: string): string =>
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)
    ? `~${Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url')}`
    : id;
export const longId = (id: string): string =>
  id.startsWith('~')
    ? Buffer.from(id.slice(1), 'base64url')
        .toString('hex')
        .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
    : id;

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

/**
 * One text per block, `limit` characters in all: long blocks are shortened first, then the last ones are left
 * out.
 */
function renderBlocks(blocks: readonly Block[], limit: number, wording: Wording): string[] {
  for (const scale of [1, 0.7, 0.5, 0.35, 0.2]) {
    const texts = blocks.map((block) => renderBlock(block, scale, wording)).filter((text) => text !== '');
    const merged = atMost(texts, 20);
    if (sizeOf(merged) <= limit) return merged;
  }
  const kept: string[] = [];
  for (const block of blocks) {
    const text = renderBlock(block, 0.2, wording);
    if (text === '') continue;
    if (kept.length === 20 || sizeOf([...kept, text]) > limit - 2) return [...kept, '…'];
    kept.push(text);
  }
  return kept;
}

const sizeOf = (texts: readonly string[]) => texts.reduce((sum, text) => sum + text.length, 0);

/** A message has at most 40 components, so short neighbours share one. */
function atMost(texts: readonly string[], count: number): string[] {
  return texts.length <= count
    ? [...texts]
    : [...texts.slice(0, count - 1), texts.slice(count - 1).join('\n')];
}

function renderBlock(block: Block, scale: number, wording: Wording): string {
  switch (block.type) {
    case 'text':
      return fitText(block.text, Math.round(1200 * scale));
    case 'bars':
      return block.rows.length === 0 ? '' : renderBars(block.rows.slice(0, 10), scale);
    case 'points':
      return renderPoints(block, scale, wording);
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

type Points = Extract<Block, { type: 'points' }>;

function renderPoints({ title, points }: Points, scale: number, { say }: Wording): string {
  const limit = Math.max(2, Math.round(10 * scale));
  const lines = points.slice(0, limit).map(({ mark, text, quote, startMs }) => {
    const said = quote === undefined ? '' : ` “${fitText(quote, Math.round(160 * scale))}”`;
    const at = startMs === undefined ? '' : ` (${clock(startMs)})`;
    return `${marks[mark]} ${fitText(text, Math.round(240 * scale))}${said}${at}`;
  });
  const more = points.length > limit ? [say('discord.more', { count: points.length - limit })] : [];
  const head = title.trim() === '' ? [] : [`**${fitText(title, 200)}**`];
  return [...head, ...lines, ...more].join('\n');
}
