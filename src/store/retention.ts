/** Drops data that is older than allowed, a few rows at a time so that others have their turn in between. */
import type { Moment, TenantId } from '../domain.ts';
import { lockSessionOf } from './locks.ts';
import type { Db, Store } from './store.ts';
import { rewordTurnsAfter } from './turns.ts';
import { dropAudio } from './utterances.ts';

const rowsAtOnce = 100;
const patienceMs = 30 * 86_400_000;

/** Every tenant with at least one known person. */
export async function tenantsOf(db: Db): Promise<TenantId[]> {
  const rows = await db.selectFrom('accounts').select('tenant').distinct().execute();
  return rows.map(({ tenant }) => tenant);
}

/**
 * Drops the words of answers given before `before`: what was typed, the transcripts, sound that was never
 * transcribed, and quotes of it in follow-up questions. `reworded` replaces such a question. Returns how many
 * answers.
 */
export async function emptyAnswers(
  store: Store,
  tenant: TenantId,
  { before, now, reworded, signal }: { before: Moment; now: Moment; reworded: string; signal: AbortSignal },
): Promise<number> {
  const givenUp = new Date(Date.parse(before) - patienceMs).toISOString();
  return await inBatches(signal, async () => {
    const ids = await store.db
      .selectFrom('answers')
      .select('id')
      .where('tenant', '=', tenant)
      .where('emptied_at', 'is', null)
      .where('created_at', '<', before)
      // Speech may wait a long time for a model: it is given up a month later.
      .where((where) =>
        where.or([
          where('state', 'in', ['evaluated', 'failed', 'cancelled']),
          where('created_at', '<', givenUp),
        ]),
      )
      .orderBy('created_at')
      .limit(rowsAtOnce)
      .execute();
    if (ids.length === 0) return 0;
    await store.transaction(async (trx) => {
      await lockSessionOf(
        trx,
        ids.map(({ id }) => id),
      );
      for (const { id } of ids) {
        const utterances = await trx
          .selectFrom('utterances')
          .select(['id', 'state'])
          .where('answer_id', '=', id)
          .execute();
        for (const utterance of utterances) await dropAudio(trx, utterance.id);
        await trx
          .updateTable('utterances')
          .set({ text: null, transcript: null, key: null })
          .where('answer_id', '=', id)
          .execute();
        await trx.updateTable('answers').set({ text: null, emptied_at: now }).where('id', '=', id).execute();
        // Answers that were still being processed will never be judged: their words are gone.
        await trx
          .updateTable('answers')
          .set({ state: 'cancelled' })
          .where('id', '=', id)
          .where('state', 'in', ['open', 'submitted', 'transcribed'])
          .execute();
        await rewordTurnsAfter(trx, id, reworded);
      }
    });
    return ids.length;
  });
}

/** Drops evaluations given before `before`, with the results of each concept in them. Returns how many. */
export async function dropEvaluations(
  store: Store,
  tenant: TenantId,
  { before, signal }: { before: Moment; signal: AbortSignal },
): Promise<number> {
  await store.db
    .updateTable('uncounted_evaluations')
    .set({ evaluation: null })
    .where('tenant', '=', tenant)
    .where('created_at', '<', before)
    .where('evaluation', 'is not', null)
    .execute();
  return await inBatches(signal, async () => {
    const ids = await store.db
      .selectFrom('evaluations')
      .select('id')
      .where('tenant', '=', tenant)
      .where('created_at', '<', before)
      .limit(rowsAtOnce)
      .execute();
    if (ids.length === 0) return 0;
    await store.transaction((trx) =>
      trx
        .deleteFrom('evaluations')
        .where(
          'id',
          'in',
          ids.map(({ id }) => id),
        )
        .execute(),
    );
    return ids.length;
  });
}

/**
 * Drops transcribed sound from before `before` and, whatever its age, that of people who no longer want it
 * kept.
 */
export async function dropSounds(
  store: Store,
  tenant: TenantId,
  { before, signal }: { before: Moment; signal: AbortSignal },
): Promise<number> {
  return await inBatches(signal, async () => {
    const sounds = await store.db
      .selectFrom('utterance_audio')
      .innerJoin('utterances', 'utterances.id', 'utterance_audio.utterance_id')
      .innerJoin('answers', 'answers.id', 'utterances.answer_id')
      .select('utterance_audio.utterance_id as id')
      .where('utterances.state', '<>', 'pending')
      .where('answers.tenant', '=', tenant)
      .where((where) =>
        where.or([
          where('utterance_audio.created_at', '<', before),
          where.not(
            where.exists(
              where
                .selectFrom('settings')
                .select('settings.name')
                .whereRef('settings.tenant', '=', 'answers.tenant')
                .whereRef('settings.person_id', '=', 'answers.person_id')
                .where('settings.name', '=', 'keepsAudio')
                .where('settings.value', '=', '1'),
            ),
          ),
        ]),
      )
      .limit(rowsAtOnce)
      .execute();
    if (sounds.length === 0) return 0;
    await store.transaction(async (trx) => {
      for (const { id } of sounds) await dropAudio(trx, id);
    });
    return sounds.length;
  });
}

async function inBatches(signal: AbortSignal, batch: () => Promise<number>): Promise<number> {
  let sum = 0;
  while (!signal.aborted) {
    const count = await batch();
    sum += count;
    if (count < rowsAtOnce) return sum;
    // Timers and sockets come first.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return sum;
}
