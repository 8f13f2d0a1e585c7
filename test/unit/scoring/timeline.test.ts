import { expect, test } from 'vitest';
import { pauseOffsets } from '../../../src/pipeline/scoring/delivery/pauses.ts';
import { analyse } from '../../../src/pipeline/scoring/text/analyse.ts';
import { timelineOf } from '../../../src/pipeline/scoring/text/timeline.ts';
import { answerOf, spokenAs } from './answer-of.ts';

const transcript = spokenAs([
  ['We moved the data.', 1000, 5000],
  ['Then the data was there.', 8000, 13_000],
]);

test('a stretch of text has the time of its words, the second "data" not that of the first', () => {
  const { text } = transcript;
  const timeline = timelineOf({ text, transcript });
  expect(timeline.of(0, 18)).toEqual({ startMs: 1000, endMs: 5000 });
  const second = text.lastIndexOf('data');
  expect(timeline.of(second, second + 4)).toEqual({ startMs: 10_000, endMs: 11_000 });
});

test('where a recogniser gives no words, those of a segment are spread over its time', () => {
  const bare = { ...transcript, segments: transcript.segments.map((segment) => ({ ...segment, words: [] })) };
  const { startMs = 0, endMs = 0 } = timelineOf({ text: bare.text, transcript: bare }).of(0, 8);
  expect(startMs).toBe(1000);
  expect(endMs).toBeGreaterThan(2000);
  expect(endMs).toBeLessThan(5000);
});

test('a typed answer, and words that the text does not have, have no time', () => {
  expect(timelineOf({ text: 'We moved.', transcript: null }).of(0, 9)).toEqual({});
  expect(timelineOf({ text: 'Something else', transcript }).of(0, 9)).toEqual({});
});

test('speech without marks is cut where the speaker fell silent', () => {
  const words = [
    'we moved every table of the old database to the new one in may',
    'nobody in the whole company noticed a thing on that very long day',
    'my manager was glad about it for the rest of the year',
  ];
  const spoken = spokenAs(words.map((text, at) => [text, at * 8000, at * 8000 + 6000]));
  const answer = answerOf(spoken.text, { transcript: spoken });
  const sentences = analyse(answer.text, 'en', pauseOffsets(answer)).sentences.map(({ text }) => text);
  expect(sentences).toEqual(words);
});
