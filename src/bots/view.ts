/**
 * What is shown, but not how: every bot renders these blocks in its platform's own way. All text in a view is
 * plain text; escaping is the renderer's work.
 */
import type { Verdict } from '../domain.ts';

export type View = {
  title: string;
  /** Short facts for one line: `Question 2 of 5`, `behavioural`, `1:48`. */
  meta: string[];
  blocks: Block[];
};

export type Block =
  | { type: 'text'; text: string }
  | { type: 'bars'; rows: BarRow[] }
  | { type: 'points'; title: string; points: Point[] }
  /** A highlighted remark: what was good, what to fix, a better sentence, the follow-up. */
  | {
      type: 'remark';
      kind: 'strength' | 'fix' | 'rewrite' | 'follow-up' | 'outline' | 'warning';
      label: string;
      text: string;
    };

/** `score` null: there is nothing to judge, and `note` says why. */
export type BarRow = { label: string; score: number | null; note?: string };
export type Point = { mark: Verdict | 'info'; text: string; quote?: string; startMs?: number };

/** One text, or several, under a title. */
export const viewText = (title: string, ...texts: readonly string[]): View => ({
  title,
  meta: [],
  blocks: texts.map((text) => ({ type: 'text', text })),
});

/** Minutes and seconds: `1:48`. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** A score as a bar of `width` full and empty cells. */
export function bar(score: number, width = 10): string {
  const full = Math.round((Math.max(0, Math.min(100, score)) / 100) * width);
  return '█'.repeat(full) + '░'.repeat(width - full);
}
