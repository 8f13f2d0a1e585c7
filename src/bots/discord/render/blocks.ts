import type { BarRow, Block, Point } from '../../view.ts';
import { bar, clock } from '../../view.ts';
import { cutText, fitText, plainLine } from './text.ts';

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
export function renderBlocks(blocks: readonly Block[], limit: number): string[] {
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
