import { describe, expect, it } from 'vitest';
import {
  type AnswerSoFar,
  judgeEndpoint as judge,
  sentenceState,
} from '../../src/bots/discord/capture/endpointing.ts';
import { usualVoiceTimings } from '../../src/bots/discord/voice/timings.ts';

const judgeEndpoint = (answer: Omit<AnswerSoFar, 'listeningSinceMs'> & Partial<AnswerSoFar>) =>
  judge({ listeningSinceMs: 0, ...answer }, usualVoiceTimings);
const falling = { pitch: -2, loudness: -5 };
const long =
  'I asked both teams what they had seen, and we went through the graphs until we agreed on what had happened that night.';
const talking = { nowMs: 20_000, lastSpeechMs: 17_000, speechMs: 6_000, text: '' };

describe('the end of an answer by silence', () => {
  it('never comes before the first word, however long somebody thinks', () => {
    expect(judgeEndpoint({ nowMs: 600_000, lastSpeechMs: null, speechMs: 0, text: '' }).state).toBe(
      'listening',
    );
  });
  it('comes after 1.7 s when words and voice have come to an end, 4.3 s when only the words have, 5.3 s while the sentence is open', () => {
    const endsAfter = (ms: number, more: Partial<AnswerSoFar>) => {
      const answer = { ...talking, text: long, ...more };
      expect(judgeEndpoint({ ...answer, nowMs: 17_000 + ms - 1 }).state).not.toBe('over');
      expect(judgeEndpoint({ ...answer, nowMs: 17_000 + ms }).state).toBe('over');
    };
    endsAfter(1_700, { cadence: falling });
    endsAfter(4_300, { cadence: null });
    endsAfter(4_300, { cadence: { pitch: 0, loudness: 3 } });
    endsAfter(4_300, { cadence: { pitch: 4, loudness: -3 } });
    endsAfter(4_300, { cadence: falling, text: 'I asked both teams.' });
    endsAfter(4_300, { cadence: falling, text: `There are two ways. First, ${long}` });
    endsAfter(1_700, { cadence: falling, text: `First, ${long} Then we measured again.` });
    endsAfter(5_300, { cadence: falling, text: `${long} And` });
  });
  it('counts down in whole seconds, and speech cancels it', () => {
    expect(judgeEndpoint({ ...talking, nowMs: 18_200 })).toEqual({ state: 'countdown', secondsLeft: 4 });
    expect(judgeEndpoint({ ...talking, nowMs: 18_200, lastSpeechMs: 18_100 })).toEqual({
      state: 'listening',
    });
  });
  it('does not take a few words for an answer unless their sentence is closed', () => {
    const short = { ...talking, nowMs: 30_000, speechMs: 1_500 };
    expect(judgeEndpoint({ ...short, text: 'well let me' }).state).toBe('listening');
    expect(judgeEndpoint({ ...short, text: '' }).state).toBe('listening');
    expect(judgeEndpoint({ ...short, text: 'I do not know.' }).state).toBe('over');
    expect(judgeEndpoint({ ...short, text: 'I have never done that.' }).state).toBe('over');
    expect(judgeEndpoint({ ...short, text: 'it maps keys to buckets by hashing them first' }).state).toBe(
      'over',
    );
  });
  it('never comes while nobody can be heard, and counts from when they can be heard again', () => {
    const quiet = { ...talking, nowMs: 60_000, text: 'I asked both teams.' };
    expect(judgeEndpoint({ ...quiet, listeningSinceMs: null })).toEqual({ state: 'listening' });
    expect(judgeEndpoint({ ...quiet, listeningSinceMs: 59_500 })).toEqual({ state: 'listening' });
    expect(judgeEndpoint({ ...quiet, listeningSinceMs: 58_500 }).state).toBe('countdown');
    expect(judgeEndpoint({ ...quiet, listeningSinceMs: 55_700 }).state).toBe('over');
  });
  it('waits while the last words are not transcribed yet: they may be open', () => {
    const unread = { ...talking, nowMs: 19_000, text: 'I asked both teams.', isTextWhole: false };
    expect(judgeEndpoint(unread).state).toBe('countdown');
    expect(judgeEndpoint({ ...unread, nowMs: 22_300 }).state).toBe('over');
  });
  it('waits longer after "um", far longer after "let me think", and hardly at all after "that\'s it"', () => {
    const stateAfter = (ms: number, text: string) =>
      judgeEndpoint({ ...talking, nowMs: 17_000 + ms, text }).state;
    expect(stateAfter(5_000, 'I asked both teams and, um.')).toBe('countdown');
    expect(stateAfter(15_000, 'I asked both teams. Let me think.')).toBe('countdown');
    expect(stateAfter(700, "I asked both teams. That's it.")).toBe('over');
    const thinking = { ...talking, nowMs: 32_000, text: 'I asked both teams.', isThinking: true };
    expect(judgeEndpoint(thinking).state).toBe('countdown');
  });
  it('comes later for somebody who went on after a long pause, within bounds', () => {
    const stateAfter = (ms: number, longestPauseMs: number) =>
      judgeEndpoint({ ...talking, nowMs: 17_000 + ms, text: 'I asked both teams.', longestPauseMs }).state;
    expect(stateAfter(4_300, 1_000)).toBe('over');
    expect(stateAfter(5_000, 2_000)).toBe('countdown');
    expect(stateAfter(5_100, 2_000)).toBe('over');
    expect(stateAfter(6_000, 60_000)).toBe('over');
  });
  it('does not take a full stop behind a word that wants another for an end', () => {
    expect(
      ['We found that.', 'It took about.', 'We had three.', 'What I would do first.'].map(sentenceState),
    ).toEqual(['open', 'open', 'open', 'open']);
  });
  it('takes a condition without what follows, and a verb without its object, for an open sentence', () => {
    expect(
      ['If the cache is full.', 'If it is full, I evict.', 'And then I would use.', 'I use it.'].map(
        sentenceState,
      ),
    ).toEqual(['open', 'closed', 'open', 'closed']);
  });
  it('reads an open sentence off its last words', () => {
    expect(
      ['', 'Yes.', 'Because,', 'we did it because', 'We did it because.', 'and so on'].map(sentenceState),
    ).toEqual(['unknown', 'closed', 'open', 'open', 'open', 'open']);
  });
});
