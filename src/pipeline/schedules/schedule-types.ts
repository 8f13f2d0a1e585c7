/** The port of schedules: practices that repeat in a channel. */
import type { Actor, Level, Moment, Place, TenantId } from '../../domain.ts';

export type NewSchedule = {
  place: Place;
  /** Cron with five fields (`0 18 * * 1`), or words: `weekly monday 18:00`, `daily 09:30`. */
  when: string;
  timeZone?: string;
  domain: string;
  level: Level;
  /** Minutes from opening to the shared results; default 24 hours. */
  openMinutes?: number;
  /** Minutes before the opening at which people are reminded; default 30, 0 for never. */
  remindMinutes?: number;
};

export type Schedule = NewSchedule & {
  id: string;
  timeZone: string;
  openMinutes: number;
  remindMinutes: number;
  createdByUserId: string;
  /** The next opening; null when it will never come. */
  nextAt: Moment | null;
  snoozedUntil: Moment | null;
};

export type Schedules = {
  /** Throws `bad_input` when the time cannot be understood. */
  add(actor: Actor, schedule: NewSchedule): Promise<Schedule>;
  list(tenant: TenantId): Promise<Schedule[]>;
  /** Throws `not_found` for a schedule of another tenant. */
  remove(actor: Actor, id: string): Promise<void>;
  /**
   * Whether somebody comes to the occurrence that is due then; who does is reminded in private. Throws `wrong_state` for one that
   * is over.
   */
  answer(actor: Actor, id: string, dueAt: Moment, answer: 'coming' | 'cannot'): Promise<Schedule>;
  /** Skips occurrences before `until`. */
  snooze(actor: Actor, id: string, until: Moment): Promise<Schedule>;
};
