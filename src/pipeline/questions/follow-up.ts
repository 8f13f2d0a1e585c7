import type { FollowUp, FollowUpSource, Question } from '../../domain.ts';
import { type Closeness, createCloseness } from './closeness.ts';
import type { FollowUpRequest } from './follow-up-request.ts';
import {
  closingsWhenCovered,
  closingsWhenSpent,
  leads,
  asks as templateAsks,
} from './follow-up-templates.ts';
import { findGaps, type Gap, longest } from './gaps.ts';
import { proposeFollowUps } from './propose-follow-up.ts';
import { quoteFrom } from './quote.ts';
import { createRandom, type Random } from './random.ts';
import { contentWords, jaccard, wordsOf } from './words.ts';

/**
 * Asks about the most valuable gap of this very answer, in the person's own words, and never what was asked before. When
 * the follow-ups are used up or nothing is open, it says so in one sentence with `aimedAt: 'done'`. A model only proposes:
 * without one, or when none of its questions is good enough, the bank and the templates ask.
 */
export async function createFollowUp(request: FollowUpRequest): Promise<FollowUp> {
  const { asked, depth, maxDepth, seed } = request;
  const random = createRandom(`follow-up:${seed}:${depth}:${request.answerText}`);
  const gaps = findGaps(request);
  if (gaps.length === 0)
    return close(isJudged(request) ? closingsWhenCovered : closingsWhenSpent, asked, random);
  if (depth >= maxDepth) return close(closingsWhenSpent, asked, random);
  const closeness = createCloseness(request.embedder, request.signal);
  for (const gap of untouchedFirst(gaps, asked)) {
    const sentence = await sentenceFor(gap, request, closeness);
    const quote = gap.kind === 'small' || sentence === undefined ? null : quoteFrom(sentence, gap.around);
    if (gap.kind !== 'small' && quote === null) continue;
    const fresh = openAsks(gap, request.question, asked, random);
    const own =
      request.generator && gap.kind !== 'small' && sentence !== undefined
        ? await proposeFollowUps(request.generator, {
            gap,
            sentence,
            request,
            closeness,
            rival: fresh[0]?.text ?? null,
          })
        : null;
    const ask = own === null ? fresh[0] : { text: own, source: 'model' as const };
    if (!ask) continue;
    const lead = random.pick(unusedLeads(gap, asked)) ?? '{ask}';
    return {
      text: fill(lead, { quote: quote ?? '', ask: ask.text }),
      source: ask.source,
      aimedAt: gap.aimedAt,
    };
  }
  return close(closingsWhenSpent, asked, random);
}

/** Where nobody could tell what is right, nothing can be said to be covered. */
const isJudged = ({ question, evaluation }: FollowUpRequest): boolean =>
  question.kind === 'behavioural' || evaluation.dimensions.technical.score !== null;

function close(closings: readonly string[], asked: readonly string[], random: Random): FollowUp {
  const text = random.pick(closings.filter((closing) => !asked.includes(closing))) ?? closings[0] ?? '';
  return { text, source: 'template', aimedAt: 'done' };
}

/** A gap that was asked about before comes after those that were not: one more try at it, if there is nothing else. */
function untouchedFirst(gaps: readonly Gap[], asked: readonly string[]): Gap[] {
  const touched = (gap: Gap) =>
    (gap.concept?.followUps ?? []).some((ask) => wasAsked(ask, asked)) ||
    (!gap.concept && templateAsks[gap.kind].some((ask) => wasAsked(ask, asked)));
  return [...gaps.filter((gap) => !touched(gap)), ...gaps.filter(touched)];
}

type Ask = { text: string; source: FollowUpSource };

/** What can still be asked about a gap: the bank's own questions first, then templates, each in seeded order. */
function openAsks(gap: Gap, question: Question, asked: readonly string[], random: Random): Ask[] {
  const templates = templateAsks[gap.kind].map((ask) => fill(ask, { question: question.text }));
  const bank = random.shuffle(gap.concept?.followUps ?? []).map((text): Ask => ({ text, source: 'bank' }));
  const ours = random.shuffle(templates).map((text): Ask => ({ text, source: 'template' }));
  return [...bank, ...ours].filter(({ text }) => !wasAsked(text, asked));
}

const unusedLeads = ({ kind }: Gap, asked: readonly string[]): readonly string[] => {
  const unused = leads[kind].filter(
    (lead) => !asked.some((text) => text.startsWith(lead.split('{')[0] ?? lead)),
  );
  return unused.length > 0 ? unused : leads[kind];
};

const plain = (text: string) => wordsOf(text).join(' ');

/** Asked before in these words, inside other words, or in nearly the same ones. */
function wasAsked(ask: string, asked: readonly string[]): boolean {
  const words = contentWords(ask);
  return asked.some(
    (text) =>
      plain(text).includes(plain(ask)) || (words.size > 2 && jaccard(words, contentWords(text)) >= 0.6),
  );
}

/** The sentence to quote: the one the gap is in, else the one nearest to what is missing, else the one that says most. */
async function sentenceFor(
  gap: Gap,
  { sentences }: FollowUpRequest,
  closeness: Closeness,
): Promise<string | undefined> {
  if (gap.sentence !== undefined) return gap.sentence;
  const quotable = sentences.map(({ text }) => text).filter((text) => quoteFrom(text) !== null);
  if (quotable.length === 0 || !gap.concept) return longest(sentences);
  const near = (await closeness.between(quotable, [gap.concept.statement])).map(([value = 0]) => value);
  const best = Math.max(...near);
  return best >= leastNear[closeness.by] ? quotable[near.indexOf(best)] : longest(sentences);
}

/** Below this a sentence has nothing to do with a concept, and quoting it for that reason would be chance. */
const leastNear = { meaning: 0.2, words: 0.05 };

const fill = (template: string, values: Record<string, string>): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
