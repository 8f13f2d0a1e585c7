import { describe, expect, it } from 'vitest';
import { viewFeedback } from '../../src/bots/views/feedback.ts';
import type { Transcriber } from '../../src/models/ports.ts';
import type { Evaluator } from '../../src/pipeline/evaluation-types.ts';
import { englishWording } from '../../src/wording/wording.ts';
import { engines } from '../support/engines.ts';
import { actor, cookingStart, runningInterviewOn } from '../support/interviews.ts';
import { scriptedEvaluator, scriptedModels, scriptedSlot, scriptedTranscriber } from '../support/scripted.ts';
import { tone } from '../support/sounds.ts';
import { until } from '../support/temporary.ts';

describe.each(engines)('a question that is not clear, on %s', (engine) => {
  const ann = actor('ann');

  it('counts how often somebody asked what a question means, and leads from the second time on to what they left out', async () => {
    const { interview, show, seen } = await runningInterviewOn(engine);
    show();
    const session = await interview.start(cookingStart('ann'));
    const concepts = session.turn?.question.concepts ?? [];
    const { answerId } = await interview.addText(ann, session.id, 'Well.');
    expect(await interview.clarify(ann, answerId, { asks: 'question' })).toEqual({
      hint: null,
      manner: null,
    });
    const first = await interview.clarify(ann, answerId, { asks: 'question' });
    expect(concepts.flatMap(({ followUps }) => followUps)).toContain(first.hint);
    const hinted = concepts.find(({ followUps }) => followUps.includes(first.hint ?? ''));
    await interview.addText(ann, session.id, hinted?.statement ?? '');
    expect((await interview.clarify(ann, answerId, { asks: 'question' })).hint).not.toBe(first.hint);
    await interview.submit(ann, session.id);
    const { answer } = (await seen('feedback')).body;
    expect(answer.clarified).toBe(3);
    expect(viewFeedback(answer, englishWording).meta).toContain(
      'you asked about the question 3 times, which costs nothing',
    );
    expect(await interview.clarify(ann, answerId, { asks: 'question' })).toEqual({
      hint: null,
      manner: null,
    });
    expect((await interview.answer(ann, answerId)).clarified).toBe(3);
  });

  it('gives no hint in an exam, and nothing to anybody else', async () => {
    const { interview } = await runningInterviewOn(engine);
    const session = await interview.start(cookingStart('ann', { aim: 'exam' }));
    const { answerId } = await interview.addText(ann, session.id, 'Well.');
    await interview.clarify(ann, answerId, { asks: 'question' });
    expect(await interview.clarify(ann, answerId, { asks: 'question' })).toEqual({
      hint: null,
      manner: null,
    });
    await expect(interview.clarify(actor('bob'), answerId, { asks: 'question' })).rejects.toMatchObject({
      code: 'not_allowed',
    });
  });

  it('gives a hint at once to whoever asks for one, and counts it; in an exam it does neither', async () => {
    const { interview } = await runningInterviewOn(engine);
    const session = await interview.start(cookingStart('ann'));
    const concepts = session.turn?.question.concepts ?? [];
    const { answerId } = await interview.addText(ann, session.id, 'Well.');
    const { hint, manner } = await interview.clarify(ann, answerId, { asks: 'hint' });
    expect(concepts.flatMap(({ followUps }) => followUps)).toContain(hint);
    expect(manner).toBeNull();
    expect((await interview.answer(ann, answerId)).clarified).toBe(1);

    await interview.stop(ann, session.id);
    const exam = await interview.start(cookingStart('ann', { aim: 'exam' }));
    const other = await interview.addText(ann, exam.id, 'Well.');
    expect(await interview.clarify(ann, other.answerId, { asks: 'hint' })).toEqual({
      hint: null,
      manner: null,
    });
    expect((await interview.answer(ann, other.answerId)).clarified).toBe(0);
  });

  it('tells whoever asks for a hint that they speak faster, or hesitate more, than they usually do', async () => {
    const usual = scriptedEvaluator();
    const evaluator: Evaluator = {
      ...usual,
      async evaluate(answer, options) {
        const judged = await usual.evaluate(answer, options);
        const { evaluation } = judged;
        const fillers = { hard: 1, soft: 0, perMinute: 1, clusters: [] };
        return {
          ...judged,
          evaluation: { ...evaluation, measures: { ...evaluation.measures, wordsPerMinute: 120, fillers } },
        };
      },
    };
    let says = '';
    const transcriber = scriptedTranscriber(() => ({ text: says, maybe: {} }));
    const { interview, show, seen } = await runningInterviewOn(engine, {
      evaluator,
      models: scriptedModels(scriptedSlot<Transcriber>('transcriber', transcriber)),
    });
    show();
    const session = await interview.start(cookingStart('ann', { questions: 5, mode: 'voice' }));
    const speak = async (text: string, startMs: number) => {
      says = text;
      const utterance = { pcm: tone(20), startMs, endMs: startMs + 20_000 };
      const { answerId } = await interview.addUtterance(ann, session.id, utterance);
      await until(async () => !(await interview.heardSoFar(ann, answerId)).isPending);
      return answerId;
    };
    const isTold = async (answerId: string) =>
      (await interview.clarify(ann, answerId, { asks: 'hint' })).manner;
    const fast = Array.from({ length: 60 }, () => 'salt').join(' ');
    const hesitant = Array.from({ length: 8 }, () => 'um, the salt').join(' ');
    expect(await isTold(await speak(fast, 0))).toBeNull();
    await interview.submit(ann, session.id);
    for (let answered = 1; answered < 3; answered++) {
      await seen('feedback', answered);
      await interview.addText(ann, session.id, 'Plenty of water.');
      await interview.submit(ann, session.id);
    }
    await seen('feedback', 3);
    expect(await isTold(await speak(fast, 0))).toEqual({ kind: 'pace', wordsPerMinute: 180, usual: 120 });
    await interview.submit(ann, session.id);
    await seen('feedback', 4);
    expect(await isTold(await speak(hesitant, 0))).toEqual({ kind: 'fillers', count: 8 });
  });
});
