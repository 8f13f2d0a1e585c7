import { describe, expect, it } from 'vitest';
import type { Transcriber } from '../../src/models/ports.ts';
import { findPerson } from '../../src/store/people.ts';
import { dropUseBefore } from '../../src/store/quota-use.ts';
import { noticeText } from '../../src/wording/notice-text.ts';
import { englishWording } from '../../src/wording/wording.ts';
import { engines, storeOn } from '../support/engines.ts';
import { failureOf } from '../support/failure-of.ts';
import { actor, cookingStart, place, runningInterview, testConfig } from '../support/interviews.ts';
import { scriptedModels, scriptedSlot, scriptedTranscriber } from '../support/scripted.ts';
import { tone } from '../support/sounds.ts';
import { standingClock, until } from '../support/temporary.ts';

const ann = actor('ann');
const bob = actor('bob');
const room = (channelId: string) => ({ place: { ...place, channelId } });

describe.each(engines)('on %s', (engine) => {
  async function limited(
    quota: Partial<Record<`QUOTA_${string}`, number>>,
    given: { now?: () => Date } = {},
  ) {
    const models = scriptedModels(
      scriptedSlot<Transcriber>(
        'transcriber',
        scriptedTranscriber(() => 'Plenty of water.'),
      ),
    );
    const store = await storeOn(engine, given);
    const running = runningInterview({ config: { ...testConfig, ...quota }, models, store, ...given });
    running.show();
    return running;
  }

  const spoken = (seconds: number, startMs = 0) => ({
    pcm: tone(seconds),
    startMs,
    endMs: startMs + seconds * 1_000,
  });

  describe('a quota of answers', () => {
    it('of a place holds for everybody there, and what was begun before it was used up is judged', async () => {
      const { interview, seen } = await limited({ QUOTA_TENANT_ANSWERS_PER_DAY: 2 });
      const first = await interview.start(cookingStart('ann', room('one')));
      const second = await interview.start(cookingStart('bob', room('two')));
      const third = await interview.start(cookingStart('carol', room('three')));
      await interview.addText(ann, first.id, 'Plenty of water.');
      await interview.addText(bob, second.id, 'I stir.');
      const refused = await failureOf(interview.addText(actor('carol'), third.id, 'Salt.'));
      expect(refused).toMatchObject({
        code: 'not_allowed',
        sentence: 'This installation has used its 2 answers for today; it goes on at 00:00 UTC.',
      });
      await interview.addText(ann, first.id, 'And salt.');
      await interview.submit(ann, first.id);
      await interview.submit(bob, second.id);
      const texts = [
        (await seen('feedback', 1)).body.answer.text,
        (await seen('feedback', 2)).body.answer.text,
      ];
      expect(texts.toSorted()).toEqual(['I stir.', 'Plenty of water.\nAnd salt.']);
      expect(await failureOf(interview.start(cookingStart('ann', room('four'))))).toMatchObject({
        code: 'not_allowed',
      });
    });

    it('of a person is their own, wherever they answer, and begins again at midnight in UTC', async () => {
      const clock = standingClock('2026-03-02T23:00:00.000Z');
      const { interview } = await limited({ QUOTA_PERSON_ANSWERS_PER_DAY: 1 }, clock);
      const score = (user: string, channelId: string) =>
        interview.score({ ...place, channelId }, user, { question: 'Why salt?', text: 'It tastes.' });
      await score('ann', 'one');
      expect((await failureOf(score('ann', 'two')))?.sentence).toBe(
        'You have used your 1 answer for today; it goes on at 00:00 UTC.',
      );
      await score('bob', 'two');
      clock.advance(2 * 60 * 60 * 1_000);
      await score('ann', 'two');
    });

    it('ends an interview that has more questions, and says so in the room', async () => {
      const { interview, seen } = await limited({ QUOTA_PERSON_ANSWERS_PER_DAY: 1 });
      const { id } = await interview.start(cookingStart('ann', { questions: 2 }));
      await interview.addText(ann, id, 'Plenty of water.');
      await interview.submit(ann, id);
      await seen('feedback');
      const { body } = await seen('notice');
      expect(noticeText(englishWording, body)).toBe(
        'You have used your 1 answer for today; it goes on at 00:00 UTC.',
      );
      await seen('summary');
    });

    it('gives back an answer that was discarded, and counts none twice', async () => {
      const { interview, store } = await limited({ QUOTA_TENANT_ANSWERS_PER_DAY: 1 });
      const { id } = await interview.start(cookingStart('ann'));
      await interview.addText(ann, id, 'Hm.', { key: 'm1' });
      await interview.addText(ann, id, 'Hm.', { key: 'm1' });
      await interview.discard(ann, id);
      await interview.addText(ann, id, 'Plenty of water.');
      expect(await store.db.selectFrom('tenant_use').select('answers').execute()).toEqual([{ answers: 1 }]);
    });

    it('is never exceeded by people who answer at the same moment', async () => {
      const { interview, store } = await limited({ QUOTA_TENANT_ANSWERS_PER_DAY: 3 });
      const sessions = await Promise.all(
        Array.from({ length: 8 }, (_, at) =>
          interview.start(cookingStart(`person ${at}`, room(`room ${at}`))),
        ),
      );
      const outcomes = await Promise.allSettled(
        sessions.map(({ id }, at) => interview.addText(actor(`person ${at}`), id, 'Plenty of water.')),
      );
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
      expect(await store.db.selectFrom('answers').select('id').execute()).toHaveLength(3);
    });

    it('is counted nowhere when none is set', async () => {
      const { interview, store } = await limited({});
      const { id } = await interview.start(cookingStart('ann'));
      await interview.addText(ann, id, 'Plenty of water.');
      expect(await store.db.selectFrom('tenant_use').selectAll().execute()).toEqual([]);
      expect(await store.db.selectFrom('person_use').selectAll().execute()).toEqual([]);
    });
  });

  describe('a quota of speech', () => {
    it('lets an answer be spoken to its end, refuses the next one, and leaves typing', async () => {
      const { interview, seen } = await limited({ QUOTA_TENANT_AUDIO_MINUTES_PER_DAY: 1 });
      const { id } = await interview.start(cookingStart('ann', { mode: 'voice', questions: 2 }));
      await interview.addUtterance(ann, id, spoken(50));
      await interview.addUtterance(ann, id, spoken(20, 50_000));
      await interview.submit(ann, id);
      await seen('feedback');
      await seen('question', 2);
      for (const at of [0, 1_000])
        expect((await failureOf(interview.addUtterance(ann, id, spoken(1, at))))?.sentence).toBe(
          'This installation has used its 1 minute of recordings for today; it goes on at 00:00 UTC. You can type your answers.',
        );
      // The room is told once, however many stretches follow.
      const { body, userId } = await seen('notice');
      expect(noticeText(englishWording, body)).toContain('1 minute of recordings');
      expect(userId).toBe('ann');
      await interview.addText(ann, id, 'I stir.');
      await interview.submit(ann, id);
      await seen('summary');
      await expect(seen('feedback', 2)).resolves.toMatchObject({ body: { answer: { text: 'I stir.' } } });
    });
  });

  describe('what was used', () => {
    it('is forgotten with the person, and after its day', async () => {
      const { interview, store, parts } = await limited({
        QUOTA_PERSON_ANSWERS_PER_DAY: 5,
        QUOTA_TENANT_ANSWERS_PER_DAY: 5,
      });
      await interview.score(place, 'ann', { question: 'Why salt?', text: 'It tastes.' });
      expect(await store.db.selectFrom('person_use').selectAll().execute()).toHaveLength(1);
      const personId = await findPerson(store.db, ann);
      await until(
        async () =>
          (await store.db.selectFrom('answers').select('state').execute())[0]?.state === 'evaluated',
      );
      await store.db
        .deleteFrom('people')
        .where('id', '=', personId ?? '')
        .execute();
      expect(await store.db.selectFrom('person_use').selectAll().execute()).toEqual([]);
      await dropUseBefore(store.db, new Date(parts.now().getTime() + 86_400_000).toISOString().slice(0, 10));
      expect(await store.db.selectFrom('tenant_use').selectAll().execute()).toEqual([]);
    });
  });
});
