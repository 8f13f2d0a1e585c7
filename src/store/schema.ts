/** The tables as Kysely sees them; `migrations/*.sql` creates them and explains them. */
import type { Generated } from 'kysely';
import type {
  AnswerState,
  AuditAction,
  Level,
  Moment,
  Platform,
  QuestionKind,
  TenantId,
  Verdict,
} from '../domain.ts';
import type { PairTables } from './pair-tables.ts';
import type { PracticeTables } from './practice-tables.ts';

export type Tables = PairTables &
  PracticeTables & {
    people: {
      id: string;
      /** As the person chose it. */
      time_zone: string | null;
      /** As a platform reported it. */
      suggested_time_zone: Generated<string | null>;
      weekly_goal: Generated<number | null>;
      created_at: Moment;
    };
    accounts: { tenant: TenantId; user_id: string; person_id: string; created_at: Moment };
    answers: {
      id: string;
      tenant: TenantId;
      session_id: string;
      turn_id: string;
      person_id: string;
      state: AnswerState;
      retry_of: string | null;
      text: string | null;
      failure: string | null;
      created_at: Moment;
      submitted_at: Moment | null;
      evaluated_at: Moment | null;
      /** When its words were dropped because of their age. */
      emptied_at: Generated<Moment | null>;
      /** How often its author asked for the question in other words. */
      clarified: Generated<number>;
    };
    utterances: {
      id: string;
      answer_id: string;
      position: number;
      key: string | null;
      source: 'typed' | 'spoken';
      state: 'pending' | 'ready' | 'silent' | 'failed' | 'withdrawn';
      text: string | null;
      start_ms: number | null;
      end_ms: number | null;
      received_share: number | null;
      transcript: string | null;
      failure: string | null;
      created_at: Moment;
    };
    utterance_audio: { utterance_id: string; pcm: Buffer; created_at: Moment };
    evaluations: {
      id: string;
      answer_id: string;
      tenant: TenantId;
      person_id: string;
      question_id: string;
      domain: string;
      level: Level;
      kind: QuestionKind;
      overall: number | null;
      /** JSON: the score of each dimension, in their order; null where it was not judged. */
      scores: string;
      /** Packed JSON. */
      evaluation: string;
      /** JSON: what became of each concept, by its id. */
      verdicts: Generated<string>;
      created_at: Moment;
    };
    /** A question of the bank as it once was. */
    bank_snapshots: { hash: string; question: string };
    /** Judged, and left out of everybody's progress. */
    uncounted_evaluations: {
      answer_id: string;
      tenant: TenantId;
      person_id: string;
      /** Null once it was dropped because of its age. */
      evaluation: string | null;
      created_at: Moment;
    };
    ratings: {
      answer_id: string;
      person_id: string;
      kind: 'peer' | 'fair';
      value: number;
      created_at: Moment;
    };
    /** A view. */
    concept_results: {
      evaluation_id: string;
      tenant: TenantId;
      person_id: string;
      question_id: string;
      concept_id: string;
      verdict: Verdict;
      created_at: Moment;
    };
    kept_plans: { id: string; tenant: TenantId; person_id: string; plan: string; created_at: Moment };
    kept_stories: {
      id: string;
      tenant: TenantId;
      person_id: string;
      answer_id: string;
      question_id: string;
      /** The question as it was asked. */
      asked: string;
      told: string;
      created_at: Moment;
    };
    prepared_questions: { session_id: string; number: number; question: string; created_at: Moment };
    concept_cards: {
      person_id: string;
      question_id: string;
      concept_id: string;
      card: string;
      due_at: Moment;
      /** How often it was missed or stated wrongly; a trigger counts. */
      misses: Generated<number>;
      /** The latest result. */
      verdict: Generated<Verdict | null>;
    };
    consents: {
      id: string;
      tenant: TenantId;
      person_id: string;
      scope: string;
      text_version: string;
      granted_at: Moment;
      revoked_at: Moment | null;
    };
    settings: {
      tenant: TenantId;
      person_id: Generated<string>;
      name: string;
      value: string;
      updated_at: Moment;
    };
    slack_installations: {
      team_id: string;
      team_name: string;
      bot_user_id: string;
      bot_id: string;
      sealed_token: string;
      installed_at: Moment;
    };
    slack_organisation_teams: { team_id: string; organisation_id: string };
    standings: {
      tenant: TenantId;
      person_id: string;
      period: 'week' | 'month' | 'all';
      /** First day of the period, in UTC; empty for all time. */
      starts_on: string;
      listed: 0 | 1;
      answers: number;
      gain: number | null;
    };
    link_codes: {
      id: string;
      /** Null once it has been given and confirmed. */
      code_hash: string | null;
      tenant: TenantId;
      user_id: string;
      name: string;
      asker_tenant: TenantId | null;
      asker_user_id: string | null;
      asker_name: string | null;
      valid_until: Moment;
    };
    link_guesses: { account_hash: string; guessed_at: Moment };
    schedules: {
      id: string;
      tenant: TenantId;
      platform: Platform;
      channel_id: string;
      thread_id: string | null;
      said: string;
      cron: string;
      time_zone: string;
      domain: string;
      level: Level;
      open_minutes: number;
      remind_minutes: number;
      created_by: string | null;
      next_at: Moment | null;
      snoozed_until: Moment | null;
      created_at: Moment;
    };
    schedule_rounds: {
      schedule_id: string;
      due_at: Moment;
      state: 'open' | 'closed' | 'missed' | 'left-out';
      session_id: string | null;
    };
    audit_entries: {
      id: string;
      at: Moment;
      tenant: TenantId;
      user_id: string | null;
      person_id: string | null;
      action: AuditAction;
      subject: string;
      detail: string | null;
    };
    counts: { name: string; value: number };
    tenant_use: { tenant: TenantId; day: string; answers: number; audio_ms: number };
    person_use: { person_id: string; tenant: TenantId; day: string; answers: number; audio_ms: number };
    generation_counts: {
      task: 'question' | 'follow-up';
      generator: string;
      outcome: 'proposed' | 'passed' | 'used' | 'refused';
      reason: string;
      value: number;
    };
    held_texts: {
      id: string;
      tenant: TenantId;
      session_id: string;
      person_id: string;
      answer_id: string;
      key: string | null;
      text: string;
      expires_at: Moment;
    };
    held_audio: {
      held_id: string;
      position: number;
      key: string | null;
      start_ms: number;
      end_ms: number;
      pcm: Buffer;
    };
    maintenance: { task: 'retention' | 'backup' | 'erase'; ran_at: Moment; outcome: string };
    posts: {
      tenant: TenantId;
      user_id: string;
      channel_id: string;
      message_id: string;
      answer_id: string | null;
      shared: 0 | 1;
      created_at: Moment;
      shows: string | null;
    };
    leases: { name: string; owner: string; until: Moment; about: string | null };
    slack_events: { event_id: string; body: string | null; received_at: Moment };
    jobs: {
      id: Generated<number>;
      queue: string;
      key: string | null;
      lane: string | null;
      tenant: Generated<TenantId | null>;
      priority: Generated<number>;
      /** Those of one queue and priority run by their turns. */
      turn: Generated<number>;
      payload: string;
      state: Generated<'waiting' | 'leased' | 'done' | 'failed'>;
      attempts: Generated<number>;
      max_attempts: number;
      run_at: Moment;
      lease_owner: string | null;
      lease_until: Moment | null;
      error: string | null;
      receipt: string | null;
      created_at: Moment;
      finished_at: Moment | null;
    };
  };
