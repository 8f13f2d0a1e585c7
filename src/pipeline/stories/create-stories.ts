import { CoachError } from '../../errors.ts';
import type { Models } from '../../models/ports.ts';
import { answerById } from '../../store/answers.ts';
import { deleteKeptStory, keptStoriesOf, saveKeptStory, toldSince } from '../../store/kept-stories.ts';
import { lockPerson } from '../../store/locks.ts';
import { findPerson } from '../../store/people.ts';
import { sessionById } from '../../store/sessions.ts';
import type { Store, Trx } from '../../store/store.ts';
import { requireOwnAnswer } from '../interview/access.ts';
import { joinPart } from '../interview/join-part.ts';
import { readAnswer } from '../interview/read-session.ts';
import type { Bank } from '../questions/bank.ts';
import { type Closeness, createCloseness } from '../questions/closeness.ts';
import type { Stories } from './story-types.ts';
import { isWholeStory } from './whole-story.ts';

/** Eight to twelve stories carry somebody through most interviews. */
const mostKept = 12;
const mostFits = 2;
const twoWeeksMs = 14 * 86_400_000;

/**
 * How close a question must be to a story to be named, and a telling to count as the same story. With MiniLM, the model answers of
 * the 47 behavioural questions have their own question among the three closest 29 times, half of all pairs lie below 0.23; two
 * different stories reach 0.55 in one of twenty pairs, the same one in other words 0.86. Words alone say much less, so only what
 * is nearly verbatim counts.
 */
const closeEnough: Record<Closeness['by'], { fits: number; same: number }> = {
  meaning: { fits: 0.4, same: 0.75 },
  words: { fits: 0.08, same: 0.4 },
};

export function createStories({
  store,
  bank,
  models,
  now,
}: {
  store: Store;
  bank: Pick<Bank, 'questions'>;
  models: Pick<Models, 'embedder'>;
  now: () => Date;
}): Stories {
  const { db } = store;
  return {
    async keep(actor, answerId) {
      await store.transaction(async (trx) => {
        const { person_id: personId, id } = await requireOwnAnswer(trx, actor, answerId);
        await lockPerson(trx, personId);
        const { original, question, told } = await storyIn(trx, id);
        const before = await keptStoriesOf(trx, personId);
        if (before.length >= mostKept && !before.some(({ answer_id }) => answer_id === original))
          throw new CoachError('bad_input', 'fault.too-many-stories', { most: mostKept });
        const about = { tenant: actor.tenant, person_id: personId, answer_id: original };
        const story = { question_id: question.id, asked: question.text, told };
        await saveKeptStory(trx, { ...about, ...story }, now().toISOString());
      });
    },

    async list(actor) {
      const closeness = createCloseness(models.embedder.current());
      const personId = await findPerson(db, actor);
      const rows = personId === null ? [] : await keptStoriesOf(db, personId);
      if (personId === null || rows.length === 0) return { stories: [], by: closeness.by };
      const questions = bank.questions({ kind: 'behavioural' });
      const recent = await toldSince(db, personId, new Date(now().getTime() - twoWeeksMs).toISOString());
      const texts = rows.map(({ told }) => told);
      const fitting = await closeness.between(
        texts,
        questions.map(({ text }) => text),
      );
      const telling = await closeness.between(texts, recent);
      // An embedder that failed on the way leaves both to the words.
      const { fits, same } = closeEnough[closeness.by];
      const stories = rows.map(({ id, created_at, asked, told, question_id }, at) => ({
        ...{ id, at: created_at, asked, told },
        fits: questions
          .map(({ id: questionId, text }, place) => ({
            questionId,
            text,
            close: fitting[at]?.[place] ?? 0,
          }))
          .filter(({ questionId, close }) => questionId !== question_id && close >= fits)
          .toSorted((one, other) => other.close - one.close)
          .slice(0, mostFits)
          .map(({ text }) => text),
        timesTold: (telling[at] ?? []).filter((close) => close >= same).length,
      }));
      return { stories, by: closeness.by };
    },

    async remove(actor, id) {
      const personId = await findPerson(db, actor);
      if (personId === null || !(await deleteKeptStory(db, personId, id)))
        throw new CoachError('not_found', 'fault.no-such-story');
    },
  };
}

/** What was told, and the answer that it belongs to. Throws `wrong_state` where it is not a whole story. */
async function storyIn(trx: Trx, answerId: string) {
  const row = await answerById(trx, answerId);
  const session = row && (await sessionById(trx, row.session_id));
  const answer = row && session && (await readAnswer(trx, session, row));
  if (!answer || !isWholeStory(answer)) throw new CoachError('wrong_state', 'fault.no-whole-story');
  const { part, afterAnswerId, question } = answer.turn;
  const original = part && afterAnswerId !== null ? await answerById(trx, afterAnswerId) : null;
  const told =
    part && original
      ? joinPart(original.text ?? '', answer.text, { fix: part, before: answer.previous })
      : answer.text;
  if (told === '') throw new CoachError('wrong_state', 'fault.no-whole-story');
  return { original: original?.id ?? answer.id, question, told };
}
