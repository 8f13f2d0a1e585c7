import { describe, expect, it } from 'vitest';
import { correctTerms, soundingTerms } from '../../../src/models/transcribe/correct-terms.ts';
import { soundDistance, soundsOf } from '../../../src/models/transcribe/sound-of.ts';
import { glossary } from '../../../src/pipeline/questions/expected-terms.ts';

/** `word` was heard clearly, `word?` was not, and `word??` was spelled out by its sounds. */
const heard = (text: string) =>
  text.split(' ').map((word, at) => ({
    text: word.replaceAll('?', ''),
    startMs: at * 300,
    endMs: at * 300 + 300,
    probability: word.includes('??') ? 0.16 : word.includes('?') ? 0.4 : 0.9,
  }));
const corrected = (text: string, hints: readonly string[]) =>
  correctTerms(heard(text), soundingTerms(hints))
    .map((word) => word.text)
    .join(' ');

describe('words that sound like a term that is expected', () => {
  it.each([
    ['I deploy with cubicle?', 'kubectl', 'I deploy with kubectl'],
    ['The data is in post for? SQL?, mostly', 'PostgreSQL', 'The data is in PostgreSQL, mostly'],
    ['We draw it in graphana?.', 'Grafana', 'We draw it in Grafana.'],
    ['then I compared Chexams? after', 'checksums', 'then I compared checksums after'],
    ['React with type? script? and', 'TypeScript', 'React with TypeScript and'],
    ['sorting is O of N-Lawcan?.', 'n log n', 'sorting is O of n log n.'],
    ['the P99 late? in C? and', 'p99 latency', 'the p99 latency and'],
    ['a hashmap finds it', 'hash map', 'a hash map finds it'],
    ['creates the VTC? and', 'VPC', 'creates the VPC and'],
    ['with oset?? you skip', 'offset', 'with offset you skip'],
    ['as same site lacks by default', 'SameSite|same site lax', 'as same site lax by default'],
    ['as same site by default', 'SameSite|same site lax', 'as SameSite by default'],
    ['as SameSite lacks by default', 'SameSite|same site lax', 'as same site lax by default'],
  ])('%s, with %s', (text, hint, expected) => {
    expect(corrected(text, hint.split('|'))).toBe(expected);
  });

  it('keep what was heard beside what is written, and the time of it', () => {
    const words = correctTerms(heard('in post for? SQL?'), soundingTerms(['PostgreSQL']));
    expect(words[1]).toEqual({
      text: 'PostgreSQL',
      startMs: 300,
      endMs: 1200,
      probability: 0.4,
      heard: 'post for SQL',
      maybe: { text: 'post for SQL', words: 1 },
    });
  });
});

describe('words that may have been a term', () => {
  const asked = (text: string, hints: readonly string[]) =>
    correctTerms(heard(text), soundingTerms(hints)).flatMap(({ text: word, maybe }) =>
      maybe === undefined ? [] : [`${word} > ${maybe.text}`],
    );

  it('are asked about where the recogniser was guessing, once a term, and never where it was sure', () => {
    const hints = ['idempotent', 'upsert'];
    expect(asked('make it idpovement?? with a key', hints)).toEqual(['idpovement > idempotent']);
    expect(asked('make it idpovement with a key', hints)).toEqual([]);
    expect(asked('idempotent jobs are idpovement?? then', hints)).toEqual([]);
    expect(asked('make it bananas?? with a key', hints)).toEqual([]);
  });
});

describe('words that are left as they are', () => {
  it.each([
    ['where no term is expected', 'I deploy with cubicle?', ['Grafana']],
    ['where letters were heard clearly', 'uses the VTC here', ['VPC']],
    ['where they were heard clearly', 'He sat in his cubicle', ['kubectl']],
    ['where they only have a sound in common', 'I paid in cash? and left', ['cache']],
    ['where a clause ends between them', 'I wrote type?, script? followed', ['TypeScript']],
    ['where they are the small words around a term', 'it is in? the Redis? cluster', ['Redis']],
    ['ordinary talk', 'because? it goes? on and? the attack? is killed? when media? queries? come', glossary],
    ['ordinary talk on an island', 'we lived on an island? in the north', glossary],
  ] as const)('%s', (_, text, hints) => {
    expect(corrected(text, hints)).toBe(text.replaceAll('?', ''));
  });
});

it('sounds are read from letters, spelled capitals and numbers', () => {
  expect(soundsOf('graphana')).toBe(soundsOf('Grafana'));
  expect(soundsOf('g r p c')).toBe(soundsOf('gRPC'));
  expect(soundsOf('p ninety nine')).toBe(soundsOf('p99'));
  expect(soundDistance(soundsOf('bite'), soundsOf('Vite'))).toBeLessThan(
    soundDistance(soundsOf('bite'), soundsOf('Kafka')),
  );
});
