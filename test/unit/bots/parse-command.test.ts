import { describe, expect, it } from 'vitest';
import { commandFrom } from '../../../src/bots/command.ts';
import { readWords, steeringOf } from '../../../src/bots/conversation/read-words.ts';
import { parseCommand } from '../../../src/bots/parse-command.ts';

const domains = ['backend', 'cooking'];
const read = (words: string) => parseCommand(words, domains);
const start = { domain: 'cooking', level: 'junior', questions: 2, mode: 'text', style: 'solo' };

describe('a command in words', () => {
  it.each([
    'interview start cooking junior 2',
    '/interview start cooking, junior, 2',
    'interview start domain:cooking level:junior questions:2',
    'interview start domain: cooking, level = junior questions=2',
    'Interview start “cooking” ‘junior’ 2.',
    'interview start coo\u2060king jun\u200Bior 2',
  ])('is understood as people type and paste it: %s', (words) => {
    expect(read(words)).toEqual({ name: 'interview start', options: start });
  });

  it.each([
    ['preferences share=never', 'fault.unknown-choice', { choices: 'yes, no' }],
    ['preferences leaderboard=nein', 'fault.unknown-choice', {}],
    ['preferences audio=maybe', 'fault.unknown-choice', {}],
    ['preferences colour=red', 'fault.unknown-option', { option: 'colour' }],
    ['preferences goal=often', 'fault.number-out-of-range', { min: 1, max: 7 }],
    ['interview start cooking private=perhaps', 'fault.unknown-choice', {}],
    ['interview start cooking tomorrow', 'fault.unknown-start-word', { given: 'tomorrow' }],
    ['leaderboard yesterday', 'fault.unknown-word', {}],
    ['schedule snooze 3 days=lots', 'fault.number-out-of-range', {}],
    ['privacy everything', 'fault.unknown-subcommand', { known: 'show, consent, revoke, export, forget' }],
    ['history now=yes', 'fault.no-options', {}],
  ])('refuses what it does not know, and never takes it as yes: %s', (words, fault, values) => {
    expect(() => read(words)).toThrow(
      expect.objectContaining({ fault, values: expect.objectContaining(values) }),
    );
  });

  it('takes what says yes or no, and nothing that was not said', () => {
    expect(read('preferences share=yes leaderboard=off')).toEqual({
      name: 'preferences',
      changes: { sharesProgress: true, onLeaderboard: false },
    });
    expect(
      commandFrom('interview start', { domain: 'cooking', level: 'mid', private: null }, domains),
    ).toEqual({
      name: 'interview start',
      options: { ...start, level: 'mid', questions: 3 },
    });
  });

  it('helps on where only its first word was given', () => {
    expect(read('schedule')).toEqual({ name: 'help', topic: 'schedule' });
    expect(read('/practice')).toEqual({ name: 'help', topic: 'practice' });
    expect(read('privacy')).toEqual({ name: 'privacy show' });
    expect(read('/score Why is a knife sharp?')).toEqual({
      name: 'score',
      question: 'Why is a knife sharp?',
    });
  });

  it('takes back what the bot has printed', () => {
    expect(read('/schedule add 0 18 *\u2060 *\u2060 1 cooking mid')).toEqual({
      name: 'schedule add',
      when: '0 18 * * 1',
      domain: 'cooking',
      level: 'mid',
    });
    expect(read('/link WD9QRD48.')).toEqual({ name: 'link', code: 'WD9QRD48' });
    expect(read('schedule add weekly monday 18:00 cooking mid Europe/Berlin')).toMatchObject({
      when: 'weekly monday 18:00',
      zone: 'Europe/Berlin',
    });
  });
});

describe('what somebody writes in an interview', () => {
  it.each([
    [
      'interview done',
      ['done', 'Done!', 'I’m done.', "i'm done 🎉", ':white_check_mark: DONE', 'finished', 'That’s it.'],
    ],
    ['interview skip', ['skip', 'Skip.', 'skip this one', 'SKIP!!']],
    ['interview stop', ['stop', 'quit', 'Stop.', 'quit 👋']],
    ['help', ['help', 'help?', 'Help!']],
  ])('steers it with a word that stands alone: %s', (name, words) => {
    for (const word of words) expect(steeringOf(word)).toBe(name);
  });

  it('is a command only as a whole', () => {
    const inInterview = (text: string) => readWords(text, true, domains);
    expect(inInterview('progress')).toEqual({ name: 'progress' });
    expect(inInterview('start cooking junior 2')).toMatchObject({ name: 'interview start' });
    expect(inInterview('/privacy forget')).toEqual({ name: 'privacy forget' });
    expect(inInterview('leaderboard month')).toMatchObject({ name: 'leaderboard', period: 'month' });
    for (const answer of [
      'start by asking about allergies',
      'history repeats itself, so I write a test first',
      'Progress is made in small steps.',
      'I am done with waiting, so I stir.',
      'help the guest first',
      'score the meat, then salt it',
      'practice makes perfect',
    ])
      expect(inInterview(answer)).toBeNull();
    expect(() => inInterview('/interview start gardening')).toThrow(
      expect.objectContaining({ fault: 'fault.unknown-start-word' }),
    );
  });
});
