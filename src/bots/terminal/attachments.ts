import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { CoachError, isCoachError } from '../../errors.ts';

const soundNames = new Set('.wav .flac .mp3 .ogg .oga .opus .m4a .mp4 .aac .webm .mkv .mov'.split(' '));

/** A path that exists; an answer that happens to be the name of another kind of file stays an answer. */
export function isSoundFile(line: string): boolean {
  return line.length < 4096 && soundNames.has(extname(line).toLowerCase()) && isFile(line);
}

/**
 * The bytes of a sound file. Throws `bad_audio` when it cannot be opened, is not a file, or is larger than
 * `maxBytes`.
 */
export async function readSoundFile(path: string, { maxBytes }: { maxBytes: number }): Promise<Uint8Array> {
  try {
    const { size } = statSync(path);
    // A pipe or a device may never end.
    if (!isFile(path)) throw new Error('This is no file');
    if (size > maxBytes)
      throw new CoachError('bad_audio', 'fault.file-too-large', {
        most: `${Math.floor(maxBytes / 2 ** 20)} MB`,
      });
    return await readFile(path);
  } catch (cause) {
    if (isCoachError(cause)) throw cause;
    throw new CoachError('bad_audio', 'fault.sound-file-unreadable', { path }, { cause });
  }
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
