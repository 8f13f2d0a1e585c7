import { describe, expect, it } from 'vitest';
import type { Transcriber } from '../../src/models/ports.ts';
import { findPerson } from '../../src/store/people.ts';
import { saveSetting } from '../../src/store/settings.ts';
import { noticeText } from '../../src/wording/notice-text.ts';
import { englishWording } from '../../src/wording/wording.ts';
import { engines, tablesWith } from '../support/engines.ts';
import { actor, cookingStart, runningInterviewOn, testConfig } from '../support/interviews.ts';
import { scriptedEvaluator, scriptedModels, scriptedSlot, scriptedTranscriber } from '../support/scripted.ts';
import { silence, tone } from '../support/sounds.ts';
import { until } from '../support/temporary.ts';

describe.each(engines)('answers that are spoken, on %s', (engine) => {
  const ann = actor('ann');
  const spoken = (startMs = 0, pcm = tone(0.2)) => ({ pcm, startMs, endMs: startMs + pcm.length / 16 });
  const hearing = (hear: (pcm: Float32Array) => string | Promise<string>) =>
    scriptedModels(scriptedSlot<Transcriber>('transcriber', scriptedTranscriber(hear)));

  describe('a spoken answer', () => {
    it('is transcribed while the person speaks on, and joined on one timeline', async () => {
      const said = ['Plenty of water.', 'And I stir.'];
      const { interview, show, seen, store } = await runningInterviewOn(engine, {
        models: hearing(() => said.shift() ?? ''),
      });
      show();
      const session = await interview.start(cookingStart('ann', { mode: 'voice' }));
      await interview.addUtterance(ann, session.id, { ...spoken(0), receivedShare: 1, key: 'u1' });
      await interview.addUtterance(ann, session.id, { ...spoken(0), receivedShare: 1, key: 'u1' });
      await until(() => said.length === 1);
      await interview.addUtterance(ann, session.id, { ...spoken(3_000), receivedShare: 0.5 });
      await interview.submit(ann, session.id);
      const { answer } = (await seen('feedback')).body;
      expect(answer).toMatchObject({ text: 'Plenty of water. And I stir.', receivedShare: 0.75 });
      expect(answer.transcript).toMatchObject({
        speech: [
          { startMs: 0, endMs: 200 },
          { startMs: 3_000, endMs: 3_200 },
        ],
        durationMs: 3_200,
      });
      expect(await store.db.selectFrom('utterance_audio').selectAll().execute()).toHaveLength(0);
    });

    it('is heard in one language, once enough of it was heard to tell which', async () => {
      const asked: (string | undefined)[] = [];
      const { close, transcribe } = scriptedTranscriber(() => 'Plenty of water.');
      const transcriber: Transcriber = {
        ...{ name: 'scripted', close },
        transcribe: (pcm, options) => {
          asked.push(options?.languageSoFar);
          return transcribe(pcm, options);
        },
      };
      const models = scriptedModels(scriptedSlot('transcriber', transcriber));
      const { interview } = await runningInterviewOn(engine, { models });
      const session = await interview.start(cookingStart('ann', { mode: 'voice' }));
      for (const [at, seconds] of [2, 3, 1].entries()) {
        await interview.addUtterance(ann, session.id, spoken(at * 10_000, tone(seconds)));
        await until(() => asked.length === at + 1);
      }
      expect(asked).toEqual(['auto', 'auto', 'en']);
    });

    it('is read while its author may go on, once all that was said is heard', async () => {
      const said = ['Plenty of water.', 'And I stir.'];
      const read: string[] = [];
      const evaluator = {
        ...scriptedEvaluator(),
        readAhead: async ({ text }: { text: string }) => void read.push(text),
      };
      const { interview, show, seen } = await runningInterviewOn(engine, {
        models: hearing(() => said.shift() ?? ''),
        evaluator,
      });
      show();
      const session = await interview.start(cookingStart('ann', { mode: 'voice' }));
      await interview.addUtterance(ann, session.id, spoken(0));
      await until(() => read.length === 1);
      await interview.addUtterance(ann, session.id, spoken(3_000));
      await until(() => read.length === 2);
      expect(read).toEqual(['Plenty of water.', 'Plenty of water. And I stir.']);
      await interview.submit(ann, session.id);
      expect((await seen('feedback')).body.answer.text).toBe('Plenty of water. And I stir.');
    });

    it('is heard side by side with those of others, however many stretches of one person wait for each other', async () => {
      const heard: string[] = [];
      const gates = new Map<string, PromiseWithResolvers<string>>();
      const models = hearing((pcm) => {
        const name = `${pcm.length / 16} ms`;
        heard.push(name);
        const gate = Promise.withResolvers<string>();
        gates.set(name, gate);
        return gate.promise;
      });
      const { interview, show } = await runningInterviewOn(engine, { models });
      show();
      const session = await interview.start(cookingStart('ann', { style: 'everyone' }));
      const others = ['bob', 'carol'].map((name) => actor(name));
      for (const other of others) await interview.join(other, session.id, 'candidate');
      await interview.addUtterance(ann, session.id, spoken(0, tone(0.2)));
      await until(() => heard.length === 1);
      for (const at of [1, 2, 3, 4])
        await interview.addUtterance(ann, session.id, spoken(at * 1_000, tone(0.2 + at / 100)));
      for (const [at, other] of others.entries())
        await interview.addUtterance(other, session.id, spoken(0, tone(0.4 + at / 10)));
      await until(() => heard.length === 3);
      expect(heard).toEqual(['200 ms', '400 ms', '500 ms']);
      gates.get('200 ms')?.resolve('Water.');
      await until(() => heard.length === 4);
      expect(heard[3]).toBe('210 ms');
      for (const gate of gates.values()) gate.resolve('Water.');
    });

    it('counts its times from its own beginning, however long the person thought before', async () => {
      const { interview, show, seen } = await runningInterviewOn(engine, {
        models: hearing(() => 'I stir.'),
      });
      show();
      const session = await interview.start(cookingStart('ann', { mode: 'voice' }));
      const first = await interview.addUtterance(ann, session.id, spoken(12_000));
      await interview.addUtterance(ann, session.id, spoken(15_000));
      await until(async () => (await interview.heardSoFar(ann, first.answerId)).text.split(' ').length === 4);
      await interview.submit(ann, session.id);
      const { answer } = (await seen('feedback')).body;
      expect(answer.transcript).toMatchObject({
        speech: [
          { startMs: 0, endMs: 200 },
          { startMs: 3_000, endMs: 3_200 },
        ],
        durationMs: 3_200,
      });
    });

    it('that is discarded leaves no word and no sound, even of what is being transcribed at that moment', async () => {
      const marked = 'zebrafinch';
      const gate = Promise.withResolvers<string>();
      const heard: string[] = [];
      const models = hearing((pcm) => {
        heard.push(String(pcm.length));
        return heard.length === 1 ? `The ${marked} boils.` : gate.promise;
      });
      const config = { ...testConfig, RETENTION: { ...testConfig.RETENTION, audioDays: 7 } };
      const { interview, store } = await runningInterviewOn(engine, { models, config });
      const session = await interview.start(cookingStart('ann', { mode: 'voice' }));
      const states = async () =>
        (await store.db.selectFrom('utterances').select('state').execute()).map(({ state }) => state);
      await interview.addUtterance(ann, session.id, spoken(0));
      await until(async () => (await states())[0] === 'ready');
      await interview.addText(ann, session.id, `A ${marked}.`);
      await interview.addUtterance(ann, session.id, spoken(3_000));
      await until(() => heard.length === 2);
      await interview.discard(ann, session.id);
      gate.resolve(`No ${marked}!`);
      await until(async () => {
        const jobs = await store.db
          .selectFrom('jobs')
          .select('state')
          .where('queue', '=', 'transcribe')
          .execute();
        return jobs.length === 2 && jobs.every(({ state }) => state === 'done');
      });
      expect(await states()).toEqual(['withdrawn', 'withdrawn', 'withdrawn']);
      expect(await store.db.selectFrom('utterance_audio').selectAll().execute()).toHaveLength(0);
      expect(await tablesWith(store, marked)).toEqual([]);
    });

    it.for([
      ['nobody', 0, null, 0],
      ['the person alone', 0, '1', 0],
      ['the owner alone', 7, null, 0],
      ['both the owner and the person', 7, '1', 1],
    ] as const)(
      'leaves no sound behind, unless it is to be kept: wanted by %s',
      async ([, days, wish, kept]) => {
        const config = { ...testConfig, RETENTION: { ...testConfig.RETENTION, audioDays: days } };
        const { interview, show, seen, store } = await runningInterviewOn(engine, { config });
        show();
        const session = await interview.start(cookingStart('ann'));
        await store.transaction(async (trx) => {
          const personId = (await findPerson(trx, ann)) ?? '';
          const setting = { tenant: ann.tenant, personId, name: 'keepsAudio', value: wish };
          await saveSetting(trx, setting, new Date().toISOString());
        });
        await interview.addUtterance(ann, session.id, spoken());
        await interview.submit(ann, session.id);
        await seen('feedback');
        expect(await store.db.selectFrom('utterance_audio').selectAll().execute()).toHaveLength(kept);
      },
    );

    it.each(['while it lasts', 'when it is handed in'])('that is too quiet is called so %s', async (when) => {
      const { interview, show, seen } = await runningInterviewOn(engine, {
        models: hearing(() => 'Thank you for watching.'),
      });
      show();
      const session = await interview.start(cookingStart('ann'));
      await interview.addUtterance(ann, session.id, spoken(0, tone(1, 440, 0.001)));
      if (when !== 'while it lasts') await interview.submit(ann, session.id);
      const { body } = await seen('notice');
      expect(body.notice).toBe('too-quiet');
      expect(noticeText(englishWording, body)).toMatch(/too quiet to understand/);
    });

    it('without any speech in it reaches no recogniser, and the person is told and asked again', async () => {
      let calls = 0;
      const models = hearing(() => {
        calls += 1;
        return 'Thank you for watching.';
      });
      const { interview, show, seen, store } = await runningInterviewOn(engine, { models });
      const shown = show();
      const session = await interview.start(cookingStart('ann'));
      await interview.addUtterance(ann, session.id, spoken(0, silence(1)));
      await interview.submit(ann, session.id);
      const { body } = await seen('notice');
      expect(body.notice).toBe('no-speech');
      expect(noticeText(englishWording, body)).toMatch(/^I heard no speech/);
      expect(calls).toBe(0);
      expect(await store.db.selectFrom('utterance_audio').selectAll().execute()).toHaveLength(0);
      await interview.addText(ann, session.id, 'Water.');
      await interview.submit(ann, session.id);
      expect((await seen('feedback')).body.answer.text).toBe('Water.');
      expect(shown.filter(({ body }) => body.type === 'notice')).toHaveLength(1);
    });

    it('is no answer when all that was recorded before "done" was silence', async () => {
      const { interview, show, seen } = await runningInterviewOn(engine);
      show();
      const session = await interview.start(cookingStart('ann'));
      await interview.addUtterance(ann, session.id, spoken(0, silence(1)));
      await seen('notice');
      await expect(interview.submit(ann, session.id)).rejects.toMatchObject({ code: 'wrong_state' });
    });

    it('counts as far as it was heard when one stretch of it can never be transcribed', async () => {
      let calls = 0;
      const models = hearing(() => {
        calls += 1;
        if (calls === 1) throw new Error('broken sound');
        return 'And I stir.';
      });
      const { interview, show, seen, store } = await runningInterviewOn(engine, { models });
      show();
      const session = await interview.start(cookingStart('ann'));
      await interview.pause(ann, session.id);
      await interview.resume(ann, session.id);
      await interview.addUtterance(ann, session.id, spoken(0));
      await store.db.updateTable('jobs').set({ max_attempts: 1 }).where('queue', '=', 'transcribe').execute();
      await until(
        async () =>
          (await store.db.selectFrom('utterances').select('state').executeTakeFirst())?.state === 'failed',
      );
      await interview.addUtterance(ann, session.id, spoken(500));
      await interview.submit(ann, session.id);
      expect((await seen('feedback')).body.answer.text).toBe('And I stir.');
      expect(await store.db.selectFrom('utterance_audio').selectAll().execute()).toHaveLength(0);
    });

    it('that takes long to transcribe delays nobody else', async () => {
      const gate = Promise.withResolvers<string>();
      const { interview, show, seen } = await runningInterviewOn(engine, {
        models: hearing(() => gate.promise),
      });
      show();
      const spokenOne = await interview.start(cookingStart('ann'));
      await interview.addUtterance(ann, spokenOne.id, spoken());
      await interview.submit(ann, spokenOne.id);
      const ben = actor('ben');
      const typedOne = await interview.start(
        cookingStart('ben', { place: { tenant: ben.tenant, platform: 'terminal', channelId: 'other' } }),
      );
      await interview.addText(ben, typedOne.id, 'Water.');
      await interview.submit(ben, typedOne.id);
      expect((await seen('feedback')).body.answer.userId).toBe('ben');
      gate.resolve('Water too.');
      expect((await seen('feedback', 2)).body.answer.userId).toBe('ann');
    });
  });

  describe('a spoken answer without a model that transcribes', () => {
    const start = async () => {
      const transcriber = scriptedSlot<Transcriber>('transcriber', null);
      const running = await runningInterviewOn(engine, { models: scriptedModels(transcriber) });
      const shown = running.show();
      const session = await running.interview.start(cookingStart('ann'));
      const arrive = () =>
        transcriber.become(scriptedTranscriber(), { state: 'ready', model: 'scripted', device: 'cpu' });
      return { ...running, shown, session, transcriber, arrive };
    };

    it('is kept, says once exactly what to run, and is processed when the model arrives', async () => {
      const { interview, session, seen, store, shown, arrive } = await start();
      await interview.addUtterance(ann, session.id, spoken(0));
      await interview.addUtterance(ann, session.id, spoken(400));
      await interview.submit(ann, session.id);
      const { body } = await seen('notice');
      expect(body.notice).toBe('no-transcriber');
      expect(noticeText(englishWording, body)).toContain('greenroom -- models pull whisper-base');
      const jobs = () => store.db.selectFrom('jobs').selectAll().where('queue', '=', 'transcribe').execute();
      await until(async () => (await jobs()).every((job) => job.error === 'model_unavailable'));
      expect((await jobs()).map(({ attempts, state }) => [attempts, state])).toEqual([
        [0, 'waiting'],
        [0, 'waiting'],
      ]);
      arrive();
      expect((await seen('feedback')).body.answer.text).toBe(
        'I keep the water boiling. I keep the water boiling.',
      );
      await seen('summary');
      expect(shown.filter((one) => one.body.type === 'notice')).toHaveLength(1);
    });

    it('leaves the question open for typing, and both answers get their feedback in the end', async () => {
      const { interview, session, seen, arrive } = await start();
      const kept = await interview.addUtterance(ann, session.id, spoken());
      await interview.submit(ann, session.id);
      await seen('notice');
      const typed = await interview.addText(ann, session.id, 'Then I type it.');
      expect(typed.answerId).not.toBe(kept.answerId);
      await interview.submit(ann, session.id);
      expect((await seen('feedback')).body.answer.text).toBe('Then I type it.');
      expect((await seen('summary')).body.summary.pending).toBe(1);
      arrive();
      expect((await seen('feedback', 2)).body.answer.id).toBe(kept.answerId);
    });

    it('does not hold up what is typed before "done"', async () => {
      const { interview, session, seen } = await start();
      await interview.addUtterance(ann, session.id, spoken());
      await interview.addText(ann, session.id, 'Then I type it.');
      await interview.submit(ann, session.id);
      expect((await seen('feedback')).body.answer.text).toBe('Then I type it.');
    });

    it('lets a person type who learns of it only after "done", when a model failed to load', async () => {
      const { interview, session, seen, transcriber } = await start();
      transcriber.become(null, { state: 'loading', model: 'whisper-base', percent: null });
      await interview.addUtterance(ann, session.id, spoken());
      await interview.submit(ann, session.id);
      expect((await interview.session(ann, session.id)).turn).toBeNull();
      const failed = {
        state: 'failed',
        model: 'whisper-base',
        fault: 'fault.model-not-loaded',
        values: { model: 'whisper-base' },
      } as const;
      transcriber.become(null, failed);
      expect((await seen('notice')).body.notice).toBe('no-transcriber');
      await interview.addText(ann, session.id, 'Then I type it.');
      await interview.submit(ann, session.id);
      expect((await seen('feedback')).body.answer.text).toBe('Then I type it.');
    });

    it('is heard for speech all the same: silence needs no model', async () => {
      const { interview, session, seen } = await start();
      await interview.addUtterance(ann, session.id, spoken(0, silence(1)));
      expect((await seen('notice')).body.notice).toBe('no-speech');
    });
  });

  it('shows the progress of an answer', async () => {
    const evaluator = scriptedEvaluator();
    const { interview, show, seen } = await runningInterviewOn(engine, { evaluator });
    show();
    const stages: string[] = [];
    const stop = new AbortController();
    const listening = (async () => {
      for await (const { stage } of interview.stages(stop.signal)) stages.push(stage);
    })();
    const session = await interview.start(cookingStart('ann'));
    await interview.addUtterance(ann, session.id, spoken());
    await interview.submit(ann, session.id);
    await seen('feedback');
    await until(() => stages.includes('ready'));
    stop.abort();
    await listening;
    expect(stages).toEqual(['listening', 'transcribing', 'scoring', 'ready']);
  });
});
