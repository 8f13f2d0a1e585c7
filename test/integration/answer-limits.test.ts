import { expect, it } from 'vitest';
import { sizeOfAnswer } from '../../src/store/utterances.ts';
import { actor, cookingStart, place, runningInterview } from '../support/interviews.ts';
import { standingClock } from '../support/temporary.ts';

const ann = actor('ann');

it('an answer may have 60,000 characters in all its pieces; more is refused, and what is stored stays', async () => {
  const { interview, store } = runningInterview({}, { works: false });
  const { id } = await interview.start(cookingStart('ann'));
  const begun = await interview.addText(ann, id, 'a'.repeat(40_000), { key: '1' });
  const answerId = 'answerId' in begun ? begun.answerId : '';
  await expect(interview.addText(ann, id, 'b'.repeat(20_001))).rejects.toMatchObject({
    fault: 'fault.answer-too-long',
    values: { most: 60_000, isFirst: 0 },
  });
  await interview.addText(ann, id, 'b'.repeat(10_000));
  await expect(interview.replaceText(ann, '1', 'c'.repeat(50_001))).rejects.toMatchObject({
    fault: 'fault.answer-too-long',
  });
  expect(await interview.replaceText(ann, '1', 'c'.repeat(50_000))).toBe(true);
  expect((await sizeOfAnswer(store.db, answerId)).characters).toBe(60_000);
  expect((await interview.heardSoFar(ann, answerId)).text).toMatch(/^c{50000}\nb{10000}$/);
});

it('an answer may last as long as the setting says in all its recordings together', async () => {
  const { interview } = runningInterview({}, { works: false });
  const { id } = await interview.start(cookingStart('ann', { mode: 'voice' }));
  const minutes = (count: number, startMs: number) =>
    interview.addUtterance(ann, id, {
      pcm: new Float32Array(count * 60 * 16_000),
      ...{ startMs, endMs: startMs + count * 60_000, receivedShare: 1 },
    });
  await minutes(6, 0);
  await expect(minutes(5, 400_000)).rejects.toMatchObject({
    fault: 'fault.answer-speech-too-long',
    values: { most: 600, isFirst: 0 },
  });
  await minutes(4, 400_000);
});

it('a paste of 5 MB is refused in one sentence, in an interview and to be scored, and nothing of it is stored', async () => {
  const { interview, store } = runningInterview({}, { works: false });
  const { id } = await interview.start(cookingStart('ann'));
  const paste = 'It depends. '.repeat(430_000);
  const tooLong = { fault: 'fault.answer-too-long', values: { most: 60_000, isFirst: 1 } };
  await expect(interview.addText(ann, id, paste)).rejects.toMatchObject(tooLong);
  await expect(
    interview.score(place, 'ann', { question: 'Why does water boil?', text: paste }),
  ).rejects.toMatchObject(tooLong);
  expect(await store.db.selectFrom('utterances').select('id').execute()).toEqual([]);
});

it('somebody may have five interviews open; those that were forgotten do not count', async () => {
  const clock = standingClock('2026-03-02T12:00:00.000Z');
  const { interview } = runningInterview({ now: clock.now }, { works: false });
  const start = (room: number, userId = 'ann') =>
    interview.start(cookingStart(userId, { place: { ...place, channelId: `room-${room}` } }));
  for (const room of [1, 2, 3, 4, 5]) await start(room);
  await expect(start(6)).rejects.toMatchObject({ fault: 'fault.too-many-interviews', values: { most: 5 } });
  await start(6, 'ben');
  clock.advance(25 * 3_600_000);
  await start(7);
});
