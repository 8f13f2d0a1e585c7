/** What only real weights can show. Runs where GREENROOM_MODELS holds Whisper base; skipped by name elsewhere. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wordErrors } from '../../../bench/hearing/word-errors.ts';
import { readConfig } from '../../../src/config.ts';
import { silentLog } from '../../../src/log.ts';
import { openModels } from '../../../src/models/open-models.ts';
import type { Models, Pcm } from '../../../src/models/ports.ts';
import { fixtureSound } from '../../support/fixture-sound.ts';
import { realEngines, realModels } from '../../support/real-weights.ts';
import { joined, noise, silence } from '../../support/sounds.ts';

/** A word in ten: a margin over what was measured. */
const mostErrors = 0.1;
const said = {
  'answer.ogg':
    'Um, a hash map stores every key in a bucket. The hash of the key says which bucket that is. When two keys share a bucket, they collide, and the map looks at both of them.',
  'discord-alice.ogg':
    'I would partition the data by customer, and keep the hot partitions in memory, so that reads stay fast.',
  'discord-bob.ogg':
    'I disagreed with my manager about the deadline, so I listed the risks, and we agreed on a smaller release.',
} as const;

describe.each(realEngines)('real weights of Whisper base with $engine', ({ engine, isThere }) => {
  let models: Models;
  const sounds = new Map<string, Pcm>();
  const hear = async (pcm: Pcm, language?: string) =>
    await models.transcriber.use((transcriber) =>
      transcriber.transcribe(pcm, language === undefined ? {} : { language }),
    );

  beforeAll(async () => {
    if (!isThere) return;
    models = openModels(
      readConfig({
        GREENROOM_MODELS: realModels,
        TRANSCRIBER: engine,
        WHISPER_MODEL: 'base',
        EMBEDDER: 'none',
        GENERATOR: 'template',
      }),
      { log: silentLog() },
    );
    for (const name of Object.keys(said)) sounds.set(name, await fixtureSound(name));
    await models.settled();
  });
  afterAll(() => models?.close());

  it.skipIf(!isThere)(
    'hear the same words in the same sound, whatever was heard before',
    async () => {
      const all = [...sounds.values()];
      const long = joined(...all, silence(0.3), ...all);
      const first = await hear(all[0] ?? silence(1));
      const short = await hear((all[1] ?? silence(1)).subarray(0, 3 * 16_000));
      await hear(long);
      await hear(all[2] ?? silence(1), 'de');
      await hear(joined(noise(4, 0.05), all[1] ?? silence(1))).catch(() => undefined);
      expect((await hear(all[0] ?? silence(1))).segments).toEqual(first.segments);
      expect((await hear((all[1] ?? silence(1)).subarray(0, 3 * 16_000))).segments).toEqual(short.segments);
    },
    300_000,
  );

  it.skipIf(!isThere).each(Object.entries(said))(
    'hear what was said in %s, with times that can be',
    async (name, text) => {
      const transcript = await hear(sounds.get(name) ?? silence(1));
      const { errors, words } = wordErrors(text, transcript.text);
      expect(errors, transcript.text).toBeLessThanOrEqual(Math.ceil(words * mostErrors));
      expect(transcript.language).toBe('en');
      for (const { startMs, endMs } of transcript.segments.flatMap((segment) => segment.words))
        expect(endMs).toBeGreaterThan(startMs);
    },
    120_000,
  );
});
