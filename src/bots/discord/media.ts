/** Sound that people attach: fetched from Discord's own hosts only, with size and length checked before anything is loaded. */
import type { Attachment, Message } from 'discord.js';
import type { Config } from '../../config.ts';
import { CoachError } from '../../errors.ts';
import { type DecodedAudio, decodeAudio } from '../audio/decode-audio.ts';

type MediaConfig = Pick<
  Config,
  'DISCORD_MEDIA_HOSTS' | 'DISCORD_API_URL' | 'ANSWER_MAX_BYTES' | 'ANSWER_MAX_SECONDS'
>;
export type SoundFile = Pick<Attachment, 'url' | 'size' | 'duration'>;

const fetchMs = 30_000;

/** The first voice message or sound file of a message. */
export function soundIn(message: Pick<Message, 'attachments'>): SoundFile | null {
  const found = message.attachments.find(
    ({ contentType, name, duration, waveform }) =>
      (duration !== null && waveform !== null) ||
      /^audio\/|^video\/(mp4|webm|ogg)/.test(contentType ?? '') ||
      /\.(ogg|opus|oga|mp3|m4a|wav|flac|webm|aac|mp4)$/i.test(name),
  );
  return found ?? null;
}

/** Throws `bad_audio` or `network` with one sentence for whoever sent it. */
export async function loadSound(
  file: SoundFile,
  config: MediaConfig,
  signal: AbortSignal,
): Promise<DecodedAudio> {
  const limits = { maxSeconds: config.ANSWER_MAX_SECONDS, maxBytes: config.ANSWER_MAX_BYTES, signal };
  if (file.size > limits.maxBytes)
    throw new CoachError(
      'bad_audio',
      `This file has ${Math.ceil(file.size / 2 ** 20)} MB; send one of at most ${Math.floor(limits.maxBytes / 2 ** 20)} MB.`,
    );
  if ((file.duration ?? 0) > limits.maxSeconds)
    throw new CoachError(
      'bad_audio',
      `This recording is ${Math.round(file.duration ?? 0)} seconds long; send one of at most ${limits.maxSeconds} seconds.`,
    );
  const url = allowedUrl(file.url, config);
  return await decodeAudio(await download(url, limits), limits);
}

function allowedUrl(text: string, { DISCORD_MEDIA_HOSTS, DISCORD_API_URL }: MediaConfig): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  const own = DISCORD_API_URL === undefined ? [] : [new URL(DISCORD_API_URL).host];
  const hosts = [...DISCORD_MEDIA_HOSTS, ...own];
  const known = url !== null && (hosts.includes(url.host) || hosts.includes(url.hostname));
  const safe = url?.protocol === 'https:' || (url?.protocol === 'http:' && own.length > 0);
  if (!url || !known || !safe)
    throw new CoachError(
      'bad_audio',
      'I load files from Discord itself only; attach the recording to a message here.',
    );
  return url;
}

async function download(
  url: URL,
  { maxBytes, signal }: { maxBytes: number; signal: AbortSignal },
): Promise<Uint8Array> {
  try {
    const answer = await fetch(url, {
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(fetchMs)]),
    });
    if (!answer.ok || !answer.body) throw new Error(`Status ${answer.status}`);
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of answer.body) {
      bytes += chunk.length;
      if (bytes > maxBytes)
        throw new CoachError(
          'bad_audio',
          `This file is larger than it said; send one of at most ${Math.floor(maxBytes / 2 ** 20)} MB.`,
        );
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof CoachError) throw error;
    throw new CoachError('network', 'I could not load this recording from Discord; send it again.', {
      cause: error,
    });
  }
}
