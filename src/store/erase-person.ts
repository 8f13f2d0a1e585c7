/** Removes everything about a person from a database: the one in use, or a backup. */
import type { Database as Sqlite } from 'better-sqlite3';
import type { Actor, Post } from '../domain.ts';

/** What was erased: how many answers, and where bots had posted something about the person. */
export type Forgotten = { answers: number; posts: (Actor & Post)[] };

/** Erases a person in the open transaction, and counts that somebody was forgotten. */
export function forgetIn(sqlite: Sqlite, personId: string): Forgotten {
  // Read here and not before: a bot may post something about them at any moment.
  const posts = postsOf(sqlite, personId);
  const answers = erasePerson(sqlite, personId);
  addToCount(sqlite, 'forgotten people', 1);
  addToCount(sqlite, 'forgotten answers', answers);
  return { answers, posts };
}

type PostRow = Omit<Actor & Post, 'isShared'> & { shared: number };

const postsOf = (sqlite: Sqlite, personId: string): (Actor & Post)[] =>
  sqlite
    .prepare<[string], PostRow>(
      `select posts.tenant, posts.user_id as userId, channel_id as channelId, message_id as messageId,
        answer_id as answerId, shared, shows
      from posts join accounts using (tenant, user_id) where person_id = ? order by posts.created_at desc`,
    )
    .all(personId)
    .map(({ shared, ...post }) => ({ ...post, isShared: shared === 1 }));

/**
 * Erases a person with everything they said and everything derived from it, in the open transaction.
 * Practices that they led and others answered in stay with the others. Returns how many answers were erased;
 * 0 for an unknown person.
 */
export function erasePerson(sqlite: Sqlite, personId: string): number {
  const run = (sql: string) => sqlite.prepare<{ person: string }>(sql).run({ person: personId });
  if (!sqlite.prepare('select 1 from people where id = ?').get(personId)) return 0;
  const answers = sqlite
    .prepare<[string], { count: number }>('select count(*) as count from answers where person_id = ?')
    .get(personId);
  run(handOver);
  // Jobs refer to their subject by id; their errors may quote it, and their receipts say where it was shown.
  for (const sql of jobsOf) run(sql);
  run(`delete from prepared_questions where session_id in (${theirSessions})`);
  forgetEvents(sqlite, personId);
  run('delete from people where id = :person');
  return answers?.count ?? 0;
}

const theirSessions = 'select session_id from participants where person_id = :person';

/** The next person in a group takes over the lead. A practice of one person is erased with them. */
const handOver = `
  update sessions set owner_id = (
    select other.person_id from participants other
    where other.session_id = sessions.id and other.person_id <> :person and other.role = 'candidate'
    order by other.left_at is not null, other.joined_at, other.person_id limit 1)
  where owner_id = :person and style <> 'solo' and exists (
    select 1 from participants other
    where other.session_id = sessions.id and other.person_id <> :person and other.role = 'candidate')`;

const ownSessions = 'select id from sessions where owner_id = :person';
const ownAnswers = `
  select id from answers where person_id = :person
  union select id from answers where session_id in (${ownSessions})`;
const ownTurns = `
  select id from turns where person_id = :person
  union select id from turns where session_id in (${ownSessions})`;

/** Every look-up uses the key or lane of a job: a large queue is never scanned. */
const jobsOf = [
  `delete from jobs where key in (
    select 'evaluate:' || id from (${ownAnswers})
    union all select 'feedback:' || id from (${ownAnswers})
    union all select 'transcribe:' || id from utterances where answer_id in (${ownAnswers}))`,
  `delete from jobs where lane in (select 'show:' || id from (${ownSessions}))`,
  `delete from jobs where lane in (select 'show:' || session_id from (${theirSessions}))
    and (json_extract(payload, '$.personId') = :person
      or json_extract(payload, '$.what.answerId') in (${ownAnswers})
      or json_extract(payload, '$.what.turnId') in (${ownTurns}))`,
  `delete from jobs where id in (
    select job.id from (${ownTurns}) turn
    join jobs job on job.key >= 'close:' || turn.id || ':' and job.key < 'close:' || turn.id || ';')`,
  `delete from jobs where id in (
    select job.id from (${ownSessions}) session
    join jobs job on job.key >= 'prepare:' || session.id || ':' and job.key < 'prepare:' || session.id || ';')`,
];

/** Events that a person sent and that have not been handled are dropped. */
function forgetEvents(sqlite: Sqlite, personId: string): void {
  const accounts = sqlite
    .prepare<[string], { tenant: string; user_id: string }>(
      "select tenant, user_id from accounts where person_id = ? and tenant like 'slack:%'",
    )
    .all(personId);
  const forget = sqlite.prepare<[string, string]>(
    'update slack_events set body = null where body is not null and instr(body, ?) > 0 and instr(body, ?) > 0',
  );
  for (const { tenant, user_id } of accounts)
    forget.run(JSON.stringify(user_id), JSON.stringify(tenant.slice('slack:'.length)));
}

/** Adds to an anonymous count. */
function addToCount(sqlite: Sqlite, name: 'forgotten people' | 'forgotten answers', by: number): void {
  sqlite
    .prepare(
      'insert into counts (name, value) values (?, ?) on conflict (name) do update set value = value + excluded.value',
    )
    .run(name, by);
}
