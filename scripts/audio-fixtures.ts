/**
 * Makes the sounds under test/fixtures/audio: `node scripts/audio-fixtures.ts`. Needs espeak-ng (1.51) and
 * ffmpeg (5.1 or later, with libopus, libvorbis, libmp3lame, libx264 and libvpx) in the PATH. The voices are
 * synthetic: nobody is recorded. Another version of either program produces slightly different bytes for the
 * same sounds.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../test/fixtures/audio');
const scratch = mkdtempSync(join(tmpdir(), 'greenroom-audio-'));
mkdirSync(folder, { recursive: true });

const short = speak('short', 'A hash map stores keys in buckets.');
const answer = speak(
  'answer',
  'Um, a hash map stores every key in a bucket. The hash of the key says which bucket that is.',
);
const second = speak(
  'second',
  'When two keys share a bucket, they collide, and the map looks at both of them.',
);

const picture = ['-f', 'lavfi', '-i', 'testsrc=size=64x48:rate=5'];
ffmpeg(['-i', short, '-ar', '8000', '-c:a', 'pcm_u8'], 'short-8000-8bit.wav');
ffmpeg(['-i', short, '-ar', '22050'], 'short.flac');
ffmpeg(['-i', short, '-ar', '44100', '-b:a', '48k'], 'short.mp3');
ffmpeg(['-i', short, '-ar', '44100', '-c:a', 'aac', '-b:a', '48k'], 'short.m4a');
ffmpeg(['-i', short, '-ar', '44100', '-c:a', 'aac', '-b:a', '48k'], 'short.aac');
ffmpeg(['-i', short, '-ac', '6', '-c:a', 'aac', '-b:a', '96k'], 'short-six-channels.m4a');
ffmpeg(['-i', short, '-c:a', 'libopus', '-b:a', '24k'], 'short-opus.ogg');
ffmpeg(['-i', short, '-ar', '44100', '-c:a', 'libvorbis'], 'short-vorbis.ogg');
ffmpeg(['-i', short, '-ar', '44100', '-c:a', 'wmav2'], 'short.wma');
ffmpeg(['-i', short, '-ar', '8000', '-t', '2.5'], 'short.aiff');
ffmpeg(['-i', short, '-ar', '8000', '-t', '2.5'], 'short.caf');
// As recorders of calls do it: nothing on the first track, the voice on the second.
ffmpeg(
  [
    ...['-f', 'lavfi', '-i', 'anullsrc=r=48000:cl=mono', '-i', short],
    ...['-map', '0', '-map', '1', '-shortest', '-c:a', 'libopus'],
  ],
  'short-second-track.mkv',
);
ffmpeg(['-i', short, '-c:a', 'libopus', '-b:a', '24k'], 'short.webm');
ffmpeg(
  [...picture, '-i', short, '-c:v', 'libx264', '-c:a', 'aac', '-b:a', '48k', '-shortest'],
  'short-video.mp4',
);
ffmpeg(
  [...picture, '-i', short, '-c:v', 'libvpx', '-c:a', 'libopus', '-b:a', '24k', '-shortest'],
  'short-video.webm',
);
ffmpeg([...picture, '-t', '1', '-c:v', 'libx264'], 'picture-only.mp4');
// Ten minutes of silence in a few bytes, as in a hostile file.
ffmpeg(['-f', 'lavfi', '-i', 'anullsrc=r=8000:cl=mono', '-t', '600'], 'long-silence.flac');
// 0.5 s of silence, speech, 2 s of silence, speech, 0.5 s of silence.
ffmpeg(
  [
    ...['-i', answer, '-i', second, '-filter_complex'],
    '[0]adelay=500,apad=pad_dur=2[a];[1]apad=pad_dur=0.5[b];[a][b]concat=n=2:v=0:a=1',
    ...['-ar', '16000', '-c:a', 'libopus', '-b:a', '24k'],
  ],
  'answer.ogg',
);
rmSync(scratch, { recursive: true });

function speak(name: string, text: string): string {
  const path = join(scratch, `${name}.wav`);
  execFileSync('espeak-ng', ['-v', 'en-us', '-s', '150', '-w', path, text]);
  return path;
}

function ffmpeg(options: string[], name: string): void {
  const plain = [
    '-fflags',
    '+bitexact',
    '-flags:v',
    '+bitexact',
    '-flags:a',
    '+bitexact',
    '-map_metadata',
    '-1',
  ];
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...options, ...plain, join(folder, name)]);
}
