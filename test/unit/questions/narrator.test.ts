import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { silentLog } from '../../../src/log.ts';
import type { Speaker } from '../../../src/models/ports.ts';
import { createNarrator } from '../../../src/pipeline/questions/narrator.ts';
import { pronounce } from '../../../src/pipeline/questions/pronounce.ts';
import { sentencesToSay } from '../../../src/pipeline/questions/sentences-to-say.ts';
import { openSpokenCache } from '../../../src/pipeline/questions/spoken-cache.ts';
import { scriptedSlot } from '../../support/scripted.ts';
import { temporaryFolder } from '../../support/temporary.ts';

/** A voice that keeps what it was told, and answers with one sample a letter. */
function scriptedSpeaker() {
  const told: string[] = [];
  const speaker: Speaker = {
    name: 'scripted',
    voices: ['low', 'high'],
    async say(sentence) {
      told.push(sentence);
      return new Int16Array(sentence.length).fill(told.length);
    },
    close: async () => undefined,
  };
  return { told, slot: scriptedSlot<Speaker>('speaker', speaker) };
}
const usual = { voice: null, ratePercent: null, language: null };
async function lengthsOf(sound: AsyncIterable<Int16Array>): Promise<number[]> {
  const lengths: number[] = [];
  for await (const piece of sound) lengths.push(piece.length);
  return lengths;
}

describe('how a question is read out', () => {
  it.for([
    ['When would you use kubectl, and when nginx?', 'When would you use cube control, and when engine X?'],
    ['Why is PostgreSQL not NoSQL but SQL?', 'Why is Postgres not no sequel but sequel?'],
    ['Explain CI/CD.', 'Explain C I C D.'],
    ['Why is sorting O(n log n)?', 'Why is sorting O of n log n?'],
    ['What does a p99 of 200 ms tell?', 'What does a p 99 of 200 milliseconds tell?'],
    ['What is an N+1 query?', 'What is an N plus one query?'],
    ['What does `useEffect` do in TypeScript?', 'What does use effect do in TypeScript?'],
    ['Why do MySQLi users rest?', 'Why do MySQLi users rest?'],
  ])('%s', ([written, said]) => {
    expect(pronounce(written ?? '')).toBe(said);
  });

  it('leaves other languages as they are written', () => {
    expect(pronounce('Was ist SQL?', 'de')).toBe('Was ist SQL?');
  });

  it('comes in sentences, and a long first one is parted at a comma so that it is heard soon', () => {
    const text =
      'Imagine that a query has become slow, although nothing in the program was changed at all. What do you do?';
    expect(sentencesToSay(text, 'en')).toEqual([
      'Imagine that a query has become slow,',
      'although nothing in the program was changed at all.',
      'What do you do?',
    ]);
  });
});

describe('the narrator', () => {
  const text = 'What is a queue? Why would you use one?';

  it('makes a common question once, keeps it for its owner alone, and reads it the next time', async () => {
    const folder = temporaryFolder();
    const { told, slot } = scriptedSpeaker();
    const narrator = createNarrator({ speaker: slot, cache: openSpokenCache(folder), log: silentLog() });
    await lengthsOf(narrator.speak(text, { ...usual, isCommon: true }));
    expect(await lengthsOf(narrator.speak(text, { ...usual, isCommon: true }))).toEqual([16, 22]);
    expect(told).toEqual(['What is a queue?', 'Why would you use one?']);
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
    await lengthsOf(narrator.speak(text, { ...usual, voice: 'high', isCommon: true }));
    expect(told).toHaveLength(4);
  });

  it('keeps nothing that is about a person', async () => {
    const folder = temporaryFolder();
    const { slot } = scriptedSpeaker();
    const narrator = createNarrator({ speaker: slot, cache: openSpokenCache(folder), log: silentLog() });
    await lengthsOf(narrator.speak(text, { ...usual, isCommon: false }));
    expect(readdirSync(folder)).toEqual([]);
  });

  it('makes ahead what may be asked next', async () => {
    const { told, slot } = scriptedSpeaker();
    const cache = openSpokenCache(temporaryFolder());
    const narrator = createNarrator({ speaker: slot, cache, log: silentLog() });
    await narrator.prepare([text], usual, new AbortController().signal);
    expect(told).toHaveLength(2);
    expect(await lengthsOf(narrator.speak(text, { ...usual, isCommon: true }))).toEqual([16, 22]);
    expect(told).toHaveLength(2);
  });

  it('says that it has no voice', async () => {
    const slot = scriptedSlot<Speaker>('speaker', null);
    const cache = openSpokenCache(temporaryFolder());
    const narrator = createNarrator({ speaker: slot, cache, log: silentLog() });
    expect(narrator.isAble()).toBe(false);
    await expect(lengthsOf(narrator.speak(text, { ...usual, isCommon: true }))).rejects.toMatchObject({
      code: 'model_unavailable',
    });
  });
});

it('makes room by forgetting what was not heard for the longest time', async () => {
  const cache = openSpokenCache(temporaryFolder(), 250);
  for (const key of ['one', 'two']) await cache.write(key, new Int16Array(50));
  await cache.read('one');
  for (let write = 0; write < 19; write++) await cache.write('three', new Int16Array(100));
  expect(await cache.has('two')).toBe(false);
  expect(await cache.has('three')).toBe(true);
});
