import { z } from 'zod';
import type { Job, SpeechSpan, Transcript } from '../../domain.ts';
import { CoachError, isCoachError } from '../../errors.ts';
import { keepNewest } from '../../keep-newest.ts';
import { isTooQuiet } from '../../models/speech/is-too-quiet.ts';
import { afterCommit } from '../../store/after-commit.ts';
import { type AnswerRow, answerById } from '../../store/answers.ts';
import { lockSession, lockSessionOf } from '../../store/locks.ts';
import { type SessionRow, sessionById } from '../../store/sessions.ts';
import { settingsOf } from '../../store/settings.ts';
import type { Trx } from '../../store/store.ts';
import { findTurn, reopenTurn, turnsOf } from '../../store/turns.ts';
import {
  audioOf,
  dropAudio,
  type UtteranceRow,
  updateUtterance,
  utteranceById,
  utterancesOf,
} from '../../store/utterances.ts';
import { expectedTerms } from '../questions/expected-terms.ts';
import { advance } from './advance.ts';
import { enqueueDelivery } from './enqueue-delivery.ts';
import { type Parts, transcriberInSight } from './parts.ts';
import { judgeWhenComplete } from './submit-answer.ts';

const payload = z.object({ utteranceId: z.string() });

const lookAgainMs = 10 * 60_000;

type Spoken = { utterance: UtteranceRow; answer: AnswerRow; session: SessionRow };

/** Turns one stretch of speech into text; the transaction that stores the text drops the sound. */
export function createTranscription(parts: Parts) {
  const { store, models, stages } = parts;
  /** Sound that is known to contain speech and is waiting for a model need not be checked again. */
  const heard = new Map<string, SpeechSpan[]>();

  const storeSilence = async (
    job: Job,
    { utterance, answer, session }: Spoken,
    why: 'no-speech' | 'too-quiet' = 'no-speech',
  ) =>
    await store.transaction(async (trx) => {
      await lockSession(trx, session.id);
      await store.queue.finish(trx, job);
      if ((await utteranceById(trx, utterance.id))?.state !== 'pending') return;
      await updateUtterance(trx, utterance.id, {
        state: 'silent',
        ...(why === 'too-quiet' && { failure: why }),
      });
      await dropAudio(trx, utterance.id);
      // While there is other speech, or some is being processed, a cough or a click needs no remark.
      const others = await utterancesOf(trx, answer.id);
      const isAlone = others.every(({ state }) => state !== 'ready' && state !== 'pending');
      const now = await answerById(trx, answer.id);
      if (now?.state === 'open' && isAlone) await tell(trx, { session, answer }, why, `${why}:${answer.id}`);
      await judgeWhenComplete(parts, trx, answer.id);
    });

  const tell = async (
    trx: Trx,
    { session, answer }: Pick<Spoken, 'session' | 'answer'>,
    notice: 'no-speech' | 'too-quiet' | 'no-transcriber' | 'failed',
    key: string,
  ) => {
    const what = { type: 'notice', notice, answerId: answer.id } as const;
    await enqueueDelivery(parts, trx, session, answer.person_id, what, key);
  };

  /** Tells a person once per session what to install, and lets them type in the meantime. */
  const sayNoTranscriber = async ({ answer, session }: Spoken) =>
    await store.transaction(async (trx) => {
      await lockSession(trx, session.id);
      const key = `no-transcriber:${session.id}:${answer.person_id}`;
      await tell(trx, { session, answer }, 'no-transcriber', key);
      const turn = await findTurn(trx, answer.turn_id);
      const now = await answerById(trx, answer.id);
      if (turn?.closed_at && turn.close_reason === 'answered' && now?.state === 'submitted') {
        const later = (await turnsOf(trx, session.id)).some((other) => other.position > turn.position);
        const current = await sessionById(trx, session.id);
        if (turn.person_id !== null && !later && current?.state === 'active') await reopenTurn(trx, turn.id);
      }
      await advance(parts, trx, session.id);
    });

  return {
    run: transcribe,

    /**
     * A stretch of speech that can never be transcribed: the rest of the answer counts, or the question is
     * asked again.
     */
    async failed(trx: Trx, job: Job): Promise<void> {
      const { utteranceId } = payload.parse(job.payload);
      heard.delete(utteranceId);
      const before = await utteranceById(trx, utteranceId);
      if (before) await lockSessionOf(trx, [before.answer_id]);
      const spoken = await read(utteranceId, trx);
      if (!spoken) return;
      await updateUtterance(trx, utteranceId, { state: 'failed', failure: 'transcription' });
      await dropAudio(trx, utteranceId);
      if (spoken.answer.state === 'open') await tell(trx, spoken, 'failed', `failed:${utteranceId}`);
      const { answer, session } = spoken;
      const event = { answerId: answer.id, sessionId: session.id, tenant: session.tenant };
      afterCommit(trx, () => stages.send({ ...event, stage: 'failed' }));
      await judgeWhenComplete(parts, trx, answer.id);
    },
  };

  async function transcribe(job: Job, signal: AbortSignal): Promise<void> {
    const { utteranceId } = payload.parse(job.payload);
    const spoken = await read(utteranceId);
    const pcm = spoken && (await audioOf(store.db, utteranceId));
    if (!spoken || !pcm || spoken.utterance.state !== 'pending') {
      await store.transaction((trx) => store.queue.finish(trx, job));
      return;
    }
    const { answer, session } = spoken;
    const event = { answerId: answer.id, sessionId: session.id, tenant: session.tenant };
    stages.send({ ...event, stage: 'transcribing' });
    const speech = heard.get(utteranceId) ?? (await models.speech.detect(pcm, { signal }));
    if (speech.length === 0) {
      const isQuiet = await isTooQuiet(pcm, models.speech, { signal });
      return await storeSilence(job, spoken, isQuiet ? 'too-quiet' : 'no-speech');
    }
    heard.set(utteranceId, speech);
    keepNewest(heard, 1_000);
    let transcript: Transcript;
    try {
      const earlier = await utterancesOf(store.db, answer.id);
      const language = {
        ...(session.language !== null && { language: session.language }),
        languageSoFar: languageOf(earlier),
      };
      const turn = await findTurn(store.db, answer.turn_id);
      const hints = turn ? expectedTerms(turn.question) : [];
      const before = saidJustBefore(spoken.utterance, earlier);
      transcript = await models.transcriber.use((transcriber) =>
        transcriber.transcribe(pcm, { ...language, speech, hints, before, signal }),
      );
    } catch (error) {
      if (isCoachError(error, 'no_speech')) return await storeSilence(job, spoken);
      if (isCoachError(error, 'model_unavailable')) {
        stages.send({ ...event, stage: 'waiting-for-model' });
        if (!transcriberInSight(parts)) {
          await sayNoTranscriber(spoken);
          // It is woken when a model arrives, so it need not keep asking; a server is asked again soon.
          const options = { retryAfterMs: error.retryAfterMs ?? lookAgainMs, cause: error };
          throw new CoachError(
            'model_unavailable',
            error.fault ?? 'fault.model-loading',
            error.values,
            options,
          );
        }
      }
      throw error;
    }
    heard.delete(utteranceId);
    const text = transcript.text.trim();
    if (text === '') return await storeSilence(job, spoken);
    await store.transaction(async (trx) => {
      await lockSession(trx, session.id);
      await store.queue.finish(trx, job);
      // It may have been discarded while it was being transcribed.
      if ((await utteranceById(trx, utteranceId))?.state !== 'pending') return;
      const stored = { ...transcript, text, speech };
      await updateUtterance(trx, utteranceId, { state: 'ready', text, transcript: stored });
      if (!(await keepsAudio(parts, trx, answer))) await dropAudio(trx, utteranceId);
      await judgeWhenComplete(parts, trx, answer.id);
    });
  }

  async function read(utteranceId: string, trx?: Trx): Promise<Spoken | null> {
    const db = trx ?? store.db;
    const utterance = await utteranceById(db, utteranceId);
    const answer = utterance && (await answerById(db, utterance.answer_id));
    const session = answer && (await sessionById(db, answer.session_id));
    return utterance && answer && session ? { utterance, answer, session } : null;
  }
}

/** The language of an answer is known once so much of it was heard; to detect it costs as much as to hear. */
const speechForLanguageMs = 4_000;

/** The language in which most of these were heard; `auto` while that is too little to tell. */
function languageOf(utterances: readonly UtteranceRow[]): string {
  const heard = new Map<string, number>();
  for (const { transcript } of utterances)
    for (const { startMs, endMs } of transcript?.speech ?? []) {
      const language = transcript?.language ?? '';
      heard.set(language, (heard.get(language) ?? 0) + endMs - startMs);
    }
  const [most] = [...heard].sort(([, one], [, other]) => other - one);
  return most && most[1] >= speechForLanguageMs ? most[0] : 'auto';
}

/** With its margins, a segment that begins so soon after another goes on with the same sentence. */
const sameBreathMs = 300;

/** The text of the stretch of speech that this one goes on from; '' when there was a pause between them. */
function saidJustBefore({ id, start_ms }: UtteranceRow, all: readonly UtteranceRow[]): string {
  const earlier = all.findLast(
    (other) =>
      other.id !== id &&
      start_ms !== null &&
      other.end_ms !== null &&
      other.end_ms <= start_ms + sameBreathMs,
  );
  const gapMs = (start_ms ?? 0) - (earlier?.end_ms ?? 0);
  return earlier?.state === 'ready' && gapMs < sameBreathMs ? (earlier.text ?? '') : '';
}

/**
 * Sound is kept after transcription only if both the owner and the person chose so; `RETENTION` says for how
 * long.
 */
async function keepsAudio({ config }: Parts, trx: Trx, answer: AnswerRow): Promise<boolean> {
  if (config.RETENTION.audioDays === 0) return false;
  return (await settingsOf(trx, answer.tenant, answer.person_id)).get('keepsAudio') === '1';
}
