import { describe, expect, it } from 'vitest';
import { leaderOf, mayAnswer, whoIsMissing } from '../../src/bots/discord/voice/room-state.ts';
import { statusLineOf } from '../../src/bots/discord/voice/status-line.ts';
import type { Session, Turn } from '../../src/domain.ts';
import { englishWording } from '../../src/wording/wording.ts';

const question = { id: 'q', text: 'Why?', domain: 'cooking', level: 'junior' } as Turn['question'];
const turnFor = (userId: string | null): Turn => ({
  id: 't',
  number: 1,
  of: 1,
  kind: 'question',
  afterAnswerId: null,
  question,
  userId,
  askedAt: '2026-11-27T10:00:00.000Z',
  closesAt: null,
});
const candidate = (userId: string) => ({ userId, role: 'candidate' }) as const;
const session = (more: Partial<Session> = {}) =>
  ({
    place: { tenant: 'discord:1', platform: 'discord', channelId: 'c' },
    ownerUserId: 'ann',
    style: 'solo',
    state: 'active',
    turn: turnFor('ann'),
    participants: [candidate('ann')],
    answered: [],
    waitingFor: ['ann'],
    ...more,
  }) as unknown as Session;
const forAll = (more: Partial<Session> = {}) =>
  session({
    style: 'everyone',
    turn: turnFor(null),
    participants: ['ann', 'bob', 'eve'].map(candidate),
    ...more,
  });

describe('who may answer in a voice room', () => {
  it('is the candidate of an open question, once, and nobody while the interview is paused', () => {
    expect(mayAnswer({ session: session() }, 'ann')).toBe(true);
    expect(mayAnswer({ session: session() }, 'bob')).toBe(false);
    expect(mayAnswer({ session: session({ answered: ['ann'] }) }, 'ann')).toBe(false);
    expect(mayAnswer({ session: session({ state: 'paused' }) }, 'ann')).toBe(false);
    expect(mayAnswer({ session: session({ turn: null }) }, 'ann')).toBe(false);
    expect(mayAnswer({ session: forAll() }, 'bob')).toBe(true);
  });
});

describe('who is missing in a voice room', () => {
  it('is its candidate, although others are there, and otherwise only everybody', () => {
    expect(whoIsMissing(session(), new Set(['bob']))).toBe('candidate');
    expect(whoIsMissing(session(), new Set(['ann']))).toBeNull();
    expect(whoIsMissing(session(), new Set())).toBe('everybody');
    expect(whoIsMissing(forAll(), new Set(['bob']))).toBeNull();
    expect(whoIsMissing(forAll(), new Set(['listener']))).toBe('everybody');
    const seat = session({ style: 'hot-seat', turn: turnFor('bob') });
    expect(whoIsMissing(seat, new Set(['ann']))).toBe('candidate');
    expect(whoIsMissing(session({ style: 'hot-seat', turn: null }), new Set(['eve']))).toBeNull();
  });
});

describe('the line under a spoken question', () => {
  const line = (view: Session, ...heard: string[]) => statusLineOf(view, new Set(heard), englishWording);
  it('says who is listened to, who has answered and for whom it waits', () => {
    expect(line(session(), 'ann')).toMatch(/^Listening to <@ann>\./);
    expect(line(session())).toBe('Waiting for <@ann> to be in the voice channel and to press Agree.');
    expect(line(forAll())).toBe('Nobody is heard yet: press Agree above.');
    expect(line(forAll({ answered: ['bob'], waitingFor: ['ann', 'eve'] }), 'ann', 'bob')).toMatch(
      /^Listening to <@ann>\. .*Answered: <@bob>\. Waiting for <@eve>\.$/,
    );
    expect(line(forAll({ answered: ['ann', 'bob'], waitingFor: ['eve'] }), 'ann', 'bob')).toBe(
      'Answered: <@ann> and <@bob>. Waiting for <@eve>.',
    );
  });
});

it('acts in the name of whoever leads the session', () => {
  expect(leaderOf(session())).toEqual({ tenant: 'discord:1', userId: 'ann' });
  expect(leaderOf(forAll({ participants: [candidate('bob')] })).userId).toBe('bob');
});
