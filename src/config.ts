/**
 * The one reader of the environment. Every variable has a default and a sentence; every fault is reported at once, by
 * name. `.env.example` is generated from this schema (`npm run env-example`).
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadEnvFile } from 'node:process';
import envPaths from 'env-paths';
import { z } from 'zod';
import { CoachError } from './errors.ts';

const defaultFolders = envPaths('greenroom', { suffix: '' });

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
const url = z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).optional();
const flag = z
  .enum(['0', '1', 'false', 'true'], { error: 'must be 0 or 1' })
  .transform((value) => value === '1' || value === 'true');
const whole = (min: number, max: number) =>
  z.coerce.number({ error: 'must be a number' }).int('must be a whole number').min(min).max(max);
const list = z.string().transform((value) =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

/** Every setting there is. The description is what `.env.example` says of it. */
export const settings = z.object({
  GREENROOM_DATA: text.describe('Folder for the database. Default: the data folder of this platform.'),
  DATABASE_URL: z
    .string()
    .regex(/^sqlite:.+/, 'must look like sqlite:/path/to/greenroom.db')
    .optional()
    .describe('The database. Default: sqlite: and greenroom.db in GREENROOM_DATA.'),
  QUESTION_BANKS: text.describe(
    'Folder with question banks of your own (YAML); they are added to the built-in ones.',
  ),
  TIME_ZONE: z
    .string()
    .default('UTC')
    .refine(isTimeZone, 'must be a time zone such as Europe/Berlin')
    .describe('Time zone for people and groups who have not set one.'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('How much is logged: fatal, error, warn, info, debug, trace or silent.'),

  ANSWER_MAX_SECONDS: whole(5, 7200).default(600).describe('Longest answer that is accepted, in seconds.'),
  ANSWER_MAX_BYTES: whole(1024, 1_073_741_824)
    .default(25 * 1024 * 1024)
    .describe('Largest sound file that is accepted, in bytes.'),
  FOLLOW_UP_DEPTH: whole(0, 5).default(1).describe('How many follow-up questions one question may lead to.'),
  RETENTION: z
    .string()
    .regex(
      /^(audio|transcripts|evaluations)=\d+(,(audio|transcripts|evaluations)=\d+)*$/,
      'must look like audio=0,transcripts=365,evaluations=730',
    )
    .default('audio=0,transcripts=365,evaluations=730')
    .transform(parseRetention)
    .describe(
      'Days that audio, transcripts and evaluations are kept. audio=0 drops sound once it is transcribed.',
    ),
  BACKUP: z
    .string()
    .regex(/^\d+h:\d+$/, 'must look like 24h:7 (every 24 hours, keep 7)')
    .optional()
    .describe('Back up the database by itself: 24h:7 means every 24 hours, keeping 7. Default: never.'),
  SECRET_KEY: z
    .string()
    .min(16, 'must have at least 16 characters')
    .optional()
    .describe('Key that encrypts stored Slack installations. Needed for several workspaces only.'),

  GREENROOM_MODELS: text.describe(
    'Folder with the models. Default: models in the cache folder of this platform.',
  ),
  MODELS: z
    .enum(['all', 'none'])
    .default('all')
    .describe('none switches every model off: typed answers, templates and lexical scoring remain.'),
  MODELS_OFFLINE: flag.default(false).describe('1 forbids every download of models.'),
  MODELS_MEMORY_MB: whole(64, 1_048_576)
    .optional()
    .describe('Memory that models may use. Default: 60 % of the RAM.'),
  DEVICE: z.enum(['auto', 'cpu', 'cuda']).default('auto').describe('Where models run: auto, cpu or cuda.'),
  WHISPER_MODEL: z
    .enum(whisperSizes)
    .default('base')
    .describe(`Size of Whisper: ${whisperSizes.join(', ')}.`),
  SPEECH_LANGUAGE: z
    .string()
    .regex(/^(auto|[a-z]{2,3})$/, 'must be auto or a language code such as en')
    .default('auto')
    .describe('Language that is spoken: auto, or a code such as en.'),
  TRANSCRIBER: z
    .enum(['auto', 'whisper.cpp', 'transformers', 'openai', 'none'])
    .default('auto')
    .describe('What turns speech into text: auto, whisper.cpp, transformers, openai or none.'),
  TRANSCRIBER_URL: url.describe(
    'Base address of an OpenAI-compatible speech server, such as http://127.0.0.1:8000/v1.',
  ),
  TRANSCRIBER_MODEL: z
    .string()
    .trim()
    .min(1)
    .default('whisper-1')
    .describe('Model that TRANSCRIBER_URL should use.'),
  TRANSCRIBER_KEY: text.describe('Key for TRANSCRIBER_URL, if it wants one.'),
  GENERATOR: z
    .enum(['gpt2', 'instruct', 'openai', 'template'])
    .default('gpt2')
    .describe('What proposes questions and follow-ups: gpt2, instruct, openai or template.'),
  GENERATOR_URL: url.describe(
    'Base address of an OpenAI-compatible chat server, such as http://127.0.0.1:11434/v1.',
  ),
  GENERATOR_MODEL: text.describe('Model that GENERATOR_URL should use.'),
  GENERATOR_KEY: text.describe('Key for GENERATOR_URL, if it wants one.'),
  EMBEDDER: z.enum(['minilm', 'none']).default('minilm').describe('What compares meanings: minilm or none.'),
  HF_ENDPOINT: url.describe('Mirror to download models from. Default: the Hugging Face hub.'),
  HF_TOKEN: text.describe('Token for gated models on the hub.'),

  DISCORD_TOKEN: text.describe('Bot token of your Discord application; starts the Discord bot.'),
  DISCORD_GUILD_ID: text.describe(
    'Register commands in this one server only (instant) instead of everywhere.',
  ),
  DISCORD_API_URL: url.describe('REST base of a proxy for Discord, without /v10.'),
  DISCORD_MEDIA_HOSTS: list
    .default(['cdn.discordapp.com', 'media.discordapp.net'])
    .describe('Hosts that voice messages and files may be fetched from, separated by commas.'),
  SLACK_BOT_TOKEN: text.describe('Bot token (xoxb-…) of your Slack app; starts the Slack bot.'),
  SLACK_APP_TOKEN: text.describe('App-level token (xapp-…) for Socket Mode.'),
  SLACK_SIGNING_SECRET: text.describe(
    'Signing secret; with PORT, or without SLACK_APP_TOKEN, it selects HTTP mode instead of Socket Mode.',
  ),
  SLACK_CLIENT: z
    .string()
    .regex(/^[^:\s]+:[^:\s]+$/, 'must look like client-id:client-secret')
    .optional()
    .describe('client-id:client-secret of your Slack app, for installing it into several workspaces.'),
  SLACK_API_URL: url.describe('Web API base of a proxy for Slack, such as https://slack.com/api/.'),
  PORT: whole(0, 65535)
    .optional()
    .describe('Port of the HTTP mode of Slack, and of its pages for installing. Default: 3000.'),
});

export type Config = Omit<
  z.infer<typeof settings>,
  'GREENROOM_DATA' | 'DATABASE_URL' | 'GREENROOM_MODELS'
> & {
  /** Folder that holds the database, absolute. */
  GREENROOM_DATA: string;
  /** `sqlite:` and an absolute path, or `sqlite::memory:`. */
  DATABASE_URL: string;
  /** Folder that holds the models, absolute. */
  GREENROOM_MODELS: string;
};

export type Retention = { audioDays: number; transcriptsDays: number; evaluationsDays: number };

/** Reads `.env` in the working folder, if there is one, into the environment; variables that are set already win. */
export function loadEnvironmentFile(path = '.env'): void {
  if (existsSync(path)) loadEnvFile(path);
}

/** Throws `bad_config` with every fault, one a line, when the environment cannot be used. Empty variables count as unset. */
export function readConfig(environment: Record<string, string | undefined> = process.env): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = settings.safeParse(given);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new CoachError(
      'bad_config',
      `Some settings cannot be used; correct them in the environment or in .env:\n  ${faults.join('\n  ')}`,
    );
  }
  const data = resolve(parsed.data.GREENROOM_DATA ?? defaultFolders.data);
  return {
    ...parsed.data,
    GREENROOM_DATA: data,
    DATABASE_URL: absoluteDatabase(parsed.data.DATABASE_URL ?? `sqlite:${join(data, 'greenroom.db')}`),
    GREENROOM_MODELS: resolve(parsed.data.GREENROOM_MODELS ?? join(defaultFolders.cache, 'models')),
  };
}

/** How a command of the program is typed here: in a clone through npm, as an installed package by its name. */
export const programCall: string = import.meta.filename.endsWith('.ts')
  ? 'npm run --silent greenroom --'
  : 'greenroom';

/** Whether whoever runs the program asked for every detail: then an unexpected error shows where it came from. */
export const wantsDetails = (): boolean => /^(debug|trace)$/.test(process.env.LOG_LEVEL ?? '');

function absoluteDatabase(address: string): string {
  const path = address.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, '');
  return path === ':memory:' ? address : `sqlite:${resolve(path)}`;
}

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
