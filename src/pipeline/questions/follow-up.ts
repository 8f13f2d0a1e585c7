import type { FollowUp } from '../../domain.ts';
import { type Closeness, createCloseness } from './closeness.ts';
import { type FollowUpRequest, ownAsks, ownLeads } from './follow-up-request.ts';
import { findGaps, type Gap, isDoubtful, longest } from './gaps.ts';
import { proposeFollowUps } from './propose-follow-up.ts';
import { quoteFrom } from './quote.ts';
import { createRandom, type Random } from './random.ts';
import { contentWords, jaccard, wordsOf } from './words.ts';

/**
 * Asks about the most valuable gap in this answer, starting from the person's own words, and never repeats a
 * question. When the follow-ups are used up or there is no gap, it ends the line of questions. A model only
 * proposes: without one, or when none of its questions is good enough, the question comes from the bank, or
 * else is one of our own.
 */
export async function createFollowUp(request: FollowUpRequest): Promise<FollowUp> {
  const { depth, maxDepth, seed, words } = request;
  const random = createRandom(`follow-up:${seed}:${depth}:${request.answerText}`);
  const firstLead = Math.floor(createRandom(`lead:${seed}`).next() * ownLeads);
  const gaps = findGaps(request);
  const isCovered = gaps.length === 0 && isJudged(request) && !request.conceptVerdicts.some(isDoubtful);
  const candidates = depth >= maxDepth ? [] : untouchedFirst(gaps, request);
  const closeness = createCloseness(request.embedder, request.signal);
  for (const gap of candidates) {
    const sentence = await sentenceFor(gap, request, closeness);
    const quote =
      gap.kind === 'small'
        ? request.question.text
        : sentence === undefined
          ? null
          : quoteFrom(sentence, gap.around);
    if (quote === null) continue;
    const fresh = openAsks(gap, request, random);
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
    const chosen: Ask | undefined = own === null ? fresh[0] : { text: own, ask: own, source: 'model' };
    if (!chosen) continue;
    const followUp = {
      source: chosen.source,
      aimedAt: gap.kind,
      ...(gap.concept && { concept: gap.concept.id }),
      quote,
      ask: chosen.ask,
      // In turn, so that two follow-ups in a row do not begin alike.
      lead: (firstLead + depth) % ownLeads,
    };
    return { ...followUp, text: words.say(followUp) };
  }
  const closing = { source: 'template', aimedAt: isCovered ? 'covered' : 'done', lead: 0 } as const;
  return { ...closing, ask: Math.floor(random.next() * ownAsks), text: null };
}

/** If the right answer is unknown, nothing can be called covered. */
const isJudged = ({ question, evaluation }: FollowUpRequest): boolean =>
  evaluation.dimensions.technical.score !== null ||
  (question.kind === 'behavioural' && evaluation.overall !== null);

/** A gap that was already asked about comes last: it gets one more try if there is nothing else. */
function untouchedFirst(gaps: readonly Gap[], request: FollowUpRequest): Gap[] {
  const touched = (gap: Gap) =>
    (gap.concept?.followUps ?? []).some((ask) => wasAsked(ask, request.asked)) ||
    (!gap.concept && ownAsksFor(gap, request).some(({ text }) => wasAsked(text, request.asked)));
  return [...gaps.filter((gap) => !touched(gap)), ...gaps.filter(touched)];
}

/** A question, and how it is kept: by its text, or by its number where it is one of our own. */
type Ask = { text: string; ask: FollowUp['ask']; source: FollowUp['source'] };

const ownAsksFor = ({ kind }: Gap, { words, question }: FollowUpRequest): Ask[] =>
  Array.from({ length: ownAsks }, (_, number) => ({
    text: words.ask(kind, number, question.text),
    ask: number,
    source: 'template',
  }));

/** What can still be asked about a gap: the bank's own questions first, then ours, each in seeded order. */
function openAsks(gap: Gap, request: FollowUpRequest, random: Random): Ask[] {
  const bank = random
    .shuffle(gap.concept?.followUps ?? [])
    .map((text): Ask => ({ text, ask: text, source: 'bank' }));
  return [...bank, ...random.shuffle(ownAsksFor(gap, request))].filter(
    ({ text }) => !wasAsked(text, request.asked),
  );
}

const plain = (text: string) => wordsOf(text).join(' ');

/** Whether it was asked before in these words, inside others, or in nearly the same words. */
function wasAsked(ask: string, asked: readonly string[]): boolean {
  const words = contentWords(ask);
  return asked.some(
    (text) =>
      plain(text).includes(plain(ask)) || (words.size > 2 && jaccard(words, contentWords(text)) >= 0.6),
  );
}

/**
 * The sentence to quote: the one with the gap, or the one closest to what is missing, or the one that says
 * most.
 */
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

/** Below this a sentence is unrelated to a concept, and there is no reason to quote it. */
const leastNear = { meaning: 0.2, words: 0.05 };
