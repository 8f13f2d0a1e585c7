import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { openLog } from '../../src/log.ts';
import type { Transcriber } from '../../src/models/ports.ts';
import { createEvaluator } from '../../src/pipeline/evaluate.ts';
import type { Evaluator } from '../../src/pipeline/evaluation-types.ts';
import { followUpWords } from '../../src/wording/follow-up.ts';
import { englishWording } from '../../src/wording/wording.ts';
import { actor, cookingStart, runningInterview } from '../support/interviews.ts';
import { scriptedModels, scriptedSlot, scriptedTranscriber } from '../support/scripted.ts';
import { tone } from '../support/sounds.ts';

const marked = 'The zebrafinch of Quellendorf keeps the pasta water at a rolling boil.';
const traces = /zebrafinch|Quellendorf/i;
const ann = actor('ann-zebrafinch');

it('writes nothing of what somebody said to the log, not even when judging and showing it fail', async () => {
  const lines: string[] = [];
  const log = openLog(
    'trace',
    new Writable({
      write: (chunk, _encoding, done) => {
        lines.push(String(chunk));
        done();
      },
    }),
  );
  const models = scriptedModels(
    scriptedSlot<Transcriber>(
      'transcriber',
      scriptedTranscriber(() => marked),
    ),
  );
  const real = createEvaluator({ words: followUpWords(englishWording), models, log });
  let failures = 0;
  const evaluator: Evaluator = {
    ...real,
    evaluate: async (answer, options) => {
      failures += 1;
      if (failures === 1) throw new SyntaxError(`Unexpected token in "${answer.text}"`);
      return await real.evaluate(answer, options);
    },
  };
  const { interview, end } = runningInterview({ models, evaluator, log });
  const session = await interview.start(cookingStart(ann.userId));
  const feedback: string[] = [];
  const stop = new AbortController();
  await interview.addUtterance(ann, session.id, { pcm: tone(0.2), startMs: 0, endMs: 200 });
  await interview.submit(ann, session.id);
  for await (const delivery of interview.deliveries('terminal', stop.signal)) {
    const { body } = delivery;
    if (body.type === 'feedback') feedback.push(body.answer.text);
    if (feedback.length === 1 && delivery.attempt === 1 && body.type === 'feedback') {
      await interview.undelivered(delivery, `Refused: ${body.answer.text}`, { retryAfterMs: 1 });
      continue;
    }
    await interview.delivered(delivery, 'post');
    if (body.type === 'question' && body.turn.kind === 'follow-up') {
      await interview.addText(ann, session.id, marked);
      await interview.submit(ann, session.id);
    }
    if (body.type === 'summary') stop.abort();
  }
  await end();
  expect(feedback.length).toBeGreaterThan(1);
  expect(feedback.every((text) => text === marked)).toBe(true);
  expect(lines.some((line) => line.includes('A job failed and will be tried again'))).toBe(true);
  expect(lines.filter((line) => traces.test(line))).toEqual([]);
});
