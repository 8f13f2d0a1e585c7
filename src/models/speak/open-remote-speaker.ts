import type { Speaker } from '../ports.ts';
import { createRemoteServer } from '../remote/remote-server.ts';
import { soundOfWav } from './sound.ts';

const timeoutMs = 20_000;

/** Speaks with any server that has OpenAI's `/v1/audio/speech`: Kokoro-FastAPI, speaches, LocalAI. */
export function openRemoteSpeaker(options: {
  name: string;
  /** Base address: `http://127.0.0.1:8880/v1`. */
  url: string;
  model: string;
  key?: string | undefined;
  isOneOfSeveral?: boolean | undefined;
}): Speaker {
  const server = createRemoteServer({
    server: 'voice',
    setting: 'SPEAKER_URL',
    timeoutMs,
    retries: 1,
    key: options.key,
    isOneOfSeveral: options.isOneOfSeveral ?? false,
  });
  const address = `${options.url.replace(/\/+$/, '')}/audio/speech`;
  return {
    name: options.name,
    voices: [],
    async say(sentence, { voice = null, rate = 1, signal } = {}) {
      const body = JSON.stringify({
        ...{ model: options.model, input: sentence, voice: voice ?? 'alloy', speed: rate },
        response_format: 'wav',
      });
      const sent = { body, type: 'application/json', signal };
      return await server.ask(address, sent, async (reply) =>
        soundOfWav(new Uint8Array(await reply.arrayBuffer())),
      );
    },
    close: async () => undefined,
  };
}
