import type { Evaluation, Fix, FixKind } from '../../domain.ts';
import { splitSentences } from '../scoring/text/sentences.ts';

/** Where a part that is said again belongs in the answer. */
type PartPlace = 'first' | 'instead' | 'after' | 'before-result' | 'last';

/**
 * The fixes that change one part of an answer. The others (begin, say more, watch your pace) change all of it, and are for a
 * whole second try.
 */
const places: Partial<Record<FixKind, PartPlace>> = {
  setting: 'first',
  wrong: 'instead',
  doubt: 'instead',
  partial: 'instead',
  number: 'instead',
  vague: 'instead',
  hedges: 'instead',
  long: 'instead',
  reason: 'after',
  'trade-off': 'after',
  example: 'after',
  action: 'before-result',
  missed: 'last',
  result: 'last',
};

/** Whether the one thing to change lies in a part that can be said again by itself. */
export const isPart = ({ kind }: Fix): boolean => places[kind] !== undefined;

/**
 * The answer as it would have been with the part that was said again: in place of the sentence that it mends, or where a
 * missing part belongs.
 */
export function joinPart(
  answer: string,
  part: string,
  { fix, before }: { fix: Fix; before: Evaluation | null },
): string {
  const { kind, evidence, values } = fix;
  const place = kind === 'action' && values?.case === 'we' ? 'instead' : (places[kind] ?? 'last');
  const said = part.trim();
  if (place === 'first') return `${ended(said)} ${answer.trim()}`;
  const quote = place === 'before-result' ? resultIn(before) : evidence?.quote;
  const sentence = place === 'last' ? null : sentenceWith(answer, quote);
  if (sentence === null) return `${ended(answer.trim())} ${said}`;
  const [head, tail] = [answer.slice(0, sentence.start), answer.slice(sentence.end)];
  const old = answer.slice(sentence.start, sentence.end);
  const middle =
    place === 'instead'
      ? ended(said)
      : place === 'after'
        ? `${ended(old)} ${ended(said)}`
        : `${ended(said)} ${old}`;
  return `${head}${middle}${tail}`.trim();
}

const resultIn = (before: Evaluation | null): string | undefined =>
  before?.dimensions.structure.findings.find(
    ({ about, code }) => about === 'result' && (code === 'covered' || code === 'partial'),
  )?.evidence?.quote;

/** The first sentence with the words of a quote, which may be cut short or run over several lines. */
function sentenceWith(answer: string, quote: string | undefined): { start: number; end: number } | null {
  if (quote === undefined) return null;
  const words = quote.replace(/…$/, '').trim().split(/\s+/).filter(Boolean);
  if (words.length === 0) return null;
  const pattern = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('\\s+');
  const at = new RegExp(pattern).exec(answer)?.index;
  if (at === undefined) return null;
  return splitSentences(answer).findLast(({ start }) => start <= at) ?? null;
}

/** Two sentences that are joined stay two sentences. */
const ended = (text: string): string => (/[.!?…。！？]["'”’)\]*]*$/u.test(text) ? text : `${text}.`);
