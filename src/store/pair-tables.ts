/** The tables of practice partners, and of who comes; `migrations/0026_pairing.sql` and `0030_practice_answers.sql` explain them. */
import type { Generated } from 'kysely';
import type { Level, Moment, Platform, TenantId } from '../domain.ts';

export type PairTables = {
  practice_answers: {
    schedule_id: string;
    due_at: Moment;
    person_id: string;
    tenant: TenantId;
    answer: 'coming' | 'cannot';
  };
  pair_groups: {
    tenant: TenantId;
    platform: Platform;
    channel_id: string | null;
    said: string;
    cron: string;
    time_zone: string;
    preview_hours: number;
    odd: 'trio' | 'wait';
    digest: 0 | 1;
    days_off: string;
    active: 0 | 1;
    organiser_id: string | null;
    next_at: Moment | null;
    created_at: Moment;
  };
  pair_members: {
    tenant: TenantId;
    person_id: string;
    domain: string;
    level: Level;
    hours: string;
    paused_until: Moment | null;
    left_out_at: Moment | null;
    joined_at: Moment;
  };
  pair_avoided: { tenant: TenantId; person_id: string; avoided: string; created_at: Moment };
  pair_rounds: {
    id: string;
    tenant: TenantId;
    due_at: Moment;
    state: 'shown' | 'sent' | 'stopped' | 'off';
    created_at: Moment;
  };
  pair_matches: {
    id: string;
    round_id: string;
    tenant: TenantId;
    starts_at: Moment | null;
    moves: Generated<number>;
    channel_id: Generated<string | null>;
    thread_id: Generated<string | null>;
    state: 'planned' | 'sent' | 'off';
    created_at: Moment;
  };
  pair_partners: {
    match_id: string;
    person_id: string;
    answer: Generated<'coming' | 'other-time' | 'cannot' | null>;
    met: Generated<'yes' | 'not-yet' | 'no-show' | null>;
  };
};
