/** Files that people attach: fetched from Discord's own hosts only, with their size checked before anything is loaded. */
import type { Attachment, Message } from 'discord.js';
import type { Config } from '../../config.ts';
import { CoachError } from '../../errors.ts';
import { takeText } from '../../given-text.ts';
import { type DecodedAudio, decodeAudio } from '../audio/decode-audio.ts';
import type { SentFile } from '../happened.ts';

type FileConfig = Pick<
  Config,
  'DISCORD_MEDIA_HOSTS' | 'DISCORD_API_URL' | 'ANSWER_MAX_BYTES' | 'ANSWER_MAX_SECONDS'
>;

const fetchMs = 30_000;
/** A transcript of an hour of speech has a fifth of this. */
const textMaxBytes = 256 * 2 ** 10;
/** Of a job description or résumé. */
const documentMaxBytes = 5 * 2 ** 20;

type Loading = { config: FileConfig; signal: AbortSignal };

/** What people attach. Discord turns a paste that is too long into `message.txt`. */
export const filesIn = (attachments: Message['attachments'], loading: Loading, owner: string): SentFile[] =>
  attachments.map((file) => fileOf(file, loading, owner));

export const fileOf = (file: Attachment, loading: Loading, owner: string): SentFile => ({
  key: file.id,
  name: takeText(file.name),
  kind: isSound(file) ? 'sound' : isText(file) ? 'text' : isDocument(file) ? 'document' : 'other',
  sound: () => loadSound(file, loading, owner),
  text: () => loadText(file, loading),
  bytes: () => load(file, loading.config, { maxBytes: documentMaxBytes, signal: loading.signal }),
});

const isSound = ({ contentType, name, duration, waveform }: Attachment): boolean =>
  (duration !== null && waveform !== null) ||
  /^audio\/|^video\/(mp4|webm|ogg)/.test(contentType ?? '') ||
  /\.(ogg|opus|oga|mp3|m4a|wav|flac|webm|aac|mp4)$/i.test(name);

const isDocument = ({ contentType, name }: Attachment): boolean =>
  /^application\/(?:pdf|msword|rtf|vnd\.openxmlformats-officedocument\.wordprocessingml)/.test(
    contentType ?? '',
  ) || /\.(pdf|docx?|rtf)$/i.test(name);

const isText = ({ contentType, name }: Attachment): boolean =>
  /^text\//.test(contentType ?? '') || /\.(txt|text|md|markdown)$/i.test(name);

async function loadSound(
  file: Attachment,
  { config, signal }: Loading,
  owner: string,
): Promise<DecodedAudio> {
  const limits = { maxSeconds: config.ANSWER_MAX_SECONDS, maxBytes: config.ANSWER_MAX_BYTES, signal, owner };
  if ((file.duration ?? 0) > limits.maxSeconds)
    throw new CoachError('bad_audio', 'fault.recording-too-long', {
      seconds: Math.round(file.duration ?? 0),
      most: limits.maxSeconds,
    });
  return await decodeAudio(() => load(file, config, limits), limits);
}

async function loadText(file: Attachment, { config, signal }: Loading): Promise<string> {
  const bytes = await load(file, config, { maxBytes: textMaxBytes, signal });
  return new TextDecoder().decode(bytes).trim();
}

async function load(
  { url, size }: { url: string; size: number },
  config: FileConfig,
  limits: { maxBytes: number; signal: AbortSignal },
): Promise<Uint8Array> {
  if (size > limits.maxBytes) throw tooLarge(limits.maxBytes);
  return await download(allowedUrl(url, config), limits);
}

const tooLarge = (maxBytes: number) =>
  new CoachError('bad_audio', 'fault.file-too-large', {
    most:
      maxBytes < 2 ** 20 ? `${Math.floor(maxBytes / 2 ** 10)} KB` : `${Math.floor(maxBytes / 2 ** 20)} MB`,
  });

function allowedUrl(text: string, { DISCORD_MEDIA_HOSTS, DISCORD_API_URL }: FileConfig): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  const own = DISCORD_API_URL === undefined ? [] : [new URL(DISCORD_API_URL).host];
  const hosts = [...DISCORD_MEDIA_HOSTS, ...own];
  const known = url !== null && (hosts.includes(url.host) || hosts.includes(url.hostname));
  const safe = url?.protocol === 'https:' || (url?.protocol === 'http:' && own.length > 0);
  if (!url || !known || !safe) throw new CoachError('bad_audio', 'fault.discord-file-elsewhere');
  return url;
}

async function download(
  url: URL,
  { maxBytes, signal }: { maxBytes: number; signal: AbortSignal },
): Promise<Uint8Array> {
  try {
    const response = await fetch(url, {
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(fetchMs)]),
    });
    if (!response.ok || !response.body) throw new Error(`Status ${response.status}`);
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of response.body) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw tooLarge(maxBytes);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof CoachError) throw error;
    throw new CoachError('network', 'fault.discord-file-unreachable', {}, { cause: error });
  }
}
