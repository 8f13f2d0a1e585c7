/** The port of practice partners: who joins, how rounds are organised, and what the people of a match are told. */
import type { Actor, Level, Moment, Place, Platform, TenantId } from '../../domain.ts';
import type { OddOne } from './match-people.ts';

/** Days, `YYYY-MM-DD`, both included. */
export type DaysOff = { from: string; to: string };

export type PairSettings = {
  /** As it was typed: `weekly monday 09:00`. */
  when: string;
  timeZone: string;
  /** How long before a round goes out the organiser sees it; 0 for not at all. */
  previewHours: number;
  odd: OddOne;
  /** A line in the channel about each round. */
  digest: boolean;
  daysOff: DaysOff[];
  active: boolean;
  channelId: string | null;
  organiserUserId: string | null;
  nextAt: Moment | null;
};
export type PairSettingsChange = Partial<
  Pick<PairSettings, 'when' | 'timeZone' | 'previewHours' | 'odd' | 'digest' | 'active'>
> & {
  /** `2026-12-24`, `2026-12-24..2027-01-02`, or `none`, which takes all back. */
  daysOff?: string;
  channelId?: string;
};

export type PairStatus = {
  member: { domain: string; level: Level; hours: string; pausedUntil: Moment | null } | null;
  timeZone: string;
  /** How many people have joined there. */
  members: number;
  /** How many people the person never wants to be matched with. */
  avoided: number;
  /** When the next round goes out; null if none is planned. */
  nextAt: Moment | null;
  match: PairMatch | null;
};

export const pairAnswers = ['coming', 'other-time', 'cannot'] as const;
export type PairAnswer = (typeof pairAnswers)[number];
export const meetings = ['yes', 'not-yet', 'no-show'] as const;
export type Meeting = (typeof meetings)[number];

export type PairMatch = {
  id: string;
  tenant: TenantId;
  /** An hour in which all are free; null where they have none in common. */
  startsAt: Moment | null;
  /** How often the hour was changed. */
  moves: number;
  isOff: boolean;
  /** The room that was made for it, if one could be made. */
  room: Place | null;
  partners: {
    userId: string;
    domain: string | null;
    level: Level | null;
    answer: PairAnswer | null;
  }[];
};

export type PairPreview = {
  id: string;
  tenant: TenantId;
  dueAt: Moment;
  groups: { people: string[]; startsAt: Moment | null }[];
  leftOut: string[];
  /** People who were said not to have come, with how often. */
  noShows: { userId: string; times: number }[];
};

/** What an answer led to. */
export type PairAnswered = {
  match: PairMatch;
  /** `moved`: another hour was found; `no-other`: there is none. */
  outcome: 'noted' | 'all-coming' | 'moved' | 'no-other' | 'off';
};

/** Something to show about a match or a round, taken from the outbox. */
export type Letter = {
  /** Stays the same over every try. */
  id: number;
  /** An earlier try may have succeeded. */
  mayExist: boolean;
  tenant: TenantId;
} & (
  | { kind: 'room'; match: PairMatch; channelId: string | null }
  | { kind: MatchLetter; to: Actor; match: PairMatch }
  | { kind: 'left-out'; to: Actor; nextAt: Moment | null }
  | { kind: 'preview'; to: Actor; round: PairPreview }
  | { kind: 'practice-soon'; to: Actor; place: Place; at: Moment; domain: string; level: Level }
  | { kind: 'digest'; place: Place; groups: number; people: number; nextAt: Moment | null }
);
export const matchLetters = [
  'match',
  'nudge',
  'confirmed',
  'moved',
  'other-time',
  'one-less',
  'called-off',
  'soon',
  'did-you-meet',
] as const;
export type MatchLetter = (typeof matchLetters)[number];

/** `later`: the platform does not take it now; `never`: it never will. */
export type LetterOutcome =
  | { state: 'shown'; room?: Place | null }
  | { state: 'later'; retryAfterMs: number }
  | { state: 'never'; why: string };

export type Pairing = {
  join(actor: Actor, what: { domain: string; level: Level; hours?: string }): Promise<PairStatus>;
  /** False if the person had not joined. What they planned this week is called off. */
  leave(actor: Actor): Promise<boolean>;
  status(actor: Actor): Promise<PairStatus>;
  /** No match before this many days have passed; 0 ends a pause. Throws `wrong_state` for people who have not joined. */
  pause(actor: Actor, days: number): Promise<PairStatus>;
  /** Never to be matched with this person, or no longer so (`undo`). The other person is not told. */
  avoid(actor: Actor, userId: string, options: { undo: boolean }): Promise<PairStatus>;

  /** Null before anybody has set it up. */
  settings(tenant: TenantId): Promise<PairSettings | null>;
  /** The first change sets it up; whoever changes it sees the next rounds before they go out. */
  change(actor: Actor, changes: PairSettingsChange, from: Place): Promise<PairSettings>;
  /** The matches of the next round, as they stand; they are kept until it goes out. `anew`: other ones. */
  preview(actor: Actor, options?: { anew?: boolean }): Promise<PairPreview>;
  /** The round will not go out. Throws `wrong_state` if it has. */
  stop(actor: Actor, roundId: string): Promise<void>;
  /** The next round goes out now; its usual time is left out. Throws `wrong_state` if it is not `roundId`. */
  send(actor: Actor, roundId?: string): Promise<PairPreview>;

  /** Throws `not_found` for a match that the person has no part in. */
  answer(actor: Actor, matchId: string, answer: PairAnswer): Promise<PairAnswered>;
  met(actor: Actor, matchId: string, meeting: Meeting): Promise<void>;

  /** Shows letters, one after the other, until the signal aborts. */
  showLetters(
    platform: Platform,
    signal: AbortSignal,
    show: (letter: Letter) => Promise<LetterOutcome>,
  ): Promise<void>;
};
