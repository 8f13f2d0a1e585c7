import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { afterEach, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { createProgress } from '../../src/pipeline/progress/progress.ts';
import { openBank } from '../../src/pipeline/questions/bank.ts';
import { openSqlite } from '../../src/store/sqlite/open-sqlite.ts';
import { evaluationForPrograms } from '../../src/wording/feedback.ts';
import { englishWording } from '../../src/wording/wording.ts';
import { releasedEvaluation } from '../support/released-evaluation.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A database that version 0.1.0 left; see `scripts/released-database.sh`. */
function releasedDatabase(): string {
  const folder = mkdtempSync(join(tmpdir(), 'greenroom-released-'));
  folders.push(folder);
  const file = join(folder, 'greenroom.db');
  const packed = join(import.meta.dirname, '../fixtures/released/greenroom-0.1.0.db.gz');
  writeFileSync(file, gunzipSync(readFileSync(packed)));
  return file;
}

it('opens a database of version 0.1.0 and shows its history as it was judged', async () => {
  const file = releasedDatabase();
  const before = new Database(file, { readonly: true });
  const released = before
    .prepare<[], { evaluation: string }>('select evaluation from evaluations order by created_at desc')
    .all()
    .map(({ evaluation }) => releasedEvaluation.parse(JSON.parse(evaluation)));
  before.close();
  expect(released).toHaveLength(5);

  const store = openSqlite(`sqlite:${file}`, { now: () => new Date() });
  try {
    const progress = createProgress({
      store,
      bank: openBank(),
      config: readConfig({ DATABASE_URL: `sqlite:${file}` }),
      now: () => new Date(),
    });
    const ann = { tenant: 'terminal:local', userId: 'ann' } as const;
    const history = await progress.history(ann, { limit: 10 });
    const shown = history.flatMap(({ evaluation }) => (evaluation ? [evaluation] : []));
    expect(shown).toHaveLength(released.length);
    for (const [at, then] of released.entries()) {
      const stored = shown[at];
      if (!stored) throw new Error('An answer is missing');
      const now = evaluationForPrograms(englishWording, stored);
      expect(releasedEvaluation.parse(now)).toMatchObject({
        id: then.id,
        overall: then.overall,
        band: then.band,
        dimensions: {
          technical: then.dimensions.technical,
          structure: then.dimensions.structure,
          clarity: then.dimensions.clarity,
          grammar: then.dimensions.grammar,
        },
        feedback: then.feedback,
      });
    }
    const overview = await progress.overview(ann);
    expect(overview.dimensions.technical.points.map(({ score }) => score)).toEqual(
      released.map(({ dimensions }) => dimensions.technical.score).reverse(),
    );
    // What to change is no longer told from a sentence: of old answers nothing recurs.
    expect(overview.recurringFix).toBeNull();
  } finally {
    await store.close();
  }
});

it('takes out of what 0.1.0 stored the marks that would become mentions', async () => {
  const file = releasedDatabase();
  const old = new Database(file);
  const marked = '\uE000U123\uE001 and \uE0022026-03-02\uE003, \uE004score:12\uE005';
  old.prepare('update utterances set text = ?, transcript = ?').run(marked, JSON.stringify({ text: marked }));
  old.prepare("update turns set question = json_set(question, '$.text', ?)").run(marked);
  old.prepare("update evaluations set evaluation = json_set(evaluation, '$.fix', ?)").run(marked);
  old.close();

  const store = openSqlite(`sqlite:${file}`);
  try {
    const columns = await Promise.all([
      store.db.selectFrom('utterances').select(['text', 'transcript']).execute(),
      store.db.selectFrom('turns').select('question').execute(),
      store.db.selectFrom('evaluations').select('evaluation').execute(),
    ]);
    expect(columns.every((rows) => rows.length > 0)).toBe(true);
    expect(JSON.stringify(columns)).not.toMatch(/\p{Co}/u);
    expect(columns[0][0]).toEqual({
      text: 'U123 and 2026-03-02, score:12',
      transcript: '{"text":"U123 and 2026-03-02, score:12"}',
    });
  } finally {
    await store.close();
  }
});
