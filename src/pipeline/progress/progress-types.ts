/** The port of progress: how a person or a group is getting on, the same for every bot. */
import type { Actor, Dimension, Fix, HistoryEntry, Moment, TenantId } from '../../domain.ts';

/** How a score changes over time. A line through a few points is not a trend, and says so. */
export type Trend = {
  points: { at: Moment; score: number }[];
  /** Score points per week, by least squares; null with fewer than three points. */
  perWeek: number | null;
  /** 95 % interval of `perWeek`; null with fewer than four points. */
  interval: { low: number; high: number } | null;
  /** `unclear` while the interval contains zero; `too-few` while there is none. */
  direction: 'up' | 'down' | 'unclear' | 'too-few';
  best: number | null;
  last: number | null;
  /** The last score against the mean of the three before it. */
  changeAgainstLastThree: number | null;
};

export type WeakSpot = {
  questionId: string;
  conceptId: string;
  statement: string;
  domain: string;
  /** How often it was missed or stated wrongly. */
  misses: number;
  /** When to practise it again. */
  dueAt: Moment;
};

export type Streak = {
  /** Days in a row with practice, in the person's time zone, up to today or yesterday. */
  days: number;
  longest: number;
  /** Days that may be missed without ending the streak. */
  freezesLeft: number;
  /** Days of this week (Monday first) with practice, against the goal. */
  thisWeek: number;
  weeklyGoal: number;
};

export type Badge = { name: 'retry' | 'follow-up' | 'peer-review'; label: string; count: number };

export type ProgressOverview = {
  answers: number;
  overall: Trend;
  dimensions: Record<Dimension, Trend>;
  domains: { domain: string; answers: number; trend: Trend }[];
  weakSpots: WeakSpot[];
  /** The most frequent fix, if it came up twice or more. */
  recurringFix: { fix: Fix; times: number } | null;
  streak: Streak;
  /** How many of the last ten planned practices held in this tenant the person attended. */
  attendance: { attended: number; held: number };
  badges: Badge[];
  timeZone: string;
  /** Days with practice, `YYYY-MM-DD` in the person's time zone, oldest first, for the last 26 weeks. */
  calendar: { day: string; answers: number }[];
};

export type LeaderboardKind = 'improvement' | 'participation';
export type LeaderboardPeriod = 'week' | 'month' | 'all';
export type LeaderboardEntry = { userId: string; value: number; answers: number };

export type Progress = {
  /** With `within`, only what happened in that tenant: what others there may see. */
  overview(actor: Actor, options?: { within?: TenantId }): Promise<ProgressOverview>;
  /** Newest first: the page that follows the entry `before`, or the first one. */
  history(
    actor: Actor,
    options?: { limit?: number; before?: Pick<HistoryEntry, 'at' | 'answerId'> },
  ): Promise<HistoryEntry[]>;
  /** Only people who opted in; the period is counted in the tenant's time zone. */
  leaderboard(
    tenant: TenantId,
    options: { kind: LeaderboardKind; period: LeaderboardPeriod; limit?: number },
  ): Promise<LeaderboardEntry[]>;
  /**
   * Ids of people who have practised in this tenant since Monday (in its time zone) and opted in; and how
   * many practised in all.
   */
  practisedThisWeek(tenant: TenantId): Promise<{ userIds: string[]; people: number; answers: number }>;
  preferences(actor: Actor): Promise<PersonPreferences>;
  /** Throws `bad_input` for a value that does not fit. */
  prefer(actor: Actor, changes: Partial<PersonPreferences>): Promise<PersonPreferences>;
  /** The time zone that a platform reports for a known person: used until they choose one themselves. */
  suggestTimeZone(actor: Actor, timeZone: string): Promise<void>;
  links: Links;
};

/**
 * Links two accounts of one person after both have confirmed, and unlinks them. All calls throw `bad_input`.
 */
export type Links = {
  /** A code that links another account of the same person, valid once and for ten minutes. */
  makeCode(actor: Actor, name: string): Promise<{ code: string; validUntil: Moment }>;
  /** Whose code it is. Wrong codes are counted by account. */
  look(actor: Actor, code: string): Promise<OtherAccount>;
  /** The account that was given the code confirms: its maker is asked from now on, for an hour. */
  confirm(actor: Actor, id: string, name: string): Promise<OtherAccount>;
  /** The account that was given the code of this one and has confirmed; null where there is none. */
  asked(actor: Actor): Promise<OtherAccount | null>;
  /** The maker of the code confirms too: one history from now on. */
  join(actor: Actor, id: string): Promise<OtherAccount>;
  refuse(actor: Actor, id: string): Promise<void>;
  /** Takes this account out of the shared history, with everything that was done in its place. */
  undo(actor: Actor): Promise<{ answers: number; sharedConcepts: number }>;
};

export type OtherAccount = {
  /** Id of the question that is asked. */
  id: string;
  tenant: TenantId;
  /** What the platform calls the person. */
  name: string;
  /** How many answers, given in this account and those linked with it, would be shared. */
  ownAnswers: number;
};

export type PersonPreferences = {
  timeZone: string;
  /** Days a week that this person wants to practise, 1–7. */
  weeklyGoal: number;
  /** Appears on leaderboards and in "who practised". */
  onLeaderboard: boolean;
  /** Others in the same tenant may look at their progress. */
  sharesProgress: boolean;
  /** Sound is kept after transcription, if the owner allows it too. */
  keepsAudio: boolean;
  /** The name of the voice that speaks questions where only this person hears them; null: as set for the place. */
  voice: string | null;
  /** Its pace in percent of the usual one; null: as set for the place. */
  speechRate: number | null;
};
