/** The tables of a session and its questions, as Kysely sees them. */
import type { Generated } from 'kysely';
import type {
  EndReason,
  FixKind,
  Level,
  Moment,
  PauseReason,
  Platform,
  SessionAim,
  SessionMode,
  SessionState,
  SessionStyle,
  TenantId,
} from '../domain.ts';

export type PracticeTables = {
  sessions: {
    id: string;
    tenant: TenantId;
    platform: Platform;
    channel_id: string;
    thread_id: string | null;
    voice_channel_id: Generated<string | null>;
    origin_channel_id: Generated<string | null>;
    direct: Generated<0 | 1>;
    owner_id: string;
    purpose: 'practice' | 'score';
    domain: string;
    level: Level;
    mode: SessionMode;
    style: SessionStyle;
    private: 0 | 1;
    language: string | null;
    questions_planned: number;
    follow_up_depth: number;
    answer_seconds: number | null;
    seed: string;
    focus: Generated<'weak' | null>;
    aim: Generated<SessionAim | null>;
    manner: Generated<string | null>;
    uncounted: Generated<0 | 1>;
    state: SessionState;
    end_reason: EndReason | null;
    pause_reason: Generated<PauseReason | null>;
    pause_ends_at: Generated<Moment | null>;
    created_at: Moment;
    updated_at: Moment;
    ended_at: Moment | null;
  };
  participants: {
    session_id: string;
    person_id: string;
    user_id: string;
    role: 'candidate' | 'observer';
    joined_at: Moment;
    left_at: Moment | null;
  };
  interview_slots: {
    session_id: string;
    number: number;
    candidate_id: string;
    interviewer_id: string | null;
    level: Level;
    minutes: number | null;
    begun_at: Moment | null;
    ends_at: Moment | null;
    ended_at: Moment | null;
    choice: string | null;
  };
  turns: {
    id: string;
    session_id: string;
    position: number;
    /** Which of the planned questions it belongs to, from 1. */
    number: number;
    kind: 'question' | 'follow-up' | 'retry';
    person_id: string | null;
    after_answer_id: string | null;
    question_id: string;
    question: string;
    asked_at: Moment;
    closes_at: Moment | null;
    closed_at: Moment | null;
    close_reason: string | null;
    part: Generated<FixKind | null>;
  };
};
