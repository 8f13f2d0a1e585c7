/**
 * A spoken interview with real weights: the bot speaks with Piper, and so does the person who answers, over Opus and an
 * encrypted voice; Whisper hears it. Skipped by name where GREENROOM_MODELS does not hold them.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { opusPackets } from '../../bench/discord/opus-packets.ts';
import { runningBot, textOf } from '../support/discord-bot.ts';
import { hasMeaning, hasVoice, realEngines, realModels } from '../support/real-weights.ts';
import { temporaryFolder } from '../support/temporary.ts';

const bank = `domain: kitchen
title: In the kitchen
questions:
  - id: kitchen-junior-water
    level: junior
    kind: technical
    text: You are asked to cook pasta for twenty guests. Why do you take plenty of water?
    tags: [kitchen]
    concepts:
      - id: apart
        weight: must
        statement: Plenty of water keeps the pieces of pasta apart.
        aliases: [the pieces do not stick]
        misconceptions: [In plenty of water pasta sticks together.]
        followUps: [What happens to the pieces in a small pot?, Why would they stick?]
      - id: boiling
        weight: should
        statement: Plenty of water goes on boiling when the pasta goes in.
        aliases: [it keeps boiling]
        misconceptions: [Plenty of water boils sooner.]
        followUps: [What does the pasta do to the heat?, How long does it take to boil again?]
      - id: starch
        weight: bonus
        statement: The starch of the pasta is thin in much water.
        aliases: [less starch]
        misconceptions: [Starch disappears when it boils.]
        followUps: [Where does the starch go?, What is starchy water good for?]
  - id: kitchen-junior-knife
    level: junior
    kind: technical
    text: A friend of yours is afraid of sharp knives. Why is a sharp knife safer than a blunt one?
    tags: [kitchen]
    concepts:
      - id: force
        weight: must
        statement: A sharp knife needs less force, so the hand keeps control.
        aliases: [less force]
        misconceptions: [A blunt knife needs less force.]
        followUps: [How does the force change?, What does the hand feel?]
      - id: slipping
        weight: should
        statement: A blunt knife slips off what it should cut.
        aliases: [it slips]
        misconceptions: [A sharp knife slips more easily.]
        followUps: [What does a blunt knife do on a tomato?, When does a knife slip?]
      - id: clean-cut
        weight: bonus
        statement: The cut of a sharp knife is clean and heals sooner.
        aliases: [a clean cut]
        misconceptions: [Cuts of a blunt knife heal sooner.]
        followUps: [How do the cuts differ?, Which one heals sooner?]
  - id: kitchen-junior-rest
    level: junior
    kind: technical
    text: The roast has just come out of the oven. Why do you let the meat rest?
    tags: [kitchen]
    concepts:
      - id: juices
        weight: must
        statement: While it rests, the juices spread through the meat again.
        aliases: [the juices spread]
        misconceptions: [Resting dries the meat.]
        followUps: [Where are the juices?, What happens when it is cut at once?]
      - id: heat
        weight: should
        statement: The heat goes on moving to the middle of the meat.
        aliases: [it goes on cooking]
        misconceptions: [Meat cools from the middle.]
        followUps: [What happens to the middle?, How warm does it get?]
      - id: time
        weight: bonus
        statement: Ten minutes are enough for most roasts.
        aliases: [ten minutes]
        misconceptions: [A roast has to rest for hours.]
        followUps: [How long does it take?, What does it depend on?]
`;

/** 48 kHz to 16 kHz: each sample is the mean of three. */
const sixteen = (sound: Int16Array): Float32Array =>
  Float32Array.from({ length: Math.floor(sound.length / 3) }, (_, at) =>
    [0, 1, 2].reduce((sum, step) => sum + (sound[at * 3 + step] ?? 0) / 3 / 32_768, 0),
  );

it.skipIf(!realEngines[0].isThere || !hasMeaning || !hasVoice)(
  'holds a spoken interview of three questions: somebody cuts in, pauses for thought, asks what a question means, and says when an answer is over',
  async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'kitchen.yaml'), bank);
    const bot = await runningBot({
      isReal: true,
      timings: { silenceMs: 1_600 },
      environment: {
        ...{ GREENROOM_MODELS: realModels, TRANSCRIBER: 'whisper.cpp', WHISPER_MODEL: 'base' },
        ...{ SPEAKER: 'piper', GENERATOR: 'template', QUESTION_BANKS: folder },
      },
    });
    const { alice, carol, coach, discord } = bot;
    const voice = await coach.models.settled().then(() => coach.models.speaker.current());
    if (!voice) throw new Error('the voice could not be loaded');
    const silence = (ms: number) => new Float32Array(ms * 16);
    const sound = async (...parts: (string | number)[]) => {
      const made = [];
      for (const part of parts)
        made.push(typeof part === 'number' ? silence(part) : sixteen(await voice.say(part, {})));
      return opusPackets(Float32Array.from(made.flatMap((part) => [...part])));
    };
    const [cutsIn, thinks, asks, explains, last, over] = await Promise.all([
      sound('The starch in the water gets thin, so that the pieces do not stick, because'),
      sound('plenty of water keeps all the pieces of pasta apart.'),
      sound('Could you clarify the question?'),
      sound('A sharp knife needs less force, so that my hand keeps control of the blade all the time.'),
      sound('While the meat rests, its juices spread through all of it again, and'),
      sound("That's it."),
    ]);
    await bot.start();
    await carol.slash('settings', { 'speak-questions': true }).reply();
    alice.join('Interview');
    await alice
      .slash('interview start', { domain: 'kitchen', level: 'junior', questions: 3, mode: 'voice' })
      .reply();
    await bot.shown('Question 1 of 3');
    await alice.click('Agree').reply();
    const untilItSpeaks = async () => {
      const before = discord.voice.packetsFromBot();
      await discord.until('the voice of the bot', () => discord.voice.packetsFromBot() > before + 25);
    };
    const answers: Record<string, () => Promise<unknown>> = {
      // She cuts in on the bot, breaks off behind "because", thinks, and goes on.
      async water() {
        await alice.speak(cutsIn);
        const before = discord.voice.packetsFromBot();
        await new Promise((done) => setTimeout(done, 3_500));
        // The rest of the question would have taken longer than that.
        expect(discord.voice.packetsFromBot() - before).toBeLessThan(50);
        await alice.speak(thinks);
      },
      async knife() {
        await alice.speak(asks);
        await bot.shown('The question in other words');
        await untilItSpeaks();
        await alice.speak(explains);
      },
      async rest() {
        await alice.speak(last);
        await new Promise((done) => setTimeout(done, 1_000));
        await alice.speak(over);
      },
    };
    for (const number of [1, 2, 3]) {
      const asked = textOf(await bot.shown(`Question ${number} of 3`, 120_000));
      await untilItSpeaks();
      const [, topic = ''] = /(pasta|knives|roast)/.exec(asked) ?? [];
      await answers[{ pasta: 'water', knives: 'knife', roast: 'rest' }[topic] ?? '']?.();
    }
    await bot.shown('How it went', 120_000);
    const texts = (await coach.store.db.selectFrom('answers').select('text').execute()).map(
      ({ text }) => text ?? '',
    );
    expect(texts).toHaveLength(3);
    const answer = (words: RegExp) => texts.find((text) => words.test(text)) ?? '';
    expect(answer(/pasta/i)).toMatch(/starch.*because.*pieces of pasta apart/i);
    expect(answer(/force/i)).toMatch(/^a sharp knife needs less force/i);
    expect(answer(/juices/i)).not.toMatch(/that's it/i);
    await bot.shown(/you asked about the question once/);
    expect(discord.violations()).toEqual([]);
  },
  300_000,
);
