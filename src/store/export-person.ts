/** Everything that is kept about a person, table by table. */
import { type RawBuilder, sql } from 'kysely';
import type { TenantId } from '../domain.ts';
import { readScores } from './evaluations.ts';
import { unpackJson } from './packed-json.ts';
import type { Db, Trx } from './store.ts';
import { withQuestions } from './stored-questions.ts';

export type HeldTables = Record<string, Record<string, unknown>[]>;

const ofTheirAnswers = 'in (select id from answers where person_id = :person)';

/** Which rows of a table are a person's. Tables that are not listed contain nothing personal. */
const rowsOf: Record<string, string> = {
  people: 'select * from people where id = :person',
  accounts: 'select tenant, user_id, created_at from accounts where person_id = :person',
  consents: 'select * from consents where person_id = :person',
  settings:
    "select tenant, name, value, updated_at from settings where person_id = :person and person_id <> ''",
  sessions: `select sessions.*, case when owner_id = :person then 1 else 0 end as led_by_you from sessions
    where owner_id = :person or id in (select session_id from participants where person_id = :person)
    order by created_at`,
  participants: 'select * from participants where person_id = :person order by joined_at',
  // Nobody is told who the other was.
  interview_slots: `select session_id, number, level, minutes, begun_at, ended_at,
      case when candidate_id = :person then 'candidate' else 'interviewer' end as role
    from interview_slots where candidate_id = :person or interviewer_id = :person order by session_id, number`,
  turns: `select * from turns
    where person_id = :person or id in (select turn_id from answers where person_id = :person)
      or session_id in (select id from sessions where owner_id = :person and style = 'solo')
    order by asked_at`,
  answers: 'select * from answers where person_id = :person order by created_at',
  // The only piece of an answer leaves its text to the answer.
  utterances: `select utterances.*, case when utterances.text is null and utterances.state = 'ready'
      then answers.text else utterances.text end as text
    from utterances join answers on answers.id = answer_id
    where answers.person_id = :person order by utterances.created_at, position`,
  held_texts: 'select * from held_texts where person_id = :person',
  evaluations: 'select * from evaluations where person_id = :person order by created_at',
  uncounted_evaluations: 'select * from uncounted_evaluations where person_id = :person order by created_at',
  concept_results: 'select * from concept_results where person_id = :person order by created_at',
  concept_cards: 'select * from concept_cards where person_id = :person order by due_at',
  // Nobody is told who else rated their answers.
  ratings: `select answer_id, kind, value, created_at, case when person_id = :person then 1 else 0 end as given_by_you from ratings
    where person_id = :person or answer_id ${ofTheirAnswers} order by created_at`,
  standings: 'select * from standings where person_id = :person',
  prepared_questions: `select * from prepared_questions where session_id in (
    select id from sessions where owner_id = :person and style = 'solo')`,
  person_use: 'select day, tenant, answers, audio_ms from person_use where person_id = :person order by day',
  kept_stories: 'select * from kept_stories where person_id = :person order by created_at',
  kept_plans: 'select * from kept_plans where person_id = :person order by created_at',
  schedules: 'select * from schedules where created_by = :person',
  practice_answers: 'select * from practice_answers where person_id = :person order by due_at',
  pair_groups: 'select * from pair_groups where organiser_id = :person',
  pair_members: 'select * from pair_members where person_id = :person order by joined_at',
  pair_avoided: 'select * from pair_avoided where person_id = :person order by created_at',
  // Nobody is told what a partner said.
  pair_partners: `select match.tenant, match.starts_at, match.created_at, partner.answer, partner.met
    from pair_partners partner join pair_matches match on match.id = partner.match_id
    where partner.person_id = :person and match.state <> 'planned' order by match.created_at, match.id`,
  audit_entries: 'select * from audit_entries where person_id = :person order by at',
  // Only people who have linked the other account are told whose it is.
  link_codes: `select code.tenant, code.user_id, code.name, code.valid_until from link_codes code
    join accounts using (tenant, user_id) where accounts.person_id = :person
    union all select code.asker_tenant, code.asker_user_id, code.asker_name, code.valid_until from link_codes code
    join accounts on accounts.tenant = code.asker_tenant and accounts.user_id = code.asker_user_id
    where accounts.person_id = :person`,
  // Where the bots showed it.
  posts: `select posts.* from posts join accounts using (tenant, user_id)
    where accounts.person_id = :person order by posts.created_at`,
  jobs: `select queue, state, attempts, run_at, error, receipt, created_at, finished_at from jobs where key in (
    select 'evaluate:' || id from answers where person_id = :person
    union all select 'feedback:' || id from answers where person_id = :person
    union all select 'transcribe:' || id from utterances where answer_id ${ofTheirAnswers})`,
};
/** Columns that say who else there is, or are of no use outside the database. */
const leftOut = new Set(['owner_id', 'person_id', 'created_by', 'organiser_id']);
/** Columns that contain JSON. */
const structured = new Set(['days_off', 'question', 'plan', 'evaluation', 'transcript', 'card', 'verdicts']);

/** A statement whose text has `:person` where the person's id stands. */
const about = <Row>(text: string, personId: string): RawBuilder<Row> =>
  sql`${sql.join(
    text.split(':person').map((part) => sql.raw(part)),
    sql`${personId}`,
  )}`;

export async function readHeld(db: Db, personId: string): Promise<HeldTables> {
  const held: HeldTables = {};
  for (const [table, text] of Object.entries(rowsOf)) {
    const { rows } = await about<Record<string, unknown>>(text, personId).execute(db);
    held[table] = (table === 'turns' ? await withQuestions(db, rows.map(asTurn)) : rows).map(toPlain);
  }
  return held;
}

/** Recordings that are kept or waiting for a transcript, newest first, with their sizes. */
export async function listSounds(
  db: Db,
  personId: string,
): Promise<{ utteranceId: string; bytes: number }[]> {
  const { rows } = await about<{ utteranceId: string; bytes: number }>(
    `select utterance_id as "utteranceId", length(pcm) as bytes from utterance_audio
    where utterance_id in (select id from utterances where answer_id ${ofTheirAnswers})
    order by created_at desc, utterance_id`,
    personId,
  ).execute(db);
  return rows;
}

/** One recording: signed 16-bit samples, 16 kHz, mono. Null once it has been dropped. */
export async function soundOf(db: Db, utteranceId: string): Promise<Buffer | null> {
  const row = await db
    .selectFrom('utterance_audio')
    .select('pcm')
    .where('utterance_id', '=', utteranceId)
    .executeTakeFirst();
  return row?.pcm ?? null;
}

const asTurn = (row: Record<string, unknown>) => ({ ...row, question: String(row.question) });

function toPlain(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row)
      .filter(([name]) => !leftOut.has(name))
      .map(([name, value]) => [name, typeof value === 'string' ? asRead(name, value) : value]),
  );
}

function asRead(name: string, stored: string): unknown {
  if (name === 'scores') return readScores(stored);
  return structured.has(name) ? unpackJson(stored) : stored;
}

export type HeldCounts = {
  answers: number;
  transcripts: number;
  evaluations: number;
  recordings: number;
  oldest: string | null;
};

export async function countHeld(db: Db | Trx, personId: string): Promise<HeldCounts> {
  const { rows } = await about<HeldCounts>(
    `select
    (select count(*) from answers where person_id = :person) as answers,
    (select count(*) from utterances where transcript is not null and answer_id ${ofTheirAnswers}) as transcripts,
    (select count(*) from evaluations where person_id = :person) as evaluations,
    (select count(*) from utterance_audio where utterance_id in (
      select id from utterances where answer_id ${ofTheirAnswers})) as recordings,
    (select min(created_at) from answers where person_id = :person) as oldest`,
    personId,
  ).execute(db);
  return rows[0] ?? { answers: 0, transcripts: 0, evaluations: 0, recordings: 0, oldest: null };
}

/** The accounts that share a history: each a `tenant` and what its platform calls the person. */
export async function accountsOf(
  db: Db | Trx,
  personId: string,
): Promise<{ tenant: TenantId; userId: string }[]> {
  return await db
    .selectFrom('accounts')
    .select(['tenant', 'user_id as userId'])
    .where('person_id', '=', personId)
    .orderBy('created_at')
    .orderBy('tenant')
    .execute();
}
