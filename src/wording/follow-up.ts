/** Puts a follow-up into words: the person's own words, then a question. */
import type { FollowUp, GapKind } from '../domain.ts';
import type { Wording } from './wording.ts';

export function wordFollowUp(
  wording: Wording,
  { aimedAt, ask, lead, quote = '', text = null }: Omit<FollowUp, 'text'> & Partial<Pick<FollowUp, 'text'>>,
): string {
  if (aimedAt === 'legacy') return text ?? '';
  if (aimedAt === 'covered' || aimedAt === 'done')
    return wording.say(`follow-up.${aimedAt}`, { number: String(ask) });
  const asked = typeof ask === 'string' ? ask : wordAsk(wording, aimedAt, ask, quote);
  return wording.say(`follow-up.lead.${aimedAt}`, { lead: String(lead), quote, ask: asked });
}

/** Our own question for a kind of gap, by its number; for `small`, `quote` is the question. */
export const wordAsk = (wording: Wording, kind: GapKind, number: number, quote: string): string =>
  wording.say(`follow-up.ask.${kind}`, { number: String(number), quote });

/** What a follow-up asks, without quoting the answer: for places where others can read it. */
export function askOnly(wording: Wording, { text, aimedAt, ask, quote = '' }: FollowUp): string {
  if (aimedAt === 'legacy' || aimedAt === 'covered' || aimedAt === 'done') return text ?? '';
  if (typeof ask === 'string') return ask;
  return wordAsk(wording, aimedAt, ask, aimedAt === 'small' ? quote : '');
}

/** What the judge needs to word its follow-ups. */
export const followUpWords = (wording: Wording) => ({
  say: (followUp: Omit<FollowUp, 'text'>): string => wordFollowUp(wording, followUp),
  ask: (kind: GapKind, number: number, quote: string): string => wordAsk(wording, kind, number, quote),
});
