/** Secrets that stand in files, as Docker, Kubernetes and systemd hand them over: `DISCORD_TOKEN_FILE=/run/secrets/discord`. */
import { readFileSync } from 'node:fs';
import type { Fault } from '../errors.ts';
import { withHome } from './with-home.ts';

/** The settings that are secrets: each may be given as NAME, or as NAME_FILE with the path of a file that holds it. */
export const secretNames = [
  'DATABASE_URL',
  'SECRET_KEY',
  'TRANSCRIBER_KEY',
  'GENERATOR_KEY',
  'ADVISER_KEY',
  'SPEAKER_KEY',
  'HF_TOKEN',
  'DISCORD_TOKEN',
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
  'SLACK_SIGNING_SECRET',
  'SLACK_CLIENT',
  'OTEL_EXPORTER_OTLP_HEADERS',
] as const;

export const fileNameOf = (secret: string): string => `${secret}_FILE`;

type Environment = Readonly<Record<string, string>>;

/**
 * The same environment with the secrets that stand in files, trimmed, and what is wrong with those files. A file is
 * read once, at the start: a new secret needs a restart.
 */
export function readSecretFiles(environment: Environment): { given: Environment; faults: Fault[] } {
  const given: Record<string, string> = { ...environment };
  const faults = secretNames.flatMap((secret): Fault[] => {
    const name = fileNameOf(secret);
    const path = environment[name];
    if (path === undefined) return [];
    const wrong = (rule: Fault): Fault[] => [{ fault: 'fault.setting', values: { name, rule } }];
    if (environment[secret] !== undefined)
      return wrong({ fault: 'fault.setting.twice', values: { name: secret } });
    try {
      const content = readFileSync(withHome(path.trim()), 'utf8').trim();
      if (content === '') return wrong({ fault: 'fault.setting.file-empty', values: { path } });
      given[secret] = content;
      return [];
    } catch (error) {
      const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      const fault = isMissing ? 'fault.setting.file-missing' : 'fault.setting.file-unreadable';
      return wrong({ fault, values: { path } });
    }
  });
  return { given, faults };
}
