import { describe, expect, it } from 'vitest';
import type { SpeechSpan } from '../../../src/domain.ts';
import { type SpeechDetector, sampleRate } from '../../../src/models/ports.ts';
import { createTranscriber } from '../../../src/models/transcribe/create-transcriber.ts';
import type { Heard, RecogniseOptions, Recogniser } from '../../../src/models/transcribe/recogniser.ts';
import { silence } from '../../support/sounds.ts';

type Asked = RecogniseOptions & { seconds: number };

/** A recogniser that hears what the script says, call by call; the last line again and again. */
function scripted(...script: (string | Heard[])[]): { recogniser: Recogniser; asked: Asked[] } {
  const asked: Asked[] = [];
  return {
    asked,
    recogniser: {
      name: 'scripted',
      async recognise(pcm, options) {
        asked.push({ ...options, seconds: pcm.length / sampleRate });
        const line = script[Math.min(asked.length, script.length) - 1] ?? '';
        return { language: 'en', heard: typeof line === 'string' ? [{ text: line, words: [] }] : line };
      },
      close: async () => undefined,
    },
  };
}

const detecting = (...spans: SpeechSpan[]): SpeechDetector => ({
  detect: async () => spans,
  openStream: () => ({ push: async () => [], close: () => undefined }),
  close: async () => undefined,
});
const span = (startMs: number, endMs: number): SpeechSpan => ({ startMs, endMs });
const hear = (recogniser: Recogniser, speech: SpeechDetector, language = 'auto') =>
  createTranscriber(recogniser, speech, { language }).transcribe(silence(60));

describe('what a recogniser is asked', () => {
  it('is nothing at all where there is no speech', async () => {
    const { recogniser, asked } = scripted('Thank you for watching.');
    await expect(hear(recogniser, detecting())).rejects.toMatchObject({ code: 'no_speech' });
    expect(asked).toEqual([]);
  });

  it('is only the speech with its edges, once, with a short prompt of fillers', async () => {
    const { recogniser, asked } = scripted('A hash map.');
    await hear(recogniser, detecting(span(10_000, 12_000)));
    expect(asked).toMatchObject([{ seconds: 2.4, language: 'auto', attempt: 'first' }]);
    expect(asked[0]?.prompt.length).toBeGreaterThan(0);
    expect(asked[0]?.prompt.length).toBeLessThanOrEqual(32);
  });

  it('is piece by piece the language that was heard first, and never what was said before', async () => {
    const { recogniser, asked } = scripted('A hash map.', 'It has keys.');
    const transcript = await hear(recogniser, detecting(span(0, 2000), span(20_000, 22_000)));
    expect(asked.map((each) => each.language)).toEqual(['auto', 'en']);
    expect(asked[1]?.prompt).toBe(asked[0]?.prompt);
    expect(transcript.text).toBe('A hash map. It has keys.');
  });

  it('is without an English prompt in another language', async () => {
    const { recogniser, asked } = scripted('Eine Hashtabelle.');
    const transcript = await hear(recogniser, detecting(span(0, 2000)), 'de');
    expect(asked).toMatchObject([{ language: 'de', prompt: '' }]);
    expect(transcript.text).toBe('Eine Hashtabelle.');
  });
});

describe('what a guard objects to is heard again', () => {
  it.each([
    ['a loop', 'so so so so so so'],
    ['more words than anybody can say', 'a b c d e f g h i j k l m n o p q r s t'],
    ['nothing, where speech was', ''],
  ])('%s', async (_, first) => {
    const { recogniser, asked } = scripted(first, 'A hash map.');
    const transcript = await hear(recogniser, detecting(span(0, 2000)));
    expect(transcript.text).toBe('A hash map.');
    expect(asked.map((each) => each.attempt)).toEqual(['first', 'again']);
  });

  it('once: a loop that stays is said once', async () => {
    const { recogniser, asked } = scripted('the cache the cache the cache the cache');
    expect((await hear(recogniser, detecting(span(0, 4000)))).text).toBe('the cache');
    expect(asked).toHaveLength(2);
  });

  it('once: what stays impossible is dropped', async () => {
    const { recogniser } = scripted('a b c d e f g h i j k l m n o p q r s t');
    await expect(hear(recogniser, detecting(span(0, 1000)))).rejects.toMatchObject({ code: 'no_speech' });
  });
});

describe('what comes out', () => {
  it('holds no phrase that Whisper invents on a breath, and keeps what was said around it', async () => {
    const { recogniser } = scripted('A hash map.', 'Thank you for watching!');
    const transcript = await hear(recogniser, detecting(span(0, 2000), span(20_000, 20_600)));
    expect(transcript.text).toBe('A hash map.');
    expect(transcript.speech).toHaveLength(2);
  });

  it('holds no prompt that came back as speech', async () => {
    const { recogniser } = scripted('Um, uh, hmm, er, ah. A hash map.');
    expect((await hear(recogniser, detecting(span(0, 2000)))).text).toBe('A hash map.');
  });

  it('keeps the fillers that were said', async () => {
    const { recogniser } = scripted('Um, a hash map, uh, has keys.');
    expect((await hear(recogniser, detecting(span(0, 3000)))).text).toBe('Um, a hash map, uh, has keys.');
  });

  it('has the times of the recording, from the recogniser where it gives them', async () => {
    const words = [
      { text: 'A', startMs: 200, endMs: 300 },
      { text: 'map.', startMs: 300, endMs: 99_000 },
    ];
    const { recogniser } = scripted([{ text: 'A map.', words, averageLogProbability: -0.1 }]);
    const { segments } = await hear(recogniser, detecting(span(10_000, 12_000)));
    expect(segments).toEqual([
      {
        startMs: 10_000,
        endMs: 12_200,
        text: 'A map.',
        words: [
          { text: 'A', startMs: 10_000, endMs: 10_100 },
          { text: 'map.', startMs: 10_100, endMs: 12_200 },
        ],
        averageLogProbability: -0.1,
      },
    ]);
  });

  it('shares the speech among segments without times, in order', async () => {
    const { recogniser } = scripted([
      { text: 'Twelve chars', words: [] },
      { text: 'Twelve chars', words: [] },
    ]);
    const { segments } = await hear(recogniser, detecting(span(1000, 2000), span(4000, 5000)));
    expect(segments.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
      [1000, 2000],
      [4000, 5000],
    ]);
  });
});
