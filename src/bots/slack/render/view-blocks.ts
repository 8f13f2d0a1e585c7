/** A view as Block Kit, within every limit that Slack has. */
import type { types } from '@slack/bolt';
import { type Action, type Block, bar, clock, type Point, type View } from '../../view.ts';
import { cut, fallback, literal, withoutNames } from './mrkdwn.ts';

export type KnownBlock = types.KnownBlock;

/** A message for Slack: `text` says the same as the blocks, for notifications and screen readers. */
export type Content = { text: string; blocks: KnownBlock[] };

export const limits = {
  blocks: 50,
  /** Over all blocks of a message: about 13,200 is refused, which is seen and not documented. */
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

/** A button: what it does, and the id of the session or answer it is about. */
export type Button = { name: Action['name'] | SlackAction; label: string; about: string };
/** Buttons that only Slack has. */
export type SlackAction =
  | 'setup'
  | 'join'
  | 'seat'
  | 'follow-up'
  | 'close'
  | 'progress'
  | 'practise-weak'
  | 'forget-all';

export type RenderOptions = {
  /** Becomes the id of the first block, by which the message is found again when its posting was in doubt. */
  receipt?: string | undefined;
  /** Buttons beside those of the view. */
  buttons?: Button[] | undefined;
};

export function renderView(view: View, { receipt, buttons = [] }: RenderOptions = {}): Content {
  const meta = view.meta.filter(isShown);
  const blocks = shortened([
    { ...header(view.title), ...(receipt === undefined ? {} : { block_id: receipt }) },
    ...(meta.length === 0 ? [] : [context(meta.join(' · '))]),
    ...view.blocks.flatMap(renderBlock),
    ...renderButtons([...(view.actions ?? []), ...buttons]),
  ]);
  return { text: cut(fallback(sayInText(view)), limits.fallback), blocks };
}

export const header = (text: string): KnownBlock => ({
  type: 'header',
  text: { type: 'plain_text', text: cut(withoutNames(text), limits.header), emoji: false },
});

/** `mrkdwn` is formatted already, and what people said in it is escaped. */
export const section = (mrkdwn: string): KnownBlock => ({
  type: 'section',
  text: { type: 'mrkdwn', text: cut(mrkdwn, limits.section), verbatim: true },
});

export const context = (text: string): KnownBlock => ({
  type: 'context',
  elements: [{ type: 'mrkdwn', text: cut(literal(text), limits.context), verbatim: true }],
});

/** Slack refuses texts with nothing in them. */
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

/** The id of a button: what it does. Its value says of what. */
export const actionId = (name: string): string => `greenroom:${name}`;

function renderButton({
  name,
  label,
  about,
}: Button): Extract<KnownBlock, { type: 'actions' }>['elements'][number] {
  const style = styles[name];
  return {
    type: 'button',
    action_id: actionId(name),
    text: { type: 'plain_text', text: cut(label, limits.buttonText), emoji: false },
    value: about,
    ...(style === undefined ? {} : { style }),
    ...(confirms[name] === undefined ? {} : { confirm: confirms[name] }),
  };
}

const styles: Partial<Record<Button['name'], 'primary' | 'danger'>> = {
  done: 'primary',
  setup: 'primary',
  join: 'primary',
  delete: 'danger',
  'forget-all': 'danger',
};

const confirm = (title: string, text: string, yes: string) => ({
  title: { type: 'plain_text' as const, text: title },
  text: { type: 'plain_text' as const, text },
  confirm: { type: 'plain_text' as const, text: yes },
  deny: { type: 'plain_text' as const, text: 'Keep' },
  style: 'danger' as const,
});

/** What Slack asks before it tells the app of a click. */
const confirms: Partial<Record<Button['name'], ReturnType<typeof confirm>>> = {
  delete: confirm(
    'Delete this answer?',
    'What you said, its scores and its feedback are erased for good.',
    'Delete for good',
  ),
};

export function renderButtons(buttons: Button[]): KnownBlock[] {
  const rows: KnownBlock[] = [];
  for (let at = 0; at < buttons.length; at += limits.buttonsInRow) {
    const elements = buttons.slice(at, at + limits.buttonsInRow).map(renderButton);
    rows.push({ type: 'actions', elements });
  }
  return rows;
}

/** Drops what is in the middle when there is too much: the first blocks name the card, the last ones hold its buttons. */
function shortened(blocks: KnownBlock[]): KnownBlock[] {
  const kept = [...blocks];
  const note = context('… shortened: ask for the transcript to read all of it');
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
        const value = score === null ? 'not judged' : `${Math.round(score)} of 100`;
        return `${label}: ${value}${note === undefined ? '' : ` (${note})`}`;
      });
  }
}
