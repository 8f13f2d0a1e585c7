import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { addGeneration } from '../../src/store/generation-counts.ts';
import { saveRating } from '../../src/store/ratings.ts';
import { openSqlite } from '../../src/store/sqlite/open-sqlite.ts';
import { type CommandOptions, runCommandLine, startCommand } from '../support/command-line.ts';
import { releasedEvaluation } from '../support/released-evaluation.ts';
import { temporaryFolder, until } from '../support/temporary.ts';

const greenroom = (words: string[], options: Partial<CommandOptions> = {}) =>
  runCommandLine(words, { data: temporaryFolder(), ...options });
const lines = (text: string): unknown[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

const reference =
  'A hash map hashes the key to choose a bucket. Collisions are kept in a list within the bucket. Lookups take constant time on average.';

describe('greenroom', () => {
  test('lists every command in its help', async () => {
    const { code, stdout } = await greenroom(['--help']);
    expect(code).toBe(0);
    const commands =
      'start practice score transcribe progress doctor bank models backup restore export forget';
    for (const command of commands.split(' ')) expect(stdout).toContain(command);
  });

  test.each([
    ['an unknown command', ['dance']],
    ['an unknown option', ['practice', '--shout']],
    ['a level that does not exist', ['practice', '--level', 'wizard']],
    ['a domain that does not exist', ['practice', '--domain', 'alchemy']],
    ['a score without an answer', ['score', '--question', 'Why?']],
    ['a number that is none', ['practice', '--questions', 'many']],
  ])('%s is wrong usage: one sentence on standard error and exit code 2', async (_, words) => {
    const { code, stdout, stderr } = await greenroom(words);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr.trim().split('\n').length).toBeLessThanOrEqual(2);
    expect(stderr).not.toMatch(/ at .*\.ts:/);
  });

  test('names every setting that cannot be used', async () => {
    const { code, stderr } = await greenroom(['doctor'], {
      env: { LOG_LEVEL: 'loud', WHISPER_MODEL: 'huge' },
    });
    expect(code).toBe(1);
    expect(stderr).toBe('');
    const practice = await greenroom(['practice'], { env: { LOG_LEVEL: 'loud', WHISPER_MODEL: 'huge' } });
    expect(practice.code).toBe(2);
    expect(practice.stderr).toContain('LOG_LEVEL');
    expect(practice.stderr).toContain('WHISPER_MODEL');
  });

  test('a folder that cannot be written is one sentence, and exit code 1', async () => {
    const data = temporaryFolder();
    writeFileSync(join(data, 'file'), '');
    const { code, stderr } = await greenroom(['practice'], {
      data,
      env: { GREENROOM_DATA: join(data, 'file', 'below') },
    });
    expect(code).toBe(1);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

describe('greenroom bank', () => {
  const newFile = async () => {
    const data = temporaryFolder();
    const file = join(data, 'Embedded systems.yaml');
    const made = await greenroom(['bank', 'new', file], { data });
    return { data, file, made, own: { data, env: { QUESTION_BANKS: join(data, 'own') } } };
  };

  test('writes a file to start from that passes its own check without a remark', async () => {
    const { data, file, made } = await newFile();
    expect(made).toMatchObject({ code: 0, stderr: '' });
    const { code, stdout } = await greenroom(['bank', 'check', file, '--json'], { data });
    expect({ code, ...JSON.parse(stdout) }).toEqual({ code: 0, questions: 1, faults: [], replaced: [] });
    expect(readFileSync(file, 'utf8')).toContain('domain: embedded-systems\ntitle: Embedded systems\n');
  });

  test('never overwrites a file with a new one', async () => {
    const { data, file } = await newFile();
    writeFileSync(file, 'mine');
    expect((await greenroom(['bank', 'new', file], { data })).code).toBe(2);
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });

  test('replaces a file of the own folder only by one that can be used, and names the command for a first one', async () => {
    const { data, file, own } = await newFile();
    const target = join(data, 'own', 'Embedded systems.yaml');
    const early = await greenroom(['bank', 'update', file], own);
    expect(early).toMatchObject({ code: 2, stderr: expect.stringContaining('bank add') });
    expect((await greenroom(['bank', 'add', file], own)).code).toBe(0);
    const first = readFileSync(file, 'utf8');
    writeFileSync(file, first.replace('level: junior', 'level: wizard'));
    expect((await greenroom(['bank', 'update', file], own)).code).toBe(2);
    expect(readFileSync(target, 'utf8')).toBe(first);
    writeFileSync(file, first.replace('Why do you', 'Why would you'));
    expect((await greenroom(['bank', 'update', file], own)).code).toBe(0);
    const { stdout } = await greenroom(
      ['bank', 'show', 'embedded-systems-junior-first-question', '--json'],
      own,
    );
    expect(JSON.parse(stdout).text).toBe('Why would you write a test before you correct a fault?');
  });
});

describe('greenroom complete', () => {
  test('prints a script for each shell', async () => {
    for (const shell of ['bash', 'zsh', 'fish', 'powershell'])
      expect((await greenroom(['complete', shell])).stdout).toContain(`${shell} completion for greenroom`);
  });

  test('knows the commands, their own commands, options and choices', async () => {
    const complete = async (...words: string[]) =>
      (await greenroom(['complete', '--', ...words])).stdout.split('\n').map((line) => line.split('\t')[0]);
    expect(await complete('ba')).toContain('backup');
    expect(await complete('bank', '')).toEqual(expect.arrayContaining(['list', 'check', 'new']));
    expect(await complete('practice', '--ques')).toContain('--questions');
    expect(await complete('practice', '--sp')).toContain('--speak');
    expect(await complete('practice', '--level', '')).toEqual(
      expect.arrayContaining(['junior', 'mid', 'senior']),
    );
  });
});

describe('greenroom practice', () => {
  test('reads answers from a pipe and prints one evaluation per answer, as JSON', async () => {
    const { code, stdout } = await greenroom(
      ['practice', '--domain', 'backend', '--questions', '1', '--json'],
      {
        input: 'An index keeps keys in order.\nSo a lookup avoids a full scan.\n\n',
      },
    );
    expect(code).toBe(0);
    const [document, ...others] = lines(stdout);
    expect(others).toEqual([]);
    expect(releasedEvaluation.parse(document).dimensions.delivery).toMatchObject({ score: null });
    expect(document).toMatchObject({
      answer: 'An index keeps keys in order.\nSo a lookup avoids a full scan.',
    });
  });

  test('says why a question is not spoken, once, and goes on in writing', async () => {
    const { code, stdout } = await greenroom(
      ['practice', '--domain', 'backend', '--questions', '2', '--speak'],
      { input: 'It uses an index for that.\n\n/skip\n\nBecause of locks.\n\n', env: { SPEAKER: 'none' } },
    );
    expect(code).toBe(0);
    expect(stdout.match(/Questions are not spoken: /g)).toHaveLength(1);
    expect(stdout).toMatch(/How it went/);
  });

  test('shows the question, a card, the follow-up and the summary as text', async () => {
    const { code, stdout } = await greenroom(['practice', '--domain', 'backend', '--questions', '2'], {
      input:
        'It uses an index for that because scanning everything is slow.\n\n/skip\n\nBecause of locks and waiting.\n\n',
    });
    expect(code).toBe(0);
    expect(stdout).toMatch(/Question 1 of 2/);
    expect(stdout).toMatch(/Content {2}/);
    expect(stdout).toMatch(/Fix one thing/);
    expect(stdout).toMatch(/How it went/);
    expect(stdout).not.toContain('\u001b[');
  });

  test('goes on after it was killed: the submitted answer is judged once, and the interview continues', async () => {
    const data = temporaryFolder();
    const first = startCommand(
      ['practice', '--domain', 'backend', '--questions', '2', '--seed', 'a', '--json'],
      { data },
    );
    first.child.stdin.write('It keeps the keys sorted, so it need not read every row.\n\n');
    await until(() => first.said.stdout.includes('"overall"'));
    first.child.kill('SIGKILL');
    await first.ended;
    // A plan that cannot be made does not cost the interview that is open.
    const missing = await greenroom(['practice', '--job', join(data, 'missing.txt')], { data });
    expect(missing.code).toBe(2);
    const second = await greenroom(['practice', '--resume', '--json'], {
      data,
      input: 'Because writing it costs time.\n\n',
    });
    expect(second.code).toBe(0);
    const { stdout } = await greenroom(['progress', '--json'], { data });
    const { history } = JSON.parse(stdout);
    expect(history.map((entry: { text: string }) => entry.text).toSorted()).toEqual([
      'Because writing it costs time.',
      'It keeps the keys sorted, so it need not read every row.',
    ]);
  });

  test('there is nothing to resume before the first interview', async () => {
    const { code, stderr } = await greenroom(['practice', '--resume']);
    expect(code).toBe(2);
    expect(stderr).toContain('greenroom -- practice');
  });
});

describe('greenroom score', () => {
  test('judges a good answer above a partial one, and that above junk', async () => {
    const question = 'How does a hash map find a value?';
    const answers = {
      full: reference,
      partial: 'It hashes the key to choose a bucket, and then I am not sure what comes next in there.',
      fine: 'fine.',
      echo: 'How does a hash map find a value? A hash map finds a value.',
      'off-topic':
        'Last summer we went to the mountains and walked for two weeks along the ridge. The weather was kind to us, and every evening we cooked together by the fire. My sister told stories about her work at the theatre, and we laughed until late. I would go there again at any time, since the air is clear and the paths are quiet in June.',
      empty: '',
    };
    const input = Object.entries(answers)
      .map(([id, answer]) => JSON.stringify({ id, question, answer, referenceAnswer: reference }))
      .join('\n');
    const { code, stdout } = await greenroom(['score', '--jsonl'], { input });
    expect(code).toBe(0);
    const scored = lines(stdout) as { id: string; overall: number }[];
    expect(scored.map(({ id }) => id)).toEqual(Object.keys(answers));
    const of = (id: string) => scored.find((one) => one.id === id)?.overall ?? 0;
    expect(of('full')).toBeGreaterThan(of('partial'));
    for (const junk of ['fine', 'echo', 'off-topic', 'empty'])
      expect(of('partial')).toBeGreaterThan(of(junk));
  });

  test('a bad line is answered in its place and stops nothing', async () => {
    const good = { question: 'Why?', answer: 'Because.', referenceAnswer: 'Because it is so.' };
    const input = [
      JSON.stringify({ id: 1, ...good }),
      '{oops',
      '{"id":"two"}',
      JSON.stringify({ id: 3, ...good }),
    ].join('\n');
    const { code, stdout } = await greenroom(['score', '--jsonl'], { input });
    expect(code).toBe(0);
    expect(lines(stdout)).toMatchObject([
      { id: 1, dimensions: {} },
      { id: null, error: expect.stringContaining('JSON') },
      { id: 'two', error: expect.stringContaining('question') },
      { id: 3, dimensions: {} },
    ]);
  });

  test('takes several references, names unknown fields, and labels answers as a teacher would', async () => {
    const question = 'Which port does HTTPS use by default?';
    const input = [
      JSON.stringify({
        id: 'best-counts',
        question,
        answer: 'It uses port 443 by default.',
        referenceAnswers: ['Plain HTTP uses port 80.', 'HTTPS uses port 443 by default.'],
        reference: 'a field of another name',
        concepts: null,
      }),
      JSON.stringify({
        id: 'opposite',
        question,
        answer: 'It does not use port 443 by default.',
        referenceAnswers: ['HTTPS uses port 443 by default.'],
      }),
    ].join('\n');
    const { code, stdout } = await greenroom(['score', '--jsonl'], { input: `\uFEFF${input}` });
    expect(code).toBe(0);
    expect(lines(stdout)).toMatchObject([
      { id: 'best-counts', label: 'correct', unknownFields: ['reference'] },
      {
        id: 'opposite',
        label: 'contradictory',
        dimensions: { technical: { evidence: [{ verdict: 'contradicted', quote: expect.any(String) }] } },
      },
    ]);
  });

  test('reads concepts from a file', async () => {
    const data = temporaryFolder();
    writeFileSync(
      join(data, 'concepts.yaml'),
      '- statement: The key is hashed to choose a bucket.\n  weight: must\n- statement: Equal fingerprints are kept in a linked list.\n',
    );
    const { code, stdout } = await greenroom(
      [
        'score',
        '--json',
        '--question',
        'How does a hash map work?',
        '--answer',
        'The key is hashed to choose a bucket.',
        '--concepts',
        join(data, 'concepts.yaml'),
      ],
      { data },
    );
    expect(code).toBe(0);
    const verdicts = releasedEvaluation
      .parse(JSON.parse(stdout))
      .dimensions.technical.evidence.map(({ concept, verdict }) => [concept, verdict]);
    expect(verdicts).toContainEqual(['The key is hashed to choose a bucket.', 'covered']);
    expect(verdicts).toContainEqual(['Equal fingerprints are kept in a linked list.', 'missed']);
  });
});

describe('greenroom transcribe', () => {
  test('silence is no speech, and needs no model to say so', async () => {
    const silence = join(import.meta.dirname, '../fixtures/audio/long-silence.flac');
    const { stdout } = await greenroom(['transcribe', silence, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ code: 'no_speech' });
  });

  test('speech without a model says what to run', async () => {
    const speech = join(import.meta.dirname, '../fixtures/audio/answer.ogg');
    const { code, stderr } = await greenroom(['transcribe', speech], { env: { MODELS_OFFLINE: '1' } });
    expect(code).toBe(1);
    expect(stderr).toContain('greenroom -- models pull whisper-base');
  });

  test('a file that is not sound gets one sentence', async () => {
    const data = temporaryFolder();
    writeFileSync(join(data, 'note.wav'), 'this is text');
    const { code, stderr } = await greenroom(['transcribe', join(data, 'note.wav'), join(data, 'gone.wav')], {
      data,
    });
    expect(code).toBe(1);
    expect(stderr.trim().split('\n')).toHaveLength(2);
  });
});

describe('greenroom doctor', () => {
  test('says what is there, what is missing, and how to get it', async () => {
    const { code, stdout } = await greenroom(['doctor', '--json']);
    expect(code).toBe(0);
    const { healthy, checks } = JSON.parse(stdout);
    expect(healthy).toBe(true);
    const names = checks.map(({ name }: { name: string }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['node', 'settings', 'database', 'questions', 'discord', 'slack']),
    );
    expect(new Set(names).size).toBe(names.length);
    for (const { status, fix } of checks) if (status !== 'ok') expect(fix).toEqual(expect.any(String));
  });

  test('judges an answer by the rules alone where there are no models', async () => {
    const { stdout } = await greenroom(['doctor', '--try', '--json'], { env: { MODELS: 'none' } });
    const { checks } = JSON.parse(stdout);
    expect(checks.map(({ name }: { name: string }) => name)).toEqual(['words', 'score', 'time']);
    expect(checks.slice(0, 2)).toMatchObject([{ status: 'ok' }, { status: 'ok' }]);
  });

  test('fails if a clip is heard in words other than it says', async () => {
    // This recogniser hears the same sentence in any speech.
    const models = join(import.meta.dirname, '../fixtures/models');
    const env = { GREENROOM_MODELS: models, WHISPER_MODEL: 'tiny', TRANSCRIBER: 'transformers' };
    const { code, stdout } = await greenroom(['doctor', '--try'], { env });
    expect(code).toBe(1);
    expect(stdout).toMatch(/words: .* heard \d of 36 words/);
    expect(stdout).toContain('It heard: “A hash map finds a value by its key.”');
    expect(stdout).toMatch(/score: A good answer gets \d+ of 100 typed and \d+ heard/);
  });

  test('names the token of Slack that is in the wrong place', async () => {
    const env = { SLACK_BOT_TOKEN: 'xapp-1', SLACK_APP_TOKEN: 'xoxb-1' };
    const { code, stdout } = await greenroom(['doctor'], { data: temporaryFolder(), env });
    expect(code).toBe(1);
    expect(stdout).toContain('SLACK_BOT_TOKEN and SLACK_APP_TOKEN are swapped');
  });

  test('shows how many of a model’s proposals were used, once there are some', async () => {
    const data = temporaryFolder();
    const store = openSqlite(`sqlite:${join(data, 'greenroom.db')}`);
    const totals = { task: 'question', generator: 'gpt2', proposed: 8, passed: 3, used: 1 } as const;
    for (const refused of [{ length: 5 }, { length: 1, personal: 4 }])
      await store.transaction((trx) => addGeneration(trx, { ...totals, refused }));
    await store.close();
    const { stdout } = await greenroom(['doctor', '--json'], { data });
    const { checks } = JSON.parse(stdout);
    expect(checks.find(({ name }: { name: string }) => name === 'proposals')).toEqual({
      name: 'proposals',
      status: 'ok',
      detail: 'gpt2: 2 of 16 proposals used as questions (refused: length 6, personal 4).',
      counts: [{ ...totals, proposed: 16, passed: 6, used: 2, refused: { length: 6, personal: 4 } }],
    });
    expect(checks.some(({ name }: { name: string }) => name === 'ratings')).toBe(false);
  });

  test('shows how many people found their scores fair', async () => {
    const data = temporaryFolder();
    const { code } = await greenroom(['practice', '--domain', 'backend', '--questions', '1'], {
      data,
      input: 'An index keeps keys in order.\n\n',
    });
    expect(code).toBe(0);
    const store = openSqlite(`sqlite:${join(data, 'greenroom.db')}`);
    const answer = await store.db.selectFrom('answers').select(['id', 'person_id']).executeTakeFirstOrThrow();
    const rate = (kind: 'fair' | 'peer', value: number) =>
      store.transaction((trx) =>
        saveRating(
          trx,
          { answerId: answer.id, personId: answer.person_id, kind, value },
          new Date().toISOString(),
        ),
      );
    await rate('peer', 70);
    await rate('fair', 1);
    await rate('fair', 0);
    await store.close();
    const { stdout } = await greenroom(['doctor'], { data });
    expect(stdout).toContain('ratings: People on their own scores: fair 0, unfair 1.');
  });
});
