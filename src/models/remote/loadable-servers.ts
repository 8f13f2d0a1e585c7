/** The servers that the settings name, as models to load. */
import type { Config } from '../../config.ts';
import type { Log } from '../../log.ts';
import type { Adviser, Generator, Speaker, SpeechDetector, Transcriber } from '../ports.ts';
import type { LoadableModel } from '../slot-entry.ts';
import { openRemoteSpeaker } from '../speak/open-remote-speaker.ts';
import { createTranscriber } from '../transcribe/create-transcriber.ts';
import type { Recogniser } from '../transcribe/recogniser.ts';
import { openRemoteAdviser } from './open-remote-adviser.ts';
import { openRemoteGenerator } from './open-remote-generator.ts';
import { openRemoteRecogniser } from './open-remote-recogniser.ts';
import { hostOf, openServers } from './open-servers.ts';

const remoteMemoryMb = 1;
/** Pieces of one answer that a server hears side by side. */
const heardAtOnce = 2;

/** `TRANSCRIBER_URL` as one transcriber. */
export function loadableSpeechServers(
  urls: readonly string[],
  config: Config,
  speech: SpeechDetector,
  log: Log,
): LoadableModel<Transcriber> {
  const setting = 'TRANSCRIBER_URL';
  const { TRANSCRIBER_MODEL: model, TRANSCRIBER_KEY: key } = config;
  const name = `speech server ${hostsOf(urls)}`;
  const servers = openServers({
    ...{ urls, server: 'speech', setting, key, log },
    open: (url, options) => openRemoteRecogniser({ name, url, model, key, ...options }),
  });
  const recogniser: Recogniser = {
    name,
    atOnce: heardAtOnce * urls.length,
    recognise: (pcm, options) => servers.use((one) => one.recognise(pcm, options)),
    close: async () => servers.close(),
  };
  return {
    name,
    memoryMb: remoteMemoryMb,
    stays: true,
    whenItFails: { fault: 'fault.server-not-usable', values: { server: 'speech', setting } },
    servers: servers.states,
    load: async () => ({
      model: createTranscriber(recogniser, speech, { language: config.SPEECH_LANGUAGE }),
      device: 'cpu',
    }),
  };
}

/** `SPEAKER_URL` as one voice. */
export function loadableVoiceServers(
  urls: readonly string[],
  { SPEAKER_MODEL: model, SPEAKER_KEY: key }: Config,
  log: Log,
): LoadableModel<Speaker> {
  const setting = 'SPEAKER_URL';
  const name = `voice server ${hostsOf(urls)}`;
  const servers = openServers({
    ...{ urls, server: 'voice', setting, key, log },
    open: (url, options) => openRemoteSpeaker({ name, url, model, key, ...options }),
  });
  const speaker: Speaker = {
    ...{ name, voices: [] },
    say: (sentence, options) => servers.use((one) => one.say(sentence, options)),
    close: async () => servers.close(),
  };
  return {
    ...{ name, memoryMb: remoteMemoryMb, stays: true, servers: servers.states },
    whenItFails: { fault: 'fault.server-not-usable', values: { server: 'voice', setting } },
    load: async () => ({ model: speaker, device: 'cpu' }),
  };
}

/** `GENERATOR_URL` as one generator. */
export function loadableChatServers(
  urls: readonly string[],
  model: string,
  { GENERATOR_KEY: key }: Config,
  log: Log,
): LoadableModel<Generator> {
  const setting = 'GENERATOR_URL and GENERATOR_MODEL';
  const name = `${model} at ${hostsOf(urls)}`;
  const servers = openServers({
    ...{ urls, server: 'text', setting, key, log },
    open: (url, options) => openRemoteGenerator({ name, url, model, key, ...options }),
  });
  const generator: Generator = {
    name,
    instructed: true,
    generate: (prompt, options) => servers.use((one) => one.generate(prompt, options)),
    close: async () => servers.close(),
  };
  return {
    ...{ name, memoryMb: remoteMemoryMb, stays: true, servers: servers.states },
    whenItFails: { fault: 'fault.server-not-usable', values: { server: 'text', setting } },
    load: async () => ({ model: generator, device: 'cpu' }),
  };
}

/** Servers of the owner's; no model that Greenroom installs is ever asked for its opinion. */
export function loadableAdvisers(config: Config, log: Log): LoadableModel<Adviser>[] {
  const { ADVISER_URL: urls, ADVISER_MODEL: model, ADVISER_KEY: key } = config;
  if (urls === undefined || model === undefined) return [];
  const setting = 'ADVISER_URL and ADVISER_MODEL';
  const servers = openServers({
    ...{ urls, server: 'text', setting, key, log },
    open: (url, options) => openRemoteAdviser({ url, model, key, ...options }),
  });
  const adviser: Adviser = {
    name: model,
    advise: (request, options) => servers.use((one) => one.advise(request, options)),
    close: async () => servers.close(),
  };
  return [
    {
      name: `${model} at ${hostsOf(urls)}`,
      ...{ memoryMb: remoteMemoryMb, stays: true, servers: servers.states },
      whenItFails: { fault: 'fault.server-not-usable', values: { server: 'text', setting } },
      load: async () => ({ model: adviser, device: 'cpu' }),
    },
  ];
}

const hostsOf = (urls: readonly string[]): string => urls.map(hostOf).join(', ');
