import type { Tables } from '../schema.ts';

export type MovedTable = {
  name: keyof Tables;
  /** In this order rows are read, and so written: each after what it refers to. */
  key: readonly string[];
  /** Rows at once; few where a row may be large. */
  batch?: number;
};

/** Every table, each after those that it refers to. Jobs that are not over go by the queue instead. */
export const movedTables: readonly MovedTable[] = [
  { name: 'people', key: ['id'] },
  { name: 'accounts', key: ['tenant', 'user_id'] },
  { name: 'sessions', key: ['id'] },
  { name: 'participants', key: ['session_id', 'person_id'] },
  { name: 'interview_slots', key: ['session_id', 'number'] },
  { name: 'bank_snapshots', key: ['hash'] },
  { name: 'turns', key: ['id'] },
  { name: 'answers', key: ['rowid'] },
  { name: 'utterances', key: ['id'] },
  { name: 'utterance_audio', key: ['utterance_id'], batch: 10 },
  { name: 'evaluations', key: ['rowid'] },
  { name: 'uncounted_evaluations', key: ['answer_id'] },
  { name: 'ratings', key: ['answer_id', 'person_id', 'kind'] },
  { name: 'concept_cards', key: ['person_id', 'question_id', 'concept_id'] },
  { name: 'prepared_questions', key: ['session_id', 'number'] },
  { name: 'consents', key: ['id'] },
  { name: 'settings', key: ['tenant', 'person_id', 'name'] },
  { name: 'standings', key: ['tenant', 'person_id', 'period', 'starts_on'] },
  { name: 'schedules', key: ['id'] },
  { name: 'schedule_rounds', key: ['schedule_id', 'due_at'] },
  { name: 'practice_answers', key: ['schedule_id', 'due_at', 'person_id'] },
  { name: 'held_texts', key: ['id'] },
  { name: 'held_audio', key: ['held_id', 'position'], batch: 10 },
  { name: 'posts', key: ['tenant', 'user_id', 'channel_id', 'message_id'] },
  { name: 'link_codes', key: ['id'] },
  { name: 'kept_plans', key: ['id'] },
  { name: 'kept_stories', key: ['id'] },
  { name: 'pair_groups', key: ['tenant'] },
  { name: 'pair_members', key: ['tenant', 'person_id'] },
  { name: 'pair_avoided', key: ['tenant', 'person_id', 'avoided'] },
  { name: 'pair_rounds', key: ['id'] },
  { name: 'pair_matches', key: ['id'] },
  { name: 'pair_partners', key: ['match_id', 'person_id'] },
  { name: 'tenant_use', key: ['day', 'tenant'] },
  { name: 'person_use', key: ['day', 'person_id', 'tenant'] },
  { name: 'audit_entries', key: ['id'] },
  { name: 'counts', key: ['name'] },
  { name: 'generation_counts', key: ['task', 'generator', 'outcome', 'reason'] },
  { name: 'maintenance', key: ['task'] },
  { name: 'slack_installations', key: ['team_id'] },
  { name: 'slack_organisation_teams', key: ['team_id'] },
  { name: 'slack_events', key: ['event_id'] },
  { name: 'jobs', key: ['id'] },
];

/** What holds only for minutes: who runs now, and who entered wrong codes. */
export const unmovedTables: readonly (keyof Tables)[] = ['leases', 'link_guesses'];
