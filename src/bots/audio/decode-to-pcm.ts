import { Decoder, Demuxer } from 'node-av/api';
import {
  AV_CHANNEL_LAYOUT_MONO,
  AV_CHANNEL_LAYOUT_STEREO,
  AV_OPT_TYPE_DOUBLE,
  AV_SAMPLE_FMT_FLT,
} from 'node-av/constants';
import { type Frame, SoftwareResampleContext } from 'node-av/lib';
import type { DecodeReport } from './run-decoder.ts';

/**
 * Containers and codecs that people send. Nothing else is opened: FFmpeg also knows playlists that name other files and
 * addresses, and video decoders that a sound file has no use for.
 */
const containers = 'wav,flac,mp3,aac,ogg,mov,mp4,m4a,matroska,webm,aiff,caf,asf,mpegts';
const codecs = [
  ...['aac', 'alac', 'flac', 'mp3', 'mp3float', 'mp2', 'mp2float', 'opus', 'libopus', 'vorbis', 'libvorbis'],
  ...['pcm_u8', 'pcm_s16le', 'pcm_s16be', 'pcm_s24le', 'pcm_s24be', 'pcm_s32le', 'pcm_f32le', 'pcm_f64le'],
  ...[
    'pcm_f32be',
    'pcm_f64be',
    'pcm_s32be',
    'pcm_s8',
    'wmav1',
    'wmav2',
    'wmapro',
    'ac3',
    'eac3',
    'adpcm_ima_qt',
  ],
  ...['pcm_alaw', 'pcm_mulaw', 'adpcm_ms', 'adpcm_ima_wav', 'amrnb', 'amrwb', 'libopencore_amrnb'],
].join(',');

/** WAV, FLAC, Ogg, tagged MP3, Matroska (WebM), AIFF, CAF, WMA. */
const beginnings = [
  'RIFF',
  'RF64',
  'fLaC',
  'OggS',
  'ID3',
  '\u001aE\u00df\u00a3',
  'FORM',
  'caff',
  '0&\u00b2u',
];

const targetRate = 16_000;

/** How much of each track is checked to find the one with the voice. */
const probedSeconds = 60;
/** A track with no sample above −60 dB of full scale is silent. */
const silentPeak = 0.001;

/**
 * Decodes the first sound track of `file` that is not silent to 16 kHz mono and passes the samples on as they
 * are decoded. A file that unfolds to hours of silence is abandoned after `maxSeconds`.
 */
export async function decodeToPcm(
  file: Buffer,
  maxSeconds: number,
  onSamples: (samples: Float32Array) => Promise<void>,
): Promise<DecodeReport> {
  const demuxer = await open(file);
  if (!demuxer) return { fault: looksLikeSound(file) ? 'damaged' : 'unknown-format', declaredMs: null };
  const declaredMs = demuxer.duration > 0 ? Math.round(demuxer.duration * 1000) : null;
  const { formatName } = demuxer;
  if (!demuxer.audio()) return { fault: 'no-sound', declaredMs };
  // The header of a streamed WAV file has no true length, and a length guessed from a bit rate may be off:
  // only a clear excess is believed without decoding.
  if (declaredMs !== null && declaredMs > 1500 * maxSeconds && !formatName.includes('wav'))
    return { fault: 'too-long', declaredMs };
  const total = demuxer.audio(1)
    ? await decodeTrack(await open(file), await trackOfVoice(file), maxSeconds, onSamples)
    : await decodeTrack(demuxer, 0, maxSeconds, onSamples);
  if (total > maxSeconds * targetRate) return { fault: 'too-long', declaredMs };
  return total === 0 ? { fault: 'damaged', declaredMs } : { declaredMs };
}

async function open(file: Buffer): Promise<Demuxer | undefined> {
  const options = { format_whitelist: containers, codec_whitelist: codecs, protocol_whitelist: 'none' };
  return await Demuxer.open(file, { options }).catch(() => undefined);
}

/** Recorders of calls or games put each voice on its own track, and the first may be silent. */
async function trackOfVoice(file: Buffer): Promise<number> {
  for (let track = 0; ; track++) {
    const demuxer = await open(file);
    if (!demuxer?.audio(track)) return 0;
    let peak = 0;
    await decodeTrack(demuxer, track, probedSeconds, async (samples) => {
      for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
    });
    if (peak > silentPeak) return track;
  }
}

/** Returns the number of samples; it is more than `maxSeconds` of them if the file was abandoned. */
async function decodeTrack(
  demuxer: Demuxer | undefined,
  track: number,
  maxSeconds: number,
  onSamples: (samples: Float32Array) => Promise<void>,
): Promise<number> {
  const stream = demuxer?.audio(track);
  if (!demuxer || !stream) return 0;
  const resampler = createResampler();
  let total = 0;
  let decoder: Decoder | undefined;
  try {
    decoder = await Decoder.create(stream, { exitOnError: false });
    for await (const frame of decoder.frames(demuxer.packets(stream.index))) {
      if (!frame) continue;
      const samples = resampler.push(frame);
      frame.free();
      total += samples.length;
      if (total > maxSeconds * targetRate) return total;
      await onSamples(samples);
    }
    const rest = resampler.flush();
    total += rest.length;
    await onSamples(rest);
  } catch {
    // What was decoded before the fault is kept; if there is nothing, the file is damaged.
  } finally {
    decoder?.close();
  }
  return total;
}

/** Mixes down and resamples. It starts over when a stream changes its rate or channels on the way. */
function createResampler() {
  let context: SoftwareResampleContext | undefined;
  let shape = '';
  let channels = 1;
  const convert = (input: Buffer[] | null, count: number) => {
    if (!context) return new Float32Array(0);
    const room = Math.max(1, context.getOutSamples(count));
    const output = Buffer.from(new ArrayBuffer(room * 4 * channels));
    const made = Math.max(0, context.convertSync([output], room, input, count));
    const samples = new Float32Array(output.buffer, 0, made * channels);
    return channels === 2 ? mixed(samples) : samples;
  };
  return {
    push(frame: Frame): Float32Array {
      const current = `${frame.sampleRate} ${frame.format} ${frame.channels}`;
      if (current !== shape) {
        context?.free();
        channels = frame.channels === 2 ? 2 : 1;
        context = openContext(frame, channels);
        shape = current;
      }
      return convert(frame.extendedData ?? frame.data, frame.nbSamples);
    },
    flush: () => convert(null, 0),
  };
}

/** Below this share of the loudness of their difference, two channels cancel each other out: one of them was inverted. */
const cancelledShare = 0.05;

/** The mean of left and right, or the left alone where the two cancel each other out. */
function mixed(pairs: Float32Array): Float32Array {
  const mean = new Float32Array(pairs.length / 2);
  const left = new Float32Array(mean.length);
  let [sums, differences] = [0, 0];
  for (let at = 0; at < mean.length; at++) {
    const [one, other] = [pairs[2 * at] ?? 0, pairs[2 * at + 1] ?? 0];
    left[at] = one;
    mean[at] = (one + other) / 2;
    sums += (one + other) ** 2;
    differences += (one - other) ** 2;
  }
  return sums < cancelledShare * differences ? left : mean;
}

function openContext(frame: Frame, channels: number): SoftwareResampleContext {
  const context = new SoftwareResampleContext();
  const unordered = frame.channelLayout.order === 0;
  const layout =
    unordered && frame.channels <= 2
      ? frame.channels === 1
        ? AV_CHANNEL_LAYOUT_MONO
        : AV_CHANNEL_LAYOUT_STEREO
      : frame.channelLayout;
  const opened = context.allocSetOpts2(
    channels === 2 ? AV_CHANNEL_LAYOUT_STEREO : AV_CHANNEL_LAYOUT_MONO,
    AV_SAMPLE_FMT_FLT,
    targetRate,
    layout,
    frame.format as Parameters<typeof context.allocSetOpts2>[4],
    frame.sampleRate,
  );
  if (opened < 0) throw new Error('The resampler cannot be opened for this sound.');
  // Channels with the same sound must not add up past full scale.
  context.setOption('rematrix_maxval', 1, AV_OPT_TYPE_DOUBLE);
  if (context.init() < 0) throw new Error('The resampler cannot be opened for this sound.');
  return context;
}

/** Whether a file that cannot be opened begins like a supported format: then it is damaged, not unknown. */
function looksLikeSound(file: Buffer): boolean {
  const head = file.subarray(0, 12).toString('latin1');
  return beginnings.some((beginning) => head.startsWith(beginning)) || head.slice(4, 8) === 'ftyp';
}
