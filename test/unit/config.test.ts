import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { envExample } from '../../scripts/env-example.ts';
import { readConfig, settings } from '../../src/config.ts';

describe('the settings', () => {
  it('have a default for everything', () => {
    const config = readConfig({});
    expect(config.WHISPER_MODEL).toBe('base');
    expect(config.DATABASE_URL).toMatch(/^sqlite:\/.*greenroom\.db$/);
    expect(config.RETENTION).toEqual({ audioDays: 0, transcriptsDays: 365, evaluationsDays: 730 });
  });

  it('report every fault at once, by name', () => {
    const read = () =>
      readConfig({ WHISPER_MODEL: 'enormous', PORT: 'x', LOG_LEVEL: 'loud', TIME_ZONE: 'Mars/Base' });
    expect(read).toThrow(/PORT/);
    expect(read).toThrow(/WHISPER_MODEL/);
    expect(read).toThrow(/LOG_LEVEL/);
    expect(read).toThrow(/TIME_ZONE/);
  });

  it('take an empty variable for one that is not set', () => {
    expect(readConfig({ DISCORD_TOKEN: '', LOG_LEVEL: ' ' })).toMatchObject({ LOG_LEVEL: 'info' });
    expect(readConfig({ DISCORD_TOKEN: '' }).DISCORD_TOKEN).toBeUndefined();
  });

  it('put the database where DATABASE_URL says, else into GREENROOM_DATA', () => {
    expect(readConfig({ GREENROOM_DATA: '/tmp/x' }).DATABASE_URL).toBe('sqlite:/tmp/x/greenroom.db');
    const both = readConfig({ GREENROOM_DATA: '/tmp/x', DATABASE_URL: 'sqlite:/tmp/y.db' });
    expect(both.DATABASE_URL).toBe('sqlite:/tmp/y.db');
  });

  it('are each described in a sentence', () => {
    for (const [name, schema] of Object.entries(settings.shape)) {
      expect(schema.description, name).toMatch(/^.{10,180}\.$/);
    }
  });

  it('stand in .env.example as the schema has them (npm run env-example writes it)', () => {
    expect(readFileSync(new URL('../../.env.example', import.meta.url), 'utf8')).toBe(envExample());
  });
});
