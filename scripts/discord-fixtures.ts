/**
 * Makes what the Discord tests hear and trust: short synthetic speech as Ogg/Opus in 20 ms packets, and a
 * certificate for 127.0.0.1 that is only for tests. Needs espeak-ng, ffmpeg and openssl; what it makes is
 * committed.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';

const audioFolder = 'test/fixtures/audio';
const certificateFolder = 'test/fixtures/discord';
const speech = {
  'discord-alice': [
    'en-us',
    'I would partition the data by customer, and keep the hot partitions in memory so that reads stay fast.',
  ],
  'discord-bob': [
    'en-gb',
    'I disagreed with my manager about the deadline, so I listed the risks and we agreed on a smaller release.',
  ],
  'discord-short': ['en-us', 'A hash map gives constant time lookups.'],
} as const;

mkdirSync(audioFolder, { recursive: true });
mkdirSync(certificateFolder, { recursive: true });
for (const [name, [voice, text]] of Object.entries(speech)) {
  const wav = execFileSync('espeak-ng', ['-v', voice, '-s', '165', '--stdout', text], { maxBuffer: 1e8 });
  const opus =
    '-ac 1 -c:a libopus -b:a 24k -frame_duration 20 -application voip -map_metadata -1 -fflags +bitexact';
  execFileSync('ffmpeg', ['-v', 'error', '-y', '-i', '-', ...opus.split(' '), `${audioFolder}/${name}.ogg`], {
    input: wav,
  });
}
const request = [
  ...'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 36500 -subj /CN=localhost'.split(
    ' ',
  ),
  ...['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'],
  ...['-keyout', `${certificateFolder}/key.pem`, '-out', `${certificateFolder}/certificate.pem`],
];
execFileSync('openssl', request, { stdio: 'ignore' });
