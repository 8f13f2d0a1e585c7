import type { ProgressOverview } from './progress-types.ts';

/** The remark that came up most among `fixes`, newest first, when it came up twice or more; in its newest wording. */
export function recurringFixOf(fixes: readonly string[]): ProgressOverview['recurringFix'] {
  const seen = new Map<string, { text: string; times: number }>();
  for (const text of fixes) {
    const key = remarkKey(text);
    if (key === '') continue;
    const known = seen.get(key);
    if (known) known.times += 1;
    else seen.set(key, { text, times: 1 });
  }
  // A map keeps its order, and the sort is stable: of remarks that came up as often, the newest stands first.
  const [most] = [...seen.values()].sort((a, b) => b.times - a.times);
  return most !== undefined && most.times >= 2 ? most : null;
}

/** What a remark says apart from whom it quotes: without quotations, times and numbers, in small letters. */
export const remarkKey = (text: string): string =>
  text
    .replace(/“[^”]*”|"[^"]*"|„[^“]*“|«[^»]*»|‘[^’]*’(?!\p{L})/gu, ' ')
    .toLowerCase()
    .replace(/\d+(?:[.:,]\d+)*/g, ' ')
    .replace(/[^\p{L}]+/gu, ' ')
    .trim();
