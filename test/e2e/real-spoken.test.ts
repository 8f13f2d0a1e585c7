/** The whole way of a spoken answer with real weights. Skipped by name where GREENROOM_MODELS does not hold them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runningBot, textOf } from '../support/discord-bot.ts';
import { hasMeaning, realEngines, realModels } from '../support/real-weights.ts';
import { temporaryFolder } from '../support/temporary.ts';

const bank = `domain: hashing
title: Hash maps
questions:
  - id: hashing-junior-buckets
    level: junior
    kind: technical
    text: How does a hash map find the value of a key?
    tags: [data-structures]
    concepts:
      - id: hash-picks-bucket
        weight: must
        statement: The hash of the key says which bucket it is in.
        aliases: [the hash picks the bucket]
        misconceptions: [A hash map sorts its keys and finds them by binary search.]
        followUps: [What happens to the key first?, How is the bucket found?]
      - id: collisions
        weight: should
        statement: When two keys share a bucket, the map compares both of them with the key.
        aliases: [keys that collide in one bucket]
        misconceptions: [Two keys in one bucket overwrite each other.]
        followUps: [What if two keys share a bucket?, How does the map tell them apart?]
      - id: resize
        weight: bonus
        statement: The map grows and rehashes its entries when it gets too full.
        aliases: [load factor]
        misconceptions: [The number of buckets never changes.]
        followUps: [What happens when the map fills up?, Which insert is slow?]
`;

it.skipIf(!realEngines[0].isThere || !hasMeaning)(
  'hears an encrypted voice on Discord, judges what was said, and quotes on the card where a concept was said',
  async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'hashing.yaml'), bank);
    const bot = await runningBot({
      isReal: true,
      timings: { silenceMs: 4_000 },
      environment: {
        GREENROOM_MODELS: realModels,
        TRANSCRIBER: 'whisper.cpp',
        WHISPER_MODEL: 'base',
        GENERATOR: 'template',
        QUESTION_BANKS: folder,
      },
    });
    await bot.coach.models.settled();
    await bot.start();
    bot.alice.join('Interview');
    const hashing = { domain: 'hashing', level: 'junior', questions: 1, mode: 'voice' };
    await bot.alice.slash('interview start', hashing).reply();
    await bot.shown('Question 1 of 1');
    await bot.alice.click('Agree').reply();
    await bot.alice.speak('src/cli/doctor/answer.ogg');
    const card = textOf(await bot.shown(/\d+ of 100/, 120_000));
    expect(card).toMatch(/a hash function turns the key into a number/i);
    const { text } = await bot.coach.store.db.selectFrom('answers').select('text').executeTakeFirstOrThrow();
    expect(text).toMatch(/^a hash function turns the key into a number/i);
    expect(bot.discord.violations()).toEqual([]);
  },
  240_000,
);
