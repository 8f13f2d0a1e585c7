/** A view as Block Kit, within Slack's limits. */
import type { types } from '@slack/bolt';
import { z } from 'zod';
import type { Wording } from '../../wording/wording.ts';
import type { Button, Message, Pressed } from '../message.ts';
import { type Block, bar, clock, type Point, type View } from '../view.ts';
import { cut, fallback, literal, withoutNames } from './text.ts';

export type KnownBlock = types.KnownBlock;

/** A message for Slack: `text` says the same as the blocks, for notifications and screen readers. */
export type Content = { text: string; blocks: KnownBlock[] };

export const limits = {
  blocks: 50,
  /** For all blocks of a message: Slack refuses about 13,200. That is observed, not documented. */
  message: 12_000,
  section: 3000,
  fields: 10,
  header: 150,
  context: 2000,
  buttonText: 75,
  buttonsInRow: 5,
  fallback: 3500,
} as const;

const remarkMarks = {
  strength: ':white_check_mark:',
  fix: ':point_right:',
  rewrite: ':pencil2:',
  'follow-up': ':arrow_right_hook:',
  outline: ':memo:',
  warning: ':warning:',
} as const;
const pointMarks = { covered: '✔', partial: '◐', missed: '✘', contradicted: '⚠', info: '•' } as const;

/**
 * `receipt` becomes the id of the first block; it serves to find the message when it is unclear whether it
 * was posted.
 */
export function renderMessage(
  { view, buttons = [] }: Message,
  { wording, receipt }: { wording: Wording; receipt?: string | undefined },
): Content {
  const meta = view.meta.filter(isShown);
  const blocks = shortened(
    [
      { ...header(view.title, wording), ...(receipt === undefined ? {} : { block_id: receipt }) },
      ...(meta.length === 0 ? [] : [context(meta.join(' · '))]),
      ...view.blocks.flatMap(renderBlock),
      ...renderButtons(buttons),
    ],
    wording,
  );
  return { text: cut(fallback(sayInText(view)), limits.fallback), blocks };
}

export const header = (text: string, wording: Wording): KnownBlock => ({
  type: 'header',
  text: { type: 'plain_text', text: cut(withoutNames(text, wording), limits.header), emoji: false },
});

/** `mrkdwn` is already formatted, and people's own words in it are escaped. */
export const section = (mrkdwn: string): KnownBlock => ({
  type: 'section',
  text: { type: 'mrkdwn', text: cut(mrkdwn, limits.section), verbatim: true },
});

export const context = (text: string): KnownBlock => ({
  type: 'context',
  elements: [{ type: 'mrkdwn', text: cut(literal(text), limits.context), verbatim: true }],
});

/** Slack refuses empty texts. */
const isShown = (text: string): boolean => text.trim() !== '';

function renderBlock(block: Block): KnownBlock[] {
  switch (block.type) {
    case 'text':
      return !isShown(block.text) ? [] : [section(literal(block.text))];
    case 'remark':
      return [section(`${remarkMarks[block.kind]} *${literal(block.label)}:* ${literal(block.text)}`)];
    case 'points':
      return block.points.length === 0 ? [] : [section(pointLines(block.title, block.points).join('\n'))];
    case 'bars':
      return renderBars(block);
  }
}

function renderBars({ rows }: Extract<Block, { type: 'bars' }>): KnownBlock[] {
  if (rows.length === 0) return [];
  const fields = rows.slice(0, limits.fields).map(({ label, score, note }) => {
    const name = literal(cut(label, 100));
    const remark = note === undefined ? '' : ` (${literal(cut(note, 200))})`;
    const text =
      score === null ? `*${name}* –${remark}` : `*${name}* ${Math.round(score)}${remark}\n${bar(score)}`;
    return { type: 'mrkdwn' as const, text, verbatim: true };
  });
  return [{ type: 'section', fields }];
}

function pointLines(title: string, points: Point[]): string[] {
  const lines = points.map(({ mark, text, quote, startMs }) => {
    const time = startMs === undefined ? '' : ` (${clock(startMs)})`;
    const words = quote === undefined ? '' : ` — “${literal(cut(quote, 300))}”`;
    return `${pointMarks[mark]} ${literal(cut(text, 400))}${words}${time}`;
  });
  return title === '' ? lines : [`*${literal(cut(title, 300))}*`, ...lines];
}

/** The id of a button says what it does, its value to what. */
const actionPrefix = 'greenroom:';
export const actionId = (action: string): string => `${actionPrefix}${action}`;

export function renderButtons(buttons: readonly Button[]): KnownBlock[] {
  const rows: KnownBlock[] = [];
  for (let at = 0; at < buttons.length; at += limits.buttonsInRow) {
    const row = buttons.slice(at, at + limits.buttonsInRow);
    rows.push({ type: 'actions', elements: row.map((button, place) => renderButton(button, place, row)) });
  }
  return rows;
}

/** Slack takes each id only once per row: if several buttons do the same, all but the first are numbered. */
function renderButton(
  { action, label, style, confirm, ...rest }: Button,
  place: number,
  row: readonly Button[],
): types.Button {
  const isFirst = row.findIndex((one) => one.action === action) === place;
  const plain = (text: string) => ({ type: 'plain_text' as const, text });
  return {
    type: 'button',
    action_id: isFirst ? actionId(action) : `${actionId(action)}:${place}`,
    text: { type: 'plain_text', text: cut(label, limits.buttonText), emoji: false },
    value: buttonValue(rest),
    ...(style === undefined ? {} : { style }),
    ...(confirm === undefined
      ? {}
      : {
          confirm: {
            title: plain(confirm.title),
            text: plain(confirm.text),
            confirm: plain(confirm.yes),
            deny: plain(confirm.no),
            style: 'danger' as const,
          },
        }),
  };
}

/** Slack takes no empty value; trailing fields that are not given are left out. */
const buttonValue = ({ about, turn = '', value = '' }: Omit<Pressed, 'action'>): string =>
  [about || '-', turn, value].join('|').replace(/\|+$/, '');

/** The meaning of one of our buttons; null for any other. */
export function readButton({ action_id: id, value = '' }: { action_id: string; value?: string | undefined }) {
  if (!id.startsWith(actionPrefix)) return null;
  const [about = '', turn = '', more = ''] = value.split('|');
  return {
    action: id.slice(actionPrefix.length).replace(/:\d+$/, ''),
    about: about === '-' ? '' : about,
    ...(turn === '' ? {} : { turn }),
    ...(more === '' ? {} : { value: more }),
  };
}

/**
 * Drops blocks from the middle when there are too many: the first ones name the card, the last ones hold its
 * buttons.
 */
function shortened(blocks: KnownBlock[], { say }: Wording): KnownBlock[] {
  const kept = [...blocks];
  const note = context(say('slack.shortened'));
  let isShortened = false;
  while (kept.length > limits.blocks - 1 || lengthOf(kept) > limits.message) {
    const last = kept.findLastIndex((block) => block.type !== 'actions');
    if (last < 2) break;
    kept.splice(last, 1);
    isShortened = true;
  }
  if (!isShortened) return kept;
  const at = kept.findLastIndex((block) => block.type !== 'actions') + 1;
  return kept.toSpliced(at, 0, note);
}

function lengthOf(blocks: KnownBlock[]): number {
  let length = 0;
  JSON.stringify(blocks, (key, value: unknown) => {
    if (key === 'text' && typeof value === 'string') length += value.length;
    return value;
  });
  return length;
}

/** The whole view in plain sentences. */
export function sayInText({ title, meta, blocks }: View): string {
  return [title, meta.join(', '), ...blocks.flatMap(linesOf)].filter((line) => line !== '').join('\n');
}

function linesOf(block: Block): string[] {
  switch (block.type) {
    case 'text':
      return [block.text];
    case 'remark':
      return [`${block.label}: ${block.text}`];
    case 'points':
      return [block.title, ...block.points.map(({ mark, text }) => `${pointMarks[mark]} ${text}`)];
    case 'bars':
      return block.rows.map(({ label, score, note }) => {
        const value = score === null ? '–' : `${Math.round(score)}/100`;
        return `${label}: ${value}${note === undefined ? '' : ` (${note})`}`;
      });
  }
}

const shownSection = z.looseObject({
  type: z.literal('section'),
  text: z.looseObject({ text: z.string() }).optional(),
});

/**
 * Removes the lines that name a person from the blocks of a message. If a block is nothing but a name, the
 * sections below it are about that person too, until the next name. Null if nobody is left.
 */
export function withoutPerson(posted: readonly unknown[], userId: string): Content | null {
  const blocks: unknown[] = [];
  const names = new RegExp(`<@${userId}(\\|[^>]*)?>`);
  let isAboutThem = false;
  for (const block of posted) {
    const { data } = shownSection.safeParse(block);
    if (!data) {
      blocks.push(block);
      continue;
    }
    const lines = (data.text?.text ?? '').split('\n');
    const rest = lines.filter((line) => !names.test(line));
    if (lines.some(namesSomebody)) isAboutThem = !rest.some(namesSomebody);
    if (isAboutThem) continue;
    blocks.push(
      rest.length === lines.length ? block : { ...data, text: { ...data.text, text: rest.join('\n') } },
    );
  }
  if (!blocks.some((block) => textsOf(block).some(namesSomebody))) return null;
  return { text: cut(blocks.flatMap(textsOf).join('\n'), limits.fallback), blocks: blocks as KnownBlock[] };
}

const namesSomebody = (text: string) => /<@[UW][A-Z0-9]+(\|[^>]*)?>/.test(text);

/** All the text in a block, except its buttons. */
function textsOf(block: unknown): string[] {
  const { data } = shown.safeParse(block);
  return data === undefined
    ? []
    : [data.text, ...(data.elements ?? []), ...(data.fields ?? [])].flatMap((part) => part?.text ?? []);
}
const text = z.looseObject({ text: z.string() });
const shown = z.looseObject({
  type: z.enum(['section', 'header', 'context']),
  text: text.optional(),
  elements: z.array(text).optional(),
  fields: z.array(text).optional(),
});
