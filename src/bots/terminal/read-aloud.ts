/** Speaks questions at a terminal, with whatever program of the machine plays sound. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Session } from '../../domain.ts';
import type { Log } from '../../log.ts';
import { toWav } from '../../pipeline/privacy/wav-file.ts';
import type { MannerOf } from '../../pipeline/questions/manner-of.ts';
import type { Narrator } from '../../pipeline/questions/narrator.ts';
import type { Wording } from '../../wording/wording.ts';
import { spokenQuestion } from '../views/spoken-question.ts';

export type ReadAloud = {
  /** Speaks a question; nothing waits for it. */
  ask(session: Heard, turn: Asked): void;
  /** Stops speaking. */
  hush(): void;
  close(): Promise<void>;
};

type Heard = Pick<Session, 'place' | 'ownerUserId' | 'language'>;
type Asked = Parameters<typeof spokenQuestion>[1];

/** Programs that play a file and end with it, the ones that come with a system first. */
const players: readonly (readonly [string, ...string[]])[] = [
  ['afplay'],
  ['pw-play'],
  ['paplay'],
  ['aplay', '-q'],
  ['ffplay', '-nodisp', '-autoexit', '-loglevel', 'quiet'],
];
const rateHz = 48_000;
/** How often to look whether the voice is there. */
const lookEveryMs = 200;

export function createReadAloud({
  narrator,
  mannerOf,
  wording,
  log,
  isLoading,
  silent,
}: {
  narrator: Narrator;
  mannerOf: MannerOf;
  wording: Wording;
  log: Log;
  /** The voice will be there in a moment. */
  isLoading(): boolean;
  /** Told once when nothing can be heard, with the reason. */
  silent(why: 'no-voice' | 'no-player'): void;
}): ReadAloud {
  const folder = mkdtemp(join(tmpdir(), 'greenroom-speak-'));
  folder.catch(() => undefined);
  let current: AbortController | null = null;
  /** This question and all before it. */
  let saying: Promise<void> = Promise.resolve();
  let files = 0;
  let isSilent = false;
  /** The first one that could play something. */
  let player: (typeof players)[number] | null = null;

  async function say(
    { place, ownerUserId, language }: Heard,
    turn: Asked,
    signal: AbortSignal,
  ): Promise<void> {
    while (isLoading()) await delay(lookEveryMs, undefined, { signal });
    if (!narrator.isAble()) return beSilent('no-voice');
    const manner = { ...(await mannerOf(place.tenant, ownerUserId)), language };
    const { text, isCommon } = spokenQuestion(wording, turn);
    for await (const sound of narrator.speak(text, { ...manner, isCommon, signal })) {
      signal.throwIfAborted();
      const path = join(await folder, `${files++}.wav`);
      const { buffer, byteOffset, byteLength } = sound;
      await writeFile(path, toWav(new Uint8Array(buffer, byteOffset, byteLength), rateHz), { mode: 0o600 });
      try {
        if (!(await play(path, signal))) return beSilent('no-player');
      } finally {
        await rm(path, { force: true });
      }
    }
  }
  async function play(path: string, signal: AbortSignal): Promise<boolean> {
    for (const one of player ? [player] : players) {
      if (!(await isPlayed(one, path, signal))) continue;
      player = one;
      return true;
    }
    return false;
  }
  function beSilent(why: 'no-voice' | 'no-player'): void {
    isSilent = true;
    silent(why);
  }
  function hush(): void {
    current?.abort();
    current = null;
  }

  return {
    ask(session, turn) {
      hush();
      if (isSilent) return;
      const stop = new AbortController();
      current = stop;
      const before = saying;
      saying = say(session, turn, stop.signal)
        .catch((error: unknown) => {
          if (!stop.signal.aborted) log.warn({ err: error }, 'Speaking a question failed');
        })
        .then(() => before);
    },
    hush,
    async close() {
      hush();
      await saying;
      await folder.then((path) => rm(path, { recursive: true, force: true })).catch(() => undefined);
    },
  };
}

/** False when the program is missing or fails, as where there is no sound device. */
function isPlayed(
  [program, ...options]: (typeof players)[number],
  path: string,
  signal: AbortSignal,
): Promise<boolean> {
  const { promise, resolve, reject } = Promise.withResolvers<boolean>();
  const child = spawn(program, [...options, path], { stdio: 'ignore', windowsHide: true, signal });
  child.on('error', () => (signal.aborted ? reject(signal.reason) : resolve(false)));
  child.on('close', (code) => (signal.aborted ? reject(signal.reason) : resolve(code === 0)));
  return promise;
}
