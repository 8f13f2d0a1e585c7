import { describe, expect, it } from 'vitest';
import { escapeText } from '../../src/bots/discord/text.ts';
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
    ownerUserId: '11',
    style: 'solo',
    state: 'active',
    turn: turnFor('11'),
    participants: [candidate('11')],
    answered: [],
    waitingFor: ['11'],
    aim: null,
    manner: null,
    ...more,
  }) as unknown as Session;
const forAll = (more: Partial<Session> = {}) =>
  session({
    style: 'everyone',
    turn: turnFor(null),
    participants: ['11', '22', '33'].map(candidate),
    ...more,
  });

describe('who may answer in a voice room', () => {
  it('is the candidate of an open question, once, and nobody while the interview is paused', () => {
    expect(mayAnswer({ session: session() }, '11')).toBe(true);
    expect(mayAnswer({ session: session() }, '22')).toBe(false);
    expect(mayAnswer({ session: session({ answered: ['11'] }) }, '11')).toBe(false);
    expect(mayAnswer({ session: session({ state: 'paused' }) }, '11')).toBe(false);
    expect(mayAnswer({ session: session({ turn: null }) }, '11')).toBe(false);
    expect(mayAnswer({ session: forAll() }, '22')).toBe(true);
  });
});

describe('who is missing in a voice room', () => {
  it('is its candidate, although others are there, and otherwise only everybody', () => {
    expect(whoIsMissing(session(), new Set(['22']))).toBe('candidate');
    expect(whoIsMissing(session(), new Set(['11']))).toBeNull();
    expect(whoIsMissing(session(), new Set())).toBe('everybody');
    expect(whoIsMissing(forAll(), new Set(['22']))).toBeNull();
    expect(whoIsMissing(forAll(), new Set(['44']))).toBe('everybody');
    const seat = session({ style: 'hot-seat', turn: turnFor('22') });
    expect(whoIsMissing(seat, new Set(['11']))).toBe('candidate');
    expect(whoIsMissing(session({ style: 'hot-seat', turn: null }), new Set(['33']))).toBeNull();
  });
});

describe('the line under a spoken question', () => {
  const line = (view: Session, ...heard: string[]) =>
    escapeText(statusLineOf(view, new Set(heard), englishWording));
  it('says who is listened to, who has answered and who is awaited', () => {
    expect(line(session(), '11')).toMatch(/^Listening to <@11>\./);
    expect(line(session())).toBe('Waiting for <@11> to be in the voice channel and to press Agree.');
    expect(line(forAll())).toBe('Nobody is heard yet: press Agree above.');
    expect(line(forAll({ answered: ['22'], waitingFor: ['11', '33'] }), '11', '22')).toMatch(
      /^Listening to <@11>\. .*Answered: <@22>\. Waiting for <@33>\.$/,
    );
    expect(line(forAll({ answered: ['11', '22'], waitingFor: ['33'] }), '11', '22')).toBe(
      'Answered: <@11> and <@22>. Waiting for <@33>.',
    );
  });
});

it('acts in the name of the person who leads the session', () => {
  expect(leaderOf(session())).toEqual({ tenant: 'discord:1', userId: '11' });
  expect(leaderOf(forAll({ participants: [candidate('22')] })).userId).toBe('22');
});
