import { joinVoiceChannel } from '@discordjs/voice';
import { expect, onTestFinished, test } from 'vitest';
import { playBack } from '../../src/bots/discord/voice/play-back.ts';

test('speech is played back though its times are fractions of milliseconds', async () => {
  const connection = joinVoiceChannel({
    guildId: 'guild',
    channelId: 'channel',
    adapterCreator: () => ({ sendPayload: () => true, destroy: () => undefined }),
  });
  onTestFinished(() => connection.destroy());
  const stop = new AbortController();
  const segment = { pcm: new Float32Array(3_200), startMs: 0.1, endMs: 200.30000000000001, receivedShare: 1 };
  const played = playBack(connection, [segment], stop.signal);
  // Nobody is connected: it plays until it is stopped.
  stop.abort();
  await expect(played).rejects.toMatchObject({ name: 'AbortError' });
});
