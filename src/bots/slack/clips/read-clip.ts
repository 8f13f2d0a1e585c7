/** Turns a file that somebody sent in Slack into sound. */
import { z } from 'zod';
import { CoachError } from '../../../errors.ts';
import { decodeAudio } from '../../audio/decode-audio.ts';
import { call } from '../call.ts';
import type { Desk } from '../desk.ts';
import type { Workspace } from '../workspaces.ts';
import { download, tooLarge } from './download.ts';

/** A file as a message shows it; everything but the id may be missing, and what it says of its kind may be wrong. */
export const sentFile = z.object({
  id: z.string(),
  mimetype: z.string().optional(),
  subtype: z.string().optional(),
  size: z.number().optional(),
  duration_ms: z.number().optional(),
  file_access: z.string().optional(),
  url_private: z.string().optional(),
  url_private_download: z.string().optional(),
});
export type SentFile = z.infer<typeof sentFile>;

/** Files that cannot be sound, whatever is in them; all others are judged by their content. */
const isNoSound = ({ mimetype = '', subtype }: SentFile) =>
  subtype !== 'slack_audio' && /^(image|text)\//.test(mimetype);

/** The sound of a file as 16 kHz mono. Throws CoachErrors for the person who sent it; limits are checked before anything is fetched. */
export async function readClip(
  { context, fileHosts, signal }: Desk,
  workspace: Workspace,
  file: SentFile,
): Promise<{ pcm: Float32Array; durationMs: number }> {
  const { ANSWER_MAX_BYTES: maxBytes, ANSWER_MAX_SECONDS: maxSeconds } = context.config;
  const known = file.url_private === undefined ? await lookUp(workspace, file.id) : file;
  if (isNoSound(known))
    throw new CoachError('bad_audio', 'This is no recording; type your answer or send an audio clip.');
  if ((known.size ?? 0) > maxBytes) throw tooLarge(maxBytes);
  if ((known.duration_ms ?? 0) > maxSeconds * 1000)
    throw new CoachError(
      'bad_audio',
      `This recording is too long; send one of at most ${maxSeconds} seconds.`,
    );
  const url = known.url_private_download ?? known.url_private;
  if (url === undefined) throw new CoachError('not_found', 'That file is no longer there; send it again.');
  const bytes = await download({ url, token: workspace.botToken, hosts: fileHosts, maxBytes, signal });
  return await decodeAudio(bytes, { maxSeconds, maxBytes, signal });
}

async function lookUp({ client }: Workspace, id: string): Promise<SentFile> {
  const { file } = await call(() => client.files.info({ file: id }));
  return sentFile.parse(file);
}
