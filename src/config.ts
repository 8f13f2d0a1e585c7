/**
 * The one reader of the environment. Every variable has a default and a description; all faults are reported
 * together, by name. `.env.example` is generated from this schema (`npm run env-example`).
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadEnvFile } from 'node:process';
import { z } from 'zod';
import { discordShards } from './config/discord-shards.ts';
import { misspeltAmong } from './config/misspelt.ts';
import { readSecretFiles } from './config/secret-files.ts';
import { withHome } from './config/with-home.ts';
import { CoachError, type Fault } from './errors.ts';

/** Null for a user without a home folder, as in some containers: the folders must be set there. */
const defaultFolders = await import('env-paths').then(
  ({ default: envPaths }) => envPaths('greenroom', { suffix: '' }),
  () => null,
);

export const whisperSizes = [
  'tiny',
  'tiny.en',
  'base',
  'base.en',
  'small',
  'small.en',
  'medium',
  'medium.en',
  'large-v3',
  'large-v3-turbo',
] as const;
export type WhisperSize = (typeof whisperSizes)[number];

const text = z.string().trim().min(1).optional();
const url = z.url({ protocol: /^https?$/ }).optional();
/** Several addresses, with commas between them. */
const urls = z
  .string()
  .transform((value) => value.split(',').map((part) => part.trim()))
  .pipe(z.array(z.url({ protocol: /^https?$/ })))
  .optional();
const flag = z.enum(['0', '1', 'false', 'true']).transform((value) => value === '1' || value === 'true');
const whole = (min: number, max: number) => z.coerce.number().int().min(min).max(max);
const list = z.string().transform((value) =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

/** Every setting there is. `src/wording/en/config.ts` describes each; `.env.example` is made of both. */
export const settings = z.object({
  GREENROOM_DATA: text,
  DATABASE_URL: z
    .string()
    .regex(/^(sqlite:.+|postgres(ql)?:\/\/.+)/)
    .optional(),
  DATABASE_CONNECTIONS: whole(2, 1000).default(10),
  QUESTION_BANKS: text,
  TIME_ZONE: z.string().default('UTC').refine(isTimeZone),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  LOG_FORMAT: z.enum(['auto', 'json', 'pretty']).default('auto'),
  METRICS_PORT: whole(0, 65535).optional(),
  METRICS_HOST: z.string().trim().min(1).default('127.0.0.1'),
  OTEL_EXPORTER_OTLP_ENDPOINT: url,
  OTEL_EXPORTER_OTLP_HEADERS: text,

  ANSWER_MAX_SECONDS: whole(5, 7200).default(600),
  ANSWER_MAX_BYTES: whole(1024, 1_073_741_824).default(25 * 1024 * 1024),
  FOLLOW_UP_DEPTH: whole(0, 5).default(1),
  QUOTA_TENANT_ANSWERS_PER_DAY: whole(1, 1_000_000).optional(),
  QUOTA_TENANT_AUDIO_MINUTES_PER_DAY: whole(1, 1_000_000).optional(),
  QUOTA_PERSON_ANSWERS_PER_DAY: whole(1, 1_000_000).optional(),
  QUOTA_PERSON_AUDIO_MINUTES_PER_DAY: whole(1, 1_000_000).optional(),
  RETENTION: z
    .string()
    .regex(/^(audio|transcripts|evaluations)=\d+(,(audio|transcripts|evaluations)=\d+)*$/)
    .default('audio=0,transcripts=365,evaluations=730')
    .transform(parseRetention),
  BACKUP: z
    .string()
    .regex(/^\d+h:\d+$/)
    .optional(),
  SECRET_KEY: z.string().min(16).optional(),

  GREENROOM_MODELS: text,
  MODELS: z.enum(['all', 'none']).default('all'),
  MODELS_OFFLINE: flag.default(false),
  MODELS_MEMORY_MB: whole(64, 1_048_576).optional(),
  DEVICE: z.enum(['auto', 'cpu', 'cuda']).default('auto'),
  WHISPER_MODEL: z.enum(whisperSizes).default('base'),
  WHISPER_SERVER: text,
  SPEECH_LANGUAGE: z
    .string()
    .regex(/^(auto|[a-z]{2,3})$/)
    .default('auto'),
  TRANSCRIBER: z.enum(['auto', 'whisper.cpp', 'transformers', 'openai', 'none']).default('auto'),
  TRANSCRIBER_URL: urls,
  TRANSCRIBER_MODEL: z.string().trim().min(1).default('whisper-1'),
  TRANSCRIBER_KEY: text,
  GENERATOR: z.enum(['gpt2', 'instruct', 'openai', 'template']).default('gpt2'),
  GENERATOR_URL: urls,
  GENERATOR_MODEL: text,
  GENERATOR_KEY: text,
  ADVISER_URL: urls,
  ADVISER_MODEL: text,
  ADVISER_KEY: text,
  SPEAKER: z.enum(['auto', 'piper', 'openai', 'espeak', 'none']).default('auto'),
  SPEAKER_URL: urls,
  SPEAKER_MODEL: z.string().trim().min(1).default('tts-1'),
  SPEAKER_KEY: text,
  EMBEDDER: z.enum(['minilm', 'none']).default('minilm'),
  HF_ENDPOINT: url,
  HF_TOKEN: text,

  DISCORD_TOKEN: text,
  DISCORD_GUILD_ID: text,
  DISCORD_SHARDS: discordShards,
  DISCORD_API_URL: url,
  DISCORD_MEDIA_HOSTS: list.default(['cdn.discordapp.com', 'media.discordapp.net']),
  SLACK_BOT_TOKEN: text,
  SLACK_APP_TOKEN: text,
  SLACK_SIGNING_SECRET: text,
  SLACK_CLIENT: z
    .string()
    .regex(/^[^:\s]+:[^:\s]+$/)
    .optional(),
  SLACK_API_URL: url,
  PORT: whole(0, 65535).optional(),
});

export type SettingName = keyof typeof settings.shape;

export type Config = Omit<
  z.infer<typeof settings>,
  'GREENROOM_DATA' | 'DATABASE_URL' | 'GREENROOM_MODELS'
> & {
  /** Folder that holds the database, absolute. */
  GREENROOM_DATA: string;
  /** `sqlite:` and an absolute path, `sqlite::memory:`, or the address of PostgreSQL. */
  DATABASE_URL: string;
  /** Folder that holds the models, absolute. */
  GREENROOM_MODELS: string;
};

export type Retention = { audioDays: number; transcriptsDays: number; evaluationsDays: number };

/**
 * Reads `.env` in the working folder, if there is one, into the environment; variables that are already set
 * win.
 */
export function loadEnvironmentFile(path = '.env'): void {
  if (existsSync(path)) loadEnvFile(path);
}

/** Throws `bad_config` with every fault, one a line, when the environment cannot be used. Empty variables count as unset. */
export function readConfig(environment: Record<string, string | undefined> = process.env): Config {
  const { given, faults: ofFiles } = readSecretFiles(
    Object.fromEntries(
      Object.entries(environment).flatMap(([name, value]) =>
        value === undefined || value.trim() === '' ? [] : [[name, value]],
      ),
    ),
  );
  const parsed = settings.safeParse(given);
  const faults = [
    ...ofFiles,
    ...(parsed.error?.issues ?? []).map((issue): Fault => {
      const name = String(issue.path[0]);
      return { fault: 'fault.setting', values: { name, rule: brokenRule(name, issue) } };
    }),
  ];
  if (!parsed.success || faults.length > 0) throw new CoachError('bad_config', 'fault.settings', { faults });
  const { GREENROOM_DATA, GREENROOM_MODELS, QUESTION_BANKS, WHISPER_SERVER } = parsed.data;
  const folder = (given: string | undefined, usual: (folders: { data: string; cache: string }) => string) => {
    if (given !== undefined) return resolve(withHome(given));
    if (defaultFolders === null) throw new CoachError('bad_config', 'fault.no-home');
    return resolve(usual(defaultFolders));
  };
  const data = folder(GREENROOM_DATA, (usual) => usual.data);
  return {
    ...parsed.data,
    ...(QUESTION_BANKS !== undefined && { QUESTION_BANKS: withHome(QUESTION_BANKS) }),
    ...(WHISPER_SERVER !== undefined && { WHISPER_SERVER: withHome(WHISPER_SERVER) }),
    GREENROOM_DATA: data,
    DATABASE_URL: absoluteDatabase(parsed.data.DATABASE_URL ?? `sqlite:${join(data, 'greenroom.db')}`),
    GREENROOM_MODELS: folder(GREENROOM_MODELS, ({ cache }) => join(cache, 'models')),
  };
}

/** An example for each setting whose form takes more than two words to describe. */
const examples: Partial<Record<string, string>> = {
  DATABASE_URL: 'postgres://user:password@host/greenroom',
  TIME_ZONE: 'Europe/Berlin',
  RETENTION: 'audio=0,transcripts=365,evaluations=730',
  BACKUP: '24h:7',
  SPEECH_LANGUAGE: 'en',
  DISCORD_SHARDS: '0-3/16',
  SLACK_CLIENT: 'client-id:client-secret',
};

function brokenRule(name: string, issue: z.core.$ZodIssue): Fault {
  const example = examples[name];
  if (example !== undefined) return { fault: 'fault.setting.like', values: { example } };
  switch (issue.code) {
    case 'invalid_value':
      return { fault: 'fault.setting.one-of', values: { choices: issue.values.join(', ') } };
    case 'too_small':
      return {
        fault: issue.origin === 'string' ? 'fault.setting.long-enough' : 'fault.setting.at-least',
        values: { least: Number(issue.minimum) },
      };
    case 'too_big':
      return { fault: 'fault.setting.at-most', values: { most: Number(issue.maximum) } };
    case 'invalid_type':
      return { fault: 'fault.setting.number', values: {} };
    default:
      return { fault: 'fault.setting.address', values: {} };
  }
}

/** How a command of the program is typed here: in a clone through npm, as an installed package by its name. */
export const programCall: string = import.meta.filename.endsWith('.ts')
  ? 'npm run --silent greenroom --'
  : 'greenroom';

/** Whether the user asked for every detail: then an unexpected error shows where it came from. */
export const wantsDetails = (): boolean => /^(debug|trace)$/.test(process.env.LOG_LEVEL ?? '');

function absoluteDatabase(address: string): string {
  if (!address.startsWith('sqlite:')) return address;
  const path = address.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, '');
  return path === ':memory:' ? address : `sqlite:${resolve(withHome(path))}`;
}

/** Variables that look like a setting, or like the file of a secret, and are none. */
export const misspeltSettings = (
  environment: Record<string, string | undefined> = process.env,
): { name: string; meant: string }[] => misspeltAmong(environment, Object.keys(settings.shape));

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function parseRetention(value: string): Retention {
  const days = new Map(value.split(',').map((part) => part.split('=') as [string, string]));
  return {
    audioDays: Number(days.get('audio') ?? 0),
    transcriptsDays: Number(days.get('transcripts') ?? 365),
    evaluationsDays: Number(days.get('evaluations') ?? 730),
  };
}
