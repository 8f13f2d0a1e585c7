/** `npm run env-example` writes `.env.example` from the schema of the settings; a test compares the two. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { fileNameOf, secretNames } from '../src/config/secret-files.ts';
import { type SettingName, settings } from '../src/config.ts';
import { englishWording } from '../src/wording/wording.ts';

const { say } = englishWording;

export function envExample(): string {
  const names = Object.keys(settings.shape) as SettingName[];
  return `# ${say('config.head')}\n\n${names.map(entry).join('\n')}`;
}

function entry(name: SettingName): string {
  const schema = settings.shape[name];
  const fallback = schema.safeParse(undefined);
  const value = fallback.success ? inEnvironment(name, fallback.data) : '';
  const inFile = secretNames.some((secret) => secret === name) ? `#${fileNameOf(name)}=\n` : '';
  return `# ${describe(name)}\n${value === '' ? `#${name}=` : `#${name}=${value}`}\n${inFile}`;
}

/** What a setting is for, with its choices if they are fixed. */
function describe(name: SettingName): string {
  const description = say(`config.${name}`);
  const schema = settings.shape[name];
  const inner = schema instanceof z.ZodDefault ? schema.unwrap() : schema;
  return inner instanceof z.ZodEnum
    ? say('config.one-of', { description, choices: inner.options.join(', ') })
    : description;
}

function inEnvironment(name: string, value: unknown): string {
  if (name === 'RETENTION') return 'audio=0,transcripts=365,evaluations=730';
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.join(',');
  return typeof value === 'boolean' ? (value ? '1' : '0') : String(value);
}

if (import.meta.main) writeFileSync(join(import.meta.dirname, '../.env.example'), envExample());
