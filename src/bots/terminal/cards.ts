/** A view as text for a terminal: bars, marks and remarks, wrapped to the width, in colour only if wanted. */
import { styleText } from 'node:util';
import { programCall } from '../../config.ts';
import { visibleText } from '../../given-text.ts';
import { momentMarks, personMarks, withoutMarks } from '../../wording/marks.ts';
import { type Block, bar, clock, type Point, type View } from '../view.ts';

export type Look = { colours: boolean; width: number };

type Style = Parameters<typeof styleText>[0];

const marks: Record<Point['mark'], { sign: string; style: Style }> = {
  covered: { sign: '✔', style: 'green' },
  partial: { sign: '◐', style: 'yellow' },
  missed: { sign: '✘', style: 'gray' },
  contradicted: { sign: '✖', style: 'red' },
  info: { sign: '·', style: 'gray' },
};

const remarks: Record<Extract<Block, { type: 'remark' }>['kind'], { sign: string; style: Style }> = {
  strength: { sign: '✔', style: 'green' },
  fix: { sign: '➜', style: 'yellow' },
  rewrite: { sign: '✎', style: 'cyan' },
  'follow-up': { sign: '↪', style: 'magenta' },
  outline: { sign: '≡', style: 'cyan' },
  warning: { sign: '!', style: 'yellow' },
};

export function renderView(view: View, look: Look): string {
  const paint = painter(look);
  const lines = [
    paint('bold', clean(view.title).replaceAll('\n', ' ')),
    ...(view.meta.length === 0
      ? []
      : wrap(clean(view.meta.join(' · ')), look.width).map((line) => paint('gray', line))),
    ...view.blocks.flatMap((block) => renderBlock(block, look)),
  ];
  return lines.join('\n');
}

function renderBlock(block: Block, look: Look): string[] {
  const paint = painter(look);
  switch (block.type) {
    case 'text':
      return ['', ...wrap(clean(block.text), look.width)];
    case 'bars': {
      const rows = block.rows.map((row) => ({ ...row, label: clean(row.label).replaceAll('\n', ' ') }));
      const label = Math.max(0, ...rows.map((row) => row.label.length));
      return [
        '',
        ...rows.flatMap((row) => {
          const name = row.label.padEnd(label);
          if (row.score === null) {
            const [first = '', ...rest] = wrap(clean(row.note ?? '–'), look.width - label - 2);
            return [
              `${name}  ${paint('gray', first)}`,
              ...rest.map((line) => `${' '.repeat(label + 2)}${paint('gray', line)}`),
            ];
          }
          const shown = `${name}  ${paint(toneOf(row.score), bar(row.score))} ${String(Math.round(row.score)).padStart(3)}`;
          return [row.note === undefined ? shown : `${shown}  ${paint('gray', clean(row.note))}`];
        }),
      ];
    }
    case 'points':
      return [
        '',
        ...(block.title === ''
          ? []
          : wrap(clean(block.title), look.width).map((line) => paint('bold', line))),
        ...block.points.flatMap((point) => renderPoint(point, look)),
      ];
    case 'remark': {
      const { sign, style } = remarks[block.kind];
      return [
        '',
        ...hang(`${sign} ${clean(block.label)}: `, clean(block.text), look.width, (lead) =>
          paint(style, lead),
        ),
      ];
    }
  }
}

function renderPoint(point: Point, look: Look): string[] {
  const paint = painter(look);
  const { sign, style } = marks[point.mark];
  const at = point.startMs === undefined ? '' : ` (${clock(point.startMs)})`;
  return [
    ...hang(`  ${sign} `, clean(point.text) + (point.quote === undefined ? at : ''), look.width, (lead) =>
      paint(style, lead),
    ),
    ...(point.quote === undefined
      ? []
      : hang('    ', `“${clean(point.quote)}”${at}`, look.width, (lead) => lead).map((line) =>
          paint('gray', line),
        )),
  ];
}

const toneOf = (score: number): Style => (score >= 70 ? 'green' : score >= 50 ? 'yellow' : 'red');

/** Text from people cannot move the cursor or change colours; people are shown by their id, moments in UTC. */
export const clean = (text: string): string =>
  withoutMarks(
    visibleText(text)
      .replace(personMarks, '$1')
      .replace(momentMarks, (_, moment: string) => `${moment.slice(0, 16).replace('T', ' ')} UTC`),
  );

const painter =
  ({ colours }: Look) =>
  (style: Style, text: string): string =>
    colours ? styleText(style, text, { validateStream: false }) : text;

/** Wraps text: the first line begins with `lead`, the others are indented by its width. */
function hang(lead: string, text: string, width: number, style: (lead: string) => string): string[] {
  const [first = '', ...rest] = wrap(text, width - lead.length);
  return [style(lead) + first, ...rest.map((line) => ' '.repeat(lead.length) + line)];
}

/** Breaks lines between words. A line that fits stays as it is: code keeps its indentation. */
export function wrap(text: string, width: number): string[] {
  const limit = Math.max(20, width);
  return keepTogether(text)
    .split('\n')
    .flatMap((paragraph) => {
      if (paragraph.length <= limit) return [paragraph.replaceAll(joint, ' ')];
      const lines: string[] = [];
      let line = '';
      for (const word of paragraph.split(/\s+/)) {
        if (line !== '' && line.length + 1 + word.length > limit) {
          lines.push(line);
          line = word;
        } else line = line === '' ? word : `${line} ${word}`;
      }
      return [...lines, line].map((each) => each.replaceAll(joint, ' '));
    });
}

/** Stands for a space where no line may break. */
const joint = '\uE010';

/** A command of the program and its first words stay on one line, because people copy them. */
const keepTogether = (text: string): string =>
  text.replace(printedCommand, (command) => command.replaceAll(' ', joint));
const printedCommand = new RegExp(`${programCall}( [a-z0-9.-]+){0,3}`, 'g');
