import { execFileSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { envExample } from '../../scripts/env-example.ts';
import { misspeltSettings, readConfig, type SettingName, settings } from '../../src/config.ts';
import { isCoachError } from '../../src/errors.ts';
import { englishWording } from '../../src/wording/wording.ts';
import { temporaryFolder } from '../support/temporary.ts';

function faultOf(environment: Record<string, string>): string {
  try {
    readConfig(environment);
  } catch (error) {
    if (isCoachError(error, 'bad_config')) return englishWording.fault(error);
  }
  throw new Error('These settings were taken');
}

/** Whether every folder on the way may be entered by any user. */
const isOpenToOthers = (folder: string): boolean =>
  (statSync(folder).mode & 0o001) !== 0 && (dirname(folder) === folder || isOpenToOthers(dirname(folder)));

describe('the settings', () => {
  it('have a default for everything', () => {
    const config = readConfig({});
    expect(config.WHISPER_MODEL).toBe('base');
    expect(config.DATABASE_URL).toMatch(/^sqlite:\/.*greenroom\.db$/);
    expect(config.RETENTION).toEqual({ audioDays: 0, transcriptsDays: 365, evaluationsDays: 730 });
  });

  it('report every fault at once, by name', () => {
    const said = faultOf({
      ...{ WHISPER_MODEL: 'enormous', PORT: 'x', LOG_LEVEL: 'loud', TIME_ZONE: 'Mars/Base' },
      ...{ HF_ENDPOINT: 'hub', SECRET_KEY: 'short', FOLLOW_UP_DEPTH: '9', ANSWER_MAX_SECONDS: '1' },
    });
    expect(said).toMatch(/^ {2}WHISPER_MODEL must be one of tiny, .*large-v3-turbo$/m);
    expect(said.split('\n').slice(1).toSorted()).toEqual([
      '  ANSWER_MAX_SECONDS must be at least 5',
      '  FOLLOW_UP_DEPTH must be at most 5',
      '  HF_ENDPOINT must be an http or https address',
      '  LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent',
      '  PORT must be a whole number',
      '  SECRET_KEY must have at least 16 characters',
      '  TIME_ZONE must look like Europe/Berlin',
      expect.stringContaining('  WHISPER_MODEL '),
    ]);
  });

  it('know the home folder by its sign, which no shell has replaced in a file', () => {
    const { DATABASE_URL, GREENROOM_DATA, GREENROOM_MODELS, QUESTION_BANKS } = readConfig({
      ...{ GREENROOM_DATA: '~/greenroom', GREENROOM_MODELS: '~/models', QUESTION_BANKS: '~/questions' },
    });
    expect([GREENROOM_DATA, GREENROOM_MODELS, QUESTION_BANKS]).toEqual(
      ['greenroom', 'models', 'questions'].map((name) => `${homedir()}/${name}`),
    );
    expect(DATABASE_URL).toBe(`sqlite:${homedir()}/greenroom/greenroom.db`);
    expect(readConfig({ DATABASE_URL: 'sqlite:~/x.db' }).DATABASE_URL).toBe(`sqlite:${homedir()}/x.db`);
  });

  it('name a variable that looks like one of them, and no other', () => {
    const environment = {
      DISCORD_TOKN: 'x',
      WHISPER_MODELS: 'x',
      PATH: 'x',
      HF_HOME: 'x',
      DISCORD_TOKEN: 'x',
    };
    expect(misspeltSettings(environment)).toEqual([
      { name: 'DISCORD_TOKN', meant: 'DISCORD_TOKEN' },
      { name: 'WHISPER_MODELS', meant: 'WHISPER_MODEL' },
    ]);
  });

  // Only root may become another user, who may not read a clone in a private folder.
  it.skipIf(process.getuid?.() !== 0 || !isOpenToOthers(process.cwd()))(
    'say in one sentence that a user has no home folder',
    () => {
      const script = `const { readConfig } = await import('./src/config.ts');
      const { englishWording } = await import('./src/wording/wording.ts');
      try { readConfig({}); } catch (error) { process.stdout.write(englishWording.fault(error)); }`;
      const said = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
        ...{ encoding: 'utf8', env: { PATH: process.env.PATH }, uid: 12_345, gid: 12_345 },
      });
      expect(said).toMatch(/^This user has no home folder\. Set GREENROOM_DATA .*\.$/);
    },
  );

  it('take secrets from files, without the line break at their end', () => {
    const file = join(temporaryFolder(), 'token');
    writeFileSync(file, ' xoxb-from-a-file\n');
    expect(readConfig({ SLACK_BOT_TOKEN_FILE: file }).SLACK_BOT_TOKEN).toBe('xoxb-from-a-file');
    writeFileSync(file, 'sqlite:/tmp/from-a-file.db\n');
    expect(readConfig({ DATABASE_URL_FILE: file }).DATABASE_URL).toBe('sqlite:/tmp/from-a-file.db');
  });

  it('name each file of a secret that cannot be used, and what is wrong with it', () => {
    const folder = temporaryFolder();
    const empty = join(folder, 'empty');
    writeFileSync(empty, '\n');
    const said = faultOf({
      SECRET_KEY_FILE: join(folder, 'missing'),
      HF_TOKEN_FILE: folder,
      DISCORD_TOKEN_FILE: empty,
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_BOT_TOKEN_FILE: empty,
      FOLLOW_UP_DEPTH: '9',
    });
    expect(said.split('\n').slice(1).toSorted()).toEqual([
      `  DISCORD_TOKEN_FILE names an empty file: ${empty}`,
      '  FOLLOW_UP_DEPTH must be at most 5',
      `  HF_TOKEN_FILE names a file that cannot be read: ${folder}`,
      `  SECRET_KEY_FILE names a file that does not exist: ${join(folder, 'missing')}`,
      '  SLACK_BOT_TOKEN_FILE and SLACK_BOT_TOKEN are both set: keep one of the two',
    ]);
  });

  it('name the file of something that is no secret, or of a misspelt one', () => {
    const environment = { PORT_FILE: 'x', DISCORD_TOKN_FILE: 'x', DISCORD_TOKEN_FILE: 'x', MY_FILE: 'x' };
    expect(misspeltSettings(environment)).toEqual([
      { name: 'PORT_FILE', meant: 'PORT' },
      { name: 'DISCORD_TOKN_FILE', meant: 'DISCORD_TOKEN_FILE' },
    ]);
  });

  it('treat an empty variable as unset', () => {
    expect(readConfig({ DISCORD_TOKEN: '', LOG_LEVEL: ' ' })).toMatchObject({ LOG_LEVEL: 'info' });
    expect(readConfig({ DISCORD_TOKEN: '' }).DISCORD_TOKEN).toBeUndefined();
  });

  it('put the database where DATABASE_URL says, else into GREENROOM_DATA', () => {
    expect(readConfig({ GREENROOM_DATA: '/tmp/x' }).DATABASE_URL).toBe('sqlite:/tmp/x/greenroom.db');
    const both = readConfig({ GREENROOM_DATA: '/tmp/x', DATABASE_URL: 'sqlite:/tmp/y.db' });
    expect(both.DATABASE_URL).toBe('sqlite:/tmp/y.db');
  });

  it('are each described in a sentence', () => {
    for (const name of Object.keys(settings.shape) as SettingName[])
      expect(englishWording.say(`config.${name}`), name).toMatch(/^.{10,180}\.$/);
  });

  it('are in .env.example as in the schema (npm run env-example writes it)', () => {
    expect(readFileSync(new URL('../../.env.example', import.meta.url), 'utf8')).toBe(envExample());
  });
});
