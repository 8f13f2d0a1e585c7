import { z } from 'zod';
import type { Question } from '../../domain.ts';
import type { Job } from '../../store/jobs.ts';
import { savePrepared } from '../../store/prepared.ts';
import { type SessionRow, sessionById, turnsOf } from '../../store/sessions.ts';
import { isSameQuestion, refusalOf } from '../questions/candidate-filters.ts';
import { createCloseness } from '../questions/closeness.ts';
import { proposeQuestions } from '../questions/propose.ts';
import { nextQuestion } from './ask.ts';
import { momentOf, type Parts } from './parts.ts';

const payload = z.object({ sessionId: z.string(), number: z.number() });

/** Nobody waits for it, so it may take longer than a follow-up. */
const budgetMs = 20_000;
/** How near a proposal has to be to what the bank would ask: it is judged by the concepts of that question. */
const leastNear = { meaning: 0.6, words: 0.25 };

/**
 * Gets the next question ready while the one before it is being answered. With a model it is the bank's question in new
 * words, if a proposal is good enough; without one there is nothing to prepare, as choosing from the bank takes no time.
 */
export async function prepareQuestion(parts: Parts, job: Job, signal: AbortSignal): Promise<void> {
  const { store } = parts;
  const { sessionId, number } = payload.parse(job.payload);
  const session = await sessionById(store.db, sessionId);
  const question = session?.state === 'active' ? await reword(parts, session, number, signal) : null;
  await store.transaction(async (trx) => {
    await store.queue.finish(trx, job);
    const turns = await turnsOf(trx, sessionId);
    if (question && !turns.some((turn) => turn.number >= number))
      await savePrepared(trx, { sessionId, number, question }, momentOf(parts));
  });
}

async function reword(
  parts: Parts,
  session: SessionRow,
  number: number,
  signal: AbortSignal,
): Promise<Question | null> {
  const { store, models } = parts;
  const generator = models.generator.current();
  if (!generator) return null;
  const question = await nextQuestion(parts, store.db, session, { number, personId: session.owner_id });
  const asked = (await turnsOf(store.db, session.id)).map((turn) => turn.question.text);
  const closeness = createCloseness(models.embedder.current(), signal);
  const proposals = await proposeQuestions(generator, wishFor(question), {
    seed: `${session.seed}:${number}`,
    signal,
    budgetMs,
  });
  const fit: string[] = [];
  for (const proposal of proposals)
    if (refusalOf(proposal, asked) === null && !(await isSameQuestion(proposal, asked, closeness)))
      fit.push(proposal);
  if (fit.length === 0) return null;
  const near = (await closeness.between(fit, [question.text])).map(([value = 0]) => value);
  const best = Math.max(...near);
  const text = best >= leastNear[closeness.by] ? fit[near.indexOf(best)] : undefined;
  return text === undefined ? null : { ...question, text, source: 'model' };
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
