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
const hear = (recogniser: Recogniser, speech: SpeechDetector, language = 'auto', hints: string[] = []) =>
  createTranscriber(recogniser, speech, { language }).transcribe(silence(60), { hints });

describe('what a recogniser is asked', () => {
  it('is nothing at all where there is no speech', async () => {
    const { recogniser, asked } = scripted('Thank you for watching.');
    await expect(hear(recogniser, detecting())).rejects.toMatchObject({ code: 'no_speech' });
    expect(asked).toEqual([]);
  });

  it('is only the speech with its edges, once, with a short prompt of fillers', async () => {
    const { recogniser, asked } = scripted('A hash map.');
    await hear(recogniser, detecting(span(10_000, 12_000)));
    expect(asked).toMatchObject([{ seconds: 2.4, language: 'auto' }]);
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
    expect(asked.map(({ prompt }) => prompt === '')).toEqual([false, true]);
  });

  it('and then in halves: a loop that stays is said once', async () => {
    const { recogniser, asked } = scripted('the cache the cache the cache the cache');
    expect((await hear(recogniser, detecting(span(0, 4000)))).text).toBe('the cache');
    expect(asked.map(({ prompt }) => prompt === '')).toEqual([false, true, true, true]);
    expect(asked[2]?.seconds).toBeLessThan(3);
  });

  it('and the best of it is believed: the halves where the whole was an invention', async () => {
    const { recogniser } = scripted(
      'I am a good person.',
      'I am a good person.',
      'A key is hashed to a number and that number picks one bucket of the map.',
      'Only that bucket is searched and so the lookup takes the same time for any size.',
    );
    expect((await hear(recogniser, detecting(span(0, 10_000)))).text).toMatch(/^A key .* any size\.$/);
  });

  it('and what stays without words is shown as not understood', async () => {
    const invented = { text: 'I am a good person.', words: [], averageLogProbability: -0.4 };
    const { recogniser } = scripted('A hash map finds a key.', [invented]);
    const { text, segments } = await hear(recogniser, detecting(span(0, 3000), span(20_000, 40_000)), 'en');
    expect(text).toBe('A hash map finds a key. (not understood)');
    expect(segments[1]).toMatchObject({ startMs: 20_000, endMs: 40_000, words: [] });
    expect(segments[1]?.averageLogProbability).toBeLessThan(-1);
  });

  it('and few words stay where the recogniser does not tell how likely they are', async () => {
    const { recogniser } = scripted('A hash map.');
    expect((await hear(recogniser, detecting(span(0, 20_000)))).text).toBe('A hash map.');
  });

  const begun = 'A key is hashed to a number and that number picks one bucket of the map';

  it('words that cover less than the speech: where halves say the same, somebody speaks slowly', async () => {
    const halves = [begun.split(' ').slice(0, 8).join(' '), begun.split(' ').slice(8).join(' ')];
    const { recogniser, asked } = scripted(begun, begun, ...halves);
    expect((await hear(recogniser, detecting(span(0, 12_000)), 'en')).text).toBe(begun);
    expect(asked).toHaveLength(4);
  });

  it('and where the halves say more, more was said', async () => {
    const rest = 'only that bucket is searched, so the number of other keys plays no part in the cost of it';
    const { recogniser } = scripted(begun, begun, begun, rest);
    expect((await hear(recogniser, detecting(span(0, 12_000)), 'en')).text).toBe(`${begun} ${rest}`);
  });

  it('and where they say something else, the end is shown as not understood', async () => {
    const { recogniser } = scripted(begun, begun, 'It is a list', 'of people that I know');
    const { text, segments } = await hear(recogniser, detecting(span(0, 12_000)), 'en');
    expect(text).toMatch(/\(not understood\)$/);
    expect(segments.at(-1)?.averageLogProbability).toBeLessThan(-1);
  });

  it('and one piece has far fewer words than the same voice says elsewhere', async () => {
    const said = `${begun} and only that bucket is searched, so the number of other keys plays no part at all`;
    const less = `${begun} and only that bucket is searched now`;
    const rest = 'and only that bucket is searched now, so the number of other keys plays no part';
    const { recogniser, asked } = scripted(said, said, less, said, begun, rest);
    const spans = [0, 15_000, 30_000, 45_000].map((at) => span(at, at + 9_500));
    const { text } = await hear(recogniser, detecting(...spans), 'en');
    expect(asked).toHaveLength(6);
    expect(text).toContain(rest);
  });

  it('and what stays impossible is dropped', async () => {
    const { recogniser } = scripted('a b c d e f g h i j k l m n o p q r s t');
    await expect(hear(recogniser, detecting(span(0, 1000)))).rejects.toMatchObject({ code: 'no_speech' });
  });
});

describe('the language of an answer', () => {
  it('is never told from a breath: the longest speech decides, for all of it', async () => {
    const { recogniser, asked } = scripted('Eine Hashtabelle.');
    recogniser.recognise = async (pcm, options) => {
      asked.push({ ...options, seconds: pcm.length / sampleRate });
      return {
        language: options.language === 'auto' ? 'de' : options.language,
        heard: [{ text: 'Ja', words: [] }],
      };
    };
    const transcript = await hear(recogniser, detecting(span(0, 600), span(20_000, 23_000)));
    expect(asked.map(({ language }) => language)).toEqual(['auto', 'de']);
    expect(asked[0]?.seconds).toBeCloseTo(3.4, 1);
    expect(transcript.language).toBe('de');
  });

  it('is English where there is too little speech, and where a server names none', async () => {
    const { recogniser, asked } = scripted('Um.');
    expect((await hear(recogniser, detecting(span(0, 600)))).language).toBe('en');
    expect(asked.map(({ language }) => language)).toEqual(['en']);
    recogniser.recognise = async () => ({ language: null, heard: [{ text: 'A hash map.', words: [] }] });
    expect((await hear(recogniser, detecting(span(0, 3000)))).language).toBe('en');
  });

  it('is not detected again where the answer was heard in it so far', async () => {
    const { recogniser, asked } = scripted('Eine Hashtabelle.');
    const transcriber = createTranscriber(recogniser, detecting(span(0, 3000)), { language: 'auto' });
    for (const languageSoFar of ['auto', 'de', 'de'])
      await transcriber.transcribe(silence(4), { languageSoFar });
    expect(asked.map(({ language }) => language)).toEqual(['auto', 'de', 'de']);
  });

  it('is detected by a server that names none, whatever the answer was taken for', async () => {
    const { recogniser, asked } = scripted('Eine Hashtabelle.');
    const { recognise } = recogniser;
    recogniser.recognise = async (...given) => ({ ...(await recognise(...given)), language: null });
    const transcriber = createTranscriber(recogniser, detecting(span(0, 3000)), { language: 'auto' });
    for (const languageSoFar of ['auto', 'en']) await transcriber.transcribe(silence(4), { languageSoFar });
    expect(asked.map(({ language }) => language)).toEqual(['auto', 'auto']);
  });
});

describe('pieces of one breath', () => {
  it('are heard once, with the words before them', async () => {
    const { recogniser, asked } = scripted('Because only that bucket is searched.');
    const transcriber = createTranscriber(recogniser, detecting(span(0, 3000)), { language: 'auto' });
    await transcriber.transcribe(silence(4), { before: 'so the lookup is constant' });
    expect(asked).toHaveLength(1);
    expect(asked[0]?.prompt).toMatch(/so the lookup is constant$/);
  });

  it('are heard after the words before them, and joined to one sentence', async () => {
    const { recogniser, asked } = scripted(
      'It works since the hash of a key picks one short bucket out of very many buckets in the array of the map, whatever the number of keys that somebody has put into it before, and so the lookup is constant',
      'Because only that bucket is searched and the map grows in time before they get long, in every case that I know of, and the price of it is a slow insert now and then, when all of the keys are moved.',
    );
    const transcript = await hear(recogniser, detecting(span(0, 12_400), span(12_700, 24_500)));
    expect(asked[1]?.prompt).toMatch(/so the lookup is constant$/);
    expect(transcript.text).toContain('is constant because only');
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

  it('writes a term that is expected where it was heard in other words, and keeps those', async () => {
    const words = [
      ...[{ text: 'The' }, { text: 'data' }, { text: 'is' }, { text: 'in' }],
      ...[
        { text: 'post', probability: 0.9 },
        { text: 'for', probability: 0.6 },
      ],
      { text: 'SQL.', probability: 0.5 },
    ].map((word) => ({ probability: 0.95, ...word }));
    const part = { text: words.map(({ text }) => text).join(' '), words };
    const { recogniser } = scripted([part]);
    const expected = await hear(recogniser, detecting(span(0, 3000)), 'en', ['PostgreSQL']);
    expect(expected.text).toBe('The data is in PostgreSQL.');
    expect(expected.segments[0]?.words.at(-1)).toMatchObject({ text: 'PostgreSQL.', heard: 'post for SQL.' });
    expect((await hear(recogniser, detecting(span(0, 3000)), 'en')).text).toBe(
      'The data is in post for SQL.',
    );
  });

  it('gives every word a length, and lays none into a pause', async () => {
    const { recogniser } = scripted('A hash map, and then it finds the key in the bucket.');
    const { segments } = await hear(recogniser, detecting(span(1000, 2500), span(4500, 7000)));
    for (const { startMs, endMs } of segments.flatMap(({ words }) => words)) {
      expect(endMs).toBeGreaterThan(startMs);
      expect(endMs <= 2500 || startMs >= 4500).toBe(true);
    }
  });
});
