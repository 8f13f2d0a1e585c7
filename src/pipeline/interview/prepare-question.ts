import { z } from 'zod';
import type { Job, Question } from '../../domain.ts';
import { addGeneration } from '../../store/generation-counts.ts';
import { lockSession } from '../../store/locks.ts';
import { savePrepared } from '../../store/prepared.ts';
import { type SessionRow, sessionById } from '../../store/sessions.ts';
import { turnsOf } from '../../store/turns.ts';
import { type GenerationCounts, isSameQuestion, refusalOf, sift } from '../questions/candidate-filters.ts';
import { createCloseness } from '../questions/closeness.ts';
import { proposeQuestions } from '../questions/propose.ts';
import { nextQuestion } from './ask.ts';
import { momentOf, type Parts } from './parts.ts';

const payload = z.object({ sessionId: z.string(), number: z.number() });

/** Nobody is waiting for it, so it may take longer than a follow-up. */
const budgetMs = 20_000;
/** How close a proposal must be to the bank's question, by whose concepts its answers are judged. */
const leastNear = { meaning: 0.6, words: 0.25 };

/**
 * Prepares the next question while the current one is being answered. With a model it is the bank's question
 * in new words, if a proposal is good enough; without one there is nothing to prepare, because choosing from
 * the bank takes no time. A model never invents a question: there would be nothing to judge its answers by,
 * while a reworded one keeps the concepts, misconceptions and model answer of the bank.
 */
export async function prepareQuestion(parts: Parts, job: Job, signal: AbortSignal): Promise<void> {
  const { store } = parts;
  const { sessionId, number } = payload.parse(job.payload);
  const session = await sessionById(store.db, sessionId);
  const { question = null, counts } =
    session?.state === 'active' ? await reword(parts, session, number, signal) : {};
  await store.transaction(async (trx) => {
    await lockSession(trx, sessionId);
    await store.queue.finish(trx, job);
    const turns = await turnsOf(trx, sessionId);
    const used = question !== null && !turns.some((turn) => turn.number >= number);
    if (used) await savePrepared(trx, { sessionId, number, question }, momentOf(parts));
    if (counts) await addGeneration(trx, { ...counts, used: used ? 1 : 0 });
  });
}

async function reword(
  parts: Parts,
  session: SessionRow,
  number: number,
  signal: AbortSignal,
): Promise<{ question?: Question; counts?: Omit<GenerationCounts, 'used'> }> {
  const { store, models } = parts;
  const generator = models.generator.current();
  if (!generator) return {};
  const question = await nextQuestion(parts, store.db, session, { number, personId: session.owner_id });
  const asked = (await turnsOf(store.db, session.id)).map((turn) => turn.question.text);
  const closeness = createCloseness(models.embedder.current(), signal);
  const proposals = await proposeQuestions(generator, wishFor(question), {
    seed: `${session.seed}:${number}`,
    signal,
    budgetMs,
  });
  if (proposals.length === 0) return {};
  const near = new Map<string, number>();
  const { passing, refused } = await sift(proposals, async (proposal) => {
    const wording = refusalOf(proposal, asked);
    if (wording !== null) return wording;
    if (await isSameQuestion(proposal, asked, closeness)) return 'asked before';
    const [[value = 0] = []] = await closeness.between([proposal], [question.text]);
    near.set(proposal, value);
    return value < leastNear[closeness.by] ? 'off the subject' : null;
  });
  const [text] = passing.toSorted((one, other) => (near.get(other) ?? 0) - (near.get(one) ?? 0));
  const counts = {
    task: 'question' as const,
    generator: generator.name,
    proposed: proposals.length,
    passed: passing.length,
    refused,
  };
  return { counts, ...(text === undefined ? {} : { question: { ...question, text, source: 'model' } }) };
}

const wishFor = ({ text, level, domain }: Question) => ({
  document: [
    `Interview questions about ${domain}, each asked in two ways.`,
    'One way: What happens when two people edit the same record at once?',
    'Another way: How do you keep two writers from overwriting each other?',
    `One way: ${text}`,
    'Another way:',
  ].join('\n'),
  task: `Ask this ${level} interview question about ${domain} in other words, with the same meaning: ${text}`,
});
