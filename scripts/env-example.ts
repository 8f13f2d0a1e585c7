/** `npm run env-example` writes `.env.example` from the schema of the settings; a test compares the two. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { settings } from '../src/config.ts';

export function envExample(): string {
  const entries = Object.entries(settings.shape).map(([name, schema]) => {
    const fallback = schema.safeParse(undefined);
    const value = fallback.success ? inEnvironment(name, fallback.data) : '';
    return `# ${schema.description ?? ''}\n${value === '' ? `#${name}=` : `#${name}=${value}`}\n`;
  });
  return `# Every setting of Greenroom, with its default. Copy to .env and remove the # in front of what you change.\n\n${entries.join('\n')}`;
}

function inEnvironment(name: string, value: unknown): string {
  if (name === 'RETENTION') return 'audio=0,transcripts=365,evaluations=730';
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.join(',');
  return typeof value === 'boolean' ? (value ? '1' : '0') : String(value);
}

if (import.meta.main) writeFileSync(join(import.meta.dirname, '../.env.example'), envExample());
