import { describe, expect, it } from 'vitest';
import { createBargeIn } from '../../src/bots/discord/capture/barge-in.ts';
import { spokenCommandOf } from '../../src/bots/discord/capture/spoken-commands.ts';
import { createPlayedSound } from '../../src/bots/discord/voice/played-sound.ts';

describe('what is said to the bot', () => {
  it.for([
    ["That's it.", 'done'],
    ['Okay, I’m done.', 'done'],
    ['Skip.', 'skip'],
    ["Let's skip this one, please.", 'skip'],
    ['Can you repeat that?', 'repeat'],
    ['Sorry, could you say that again please?', 'repeat'],
    ['Could you clarify what you mean by scale?', 'clarify'],
    ['Let me think.', 'think'],
    ['Um, give me a second.', 'think'],
    ['Could you give me a hint, please?', 'hint'],
    ['I’m stuck.', 'hint'],
  ])('%s', ([text, command]) => {
    expect(spokenCommandOf(text ?? '')).toBe(command);
  });
  it.for([
    ['I would skip the index and read the table.'],
    ["So that's it for the cache, and then there is the queue."],
    ['Let me think about the database first, which is Postgres.'],
    ['The worker will repeat that until it works.'],
    ['A cache hint tells the planner which index to use.'],
    ['It'],
    [''],
  ])('is not: %s', ([text]) => {
    expect(spokenCommandOf(text ?? '')).toBeNull();
  });
});

/** A voice: a tone with overtones at 140 Hz. */
const voice = (ms: number) =>
  Float32Array.from({ length: ms * 16 }, (_, index) => {
    const phase = (2 * Math.PI * 140 * index) / 16_000;
    return 0.1 * (Math.sin(phase) + 0.5 * Math.sin(2 * phase) + 0.3 * Math.sin(3 * phase));
  });
/** Noise that begins loud and dies away, as a cough without its voiced end. */
function cough(ms: number): Float32Array {
  let state = 7;
  return Float32Array.from({ length: ms * 16 }, (_, index) => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
    return 0.3 * (state / 0x3fffffff - 1) * Math.exp(-index / (ms * 8));
  });
}
/** After how many ms of packets it tells, or null. */
function tellsAfter(sound: Float32Array): number | null {
  const gate = createBargeIn();
  for (let at = 0; at < sound.length; at += 320)
    if (gate.push(sound.slice(at, at + 320))) return (at + 320) / 16;
  return null;
}

describe('somebody who talks while the bot speaks', () => {
  it('is noticed after 140 ms', () => {
    expect(tellsAfter(voice(500))).toBe(140);
  });
  it('is not there for a click, a short sound or a cough', () => {
    expect(tellsAfter(voice(20))).toBeNull();
    expect(tellsAfter(voice(120))).toBeNull();
    expect(tellsAfter(cough(300))).toBeNull();
  });
});

it('tells its own voice, coming back late and faint, from somebody else’s', () => {
  let nowMs = 1_000;
  const played = createPlayedSound(() => nowMs);
  const loudness = Array.from({ length: 100 }, (_, index) => 0.1 + 0.09 * Math.sin(index * index));
  played.begin(() => nowMs - 1_000);
  for (const level of loudness) played.push(new Int16Array(960).fill(level * 32_768));
  nowMs = 3_000;
  const back = loudness.slice(10, 60).map((level) => level * 0.2);
  expect(played.isEcho(back, 1_000 + 10 * 20 + 160)).toBe(true);
  expect(played.isEcho(back.toReversed(), 1_000 + 10 * 20 + 160)).toBe(false);
  played.end();
  expect(played.isPlaying()).toBe(false);
  expect(played.isEcho(back, 1_000 + 10 * 20 + 160)).toBe(true);
});
