import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Transcriber } from '../../../src/models/ports.ts';
import { fixtureSound } from '../../support/fixture-sound.ts';
import { click, fan, joined, noise, silence, tone } from '../../support/sounds.ts';

/** What every transcriber promises. `said` is what the one under test hears in any speech, however long it is. */
export function describeTranscriber(name: string, open: () => Promise<Transcriber>, said: string): void {
  describe(`a transcriber: ${name}`, () => {
    let transcriber: Transcriber;
    let answer: Float32Array;
    beforeAll(async () => {
      [transcriber, answer] = await Promise.all([open(), fixtureSound('answer.ogg')]);
    });
    afterAll(() => transcriber.close());

    it('writes down what was said, with the language, its own name and the length of the recording', async () => {
      const transcript = await transcriber.transcribe(answer.subarray(0, 4 * 16_000));
      expect(transcript).toMatchObject({
        text: said,
        language: 'en',
        model: transcriber.name,
        durationMs: 4000,
      });
    });

    it('says where speech is that no word covers', async () => {
      const { text } = await transcriber.transcribe(answer.subarray(0, 8 * 16_000));
      expect(text).toBe(`${said} (not understood)`);
    });

    it('returns words in order, inside the recording, that make up the text', async () => {
      const { segments, text, durationMs } = await transcriber.transcribe(answer);
      const words = segments.flatMap((segment) => segment.words);
      expect(words.map((word) => word.text).join(' ')).toBe(text);
      for (const [index, word] of words.entries()) {
        expect(word.startMs).toBeGreaterThanOrEqual(words[index - 1]?.startMs ?? 0);
        expect(word.endMs).toBeGreaterThanOrEqual(word.startMs);
        expect(word.endMs).toBeLessThanOrEqual(durationMs);
      }
    });

    it('reports where speech is, so that pauses come from it and not from words', async () => {
      const { speech } = await transcriber.transcribe(answer);
      const gaps = speech.slice(1).map((span, index) => span.startMs - (speech[index]?.endMs ?? 0));
      expect(Math.max(...gaps)).toBeGreaterThan(1700);
    });

    it('moves times with the speech: ten seconds of silence before it add ten seconds', async () => {
      const transcript = await transcriber.transcribe(joined(silence(10), answer.subarray(0, 8 * 16_000)));
      expect(transcript.segments[0]?.startMs).toBeGreaterThan(10_000);
      expect(transcript.segments.at(-1)?.endMs).toBeLessThanOrEqual(18_000);
    });

    it.each([
      ['silence', silence(3)],
      ['a fan', fan(3)],
      ['a tone', tone(3)],
      ['noise', noise(3)],
      ['a click', click()],
      ['nothing', silence(0)],
    ])('invents nothing for %s', async (_, pcm) => {
      await expect(transcriber.transcribe(pcm)).rejects.toMatchObject({ code: 'no_speech' });
    });

    it('leaves the sound it was given as it was', async () => {
      const pcm = answer.slice(0, 8 * 16_000);
      await transcriber.transcribe(pcm);
      expect(pcm).toEqual(answer.subarray(0, 8 * 16_000));
    });

    it('stops when it is told to, with the reason it was given, and serves the next call', async () => {
      const stop = new AbortController();
      const reason = new Error('the person left');
      const call = transcriber.transcribe(answer, { signal: stop.signal });
      stop.abort(reason);
      await expect(call).rejects.toBe(reason);
      await expect(transcriber.transcribe(answer, { signal: AbortSignal.abort(reason) })).rejects.toBe(
        reason,
      );
      expect((await transcriber.transcribe(answer.subarray(0, 4 * 16_000))).text).toBe(said);
    });

    it('serves several people at once', async () => {
      const part = answer.subarray(0, 4 * 16_000);
      const transcripts = await Promise.all([1, 2, 3].map(() => transcriber.transcribe(part)));
      expect(transcripts.map((transcript) => transcript.text)).toEqual([said, said, said]);
    });
  });
}
