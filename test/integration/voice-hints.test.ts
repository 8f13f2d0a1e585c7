import { expect, it, onTestFinished } from 'vitest';
import { type Help, watchEndpoints } from '../../src/bots/discord/voice/endpoints.ts';
import type { RoomState } from '../../src/bots/discord/voice/room-state.ts';
import { usualVoiceTimings } from '../../src/bots/discord/voice/timings.ts';
import type { Session } from '../../src/domain.ts';
import { silentLog } from '../../src/log.ts';
import { until } from '../support/temporary.ts';

/** Alice is asked a question; the clock stands still unless it is set. */
function listening(aim: Session['aim']) {
  let nowMs = 0;
  const given: Help[] = [];
  const asked: string[] = [];
  const pieces: { id: string; text: string }[] = [];
  let speechMs: number | null = null;
  const session = { state: 'active', style: 'solo', aim, answered: [], turn: { id: 't', userId: 'alice' } };
  const endpoints = watchEndpoints({
    state: { session, heard: new Set(['alice']), listeningSinceMs: 0 } as unknown as RoomState,
    capture: {
      speech: () =>
        speechMs === null ? null : { lastMs: speechMs, totalMs: 900, isOpen: false, cadence: null },
      drop: () => {
        speechMs = null;
      },
      add: () => undefined,
      remove: () => undefined,
      finish: async () => undefined,
      counts: () => ({ expected: 0, received: 0 }),
      lastPacketMs: () => null,
      knownUntilMs: () => nowMs,
      resubscriptions: () => 0,
      close: async () => undefined,
    },
    answers: {
      heardSoFar: async () => ({ text: '', pieces: [...pieces], isPending: false }),
      dropPiece: async (_, id) =>
        void pieces.splice(
          pieces.findIndex((piece) => piece.id === id),
          1,
        ),
      clarify: async (_, asks) => {
        asked.push(asks);
        return { hint: 'Why salt?', manner: null };
      },
      take: async () => undefined,
      skip: async () => undefined,
      submit: async () => null,
      takeBack: async () => false,
      drop: async () => undefined,
    },
    status: { show: () => undefined, countDown: () => undefined, thinking: () => undefined },
    timings: { ...usualVoiceTimings, lookEveryMs: 1 },
    clock: () => nowMs,
    log: silentLog(),
    submitted: async () => undefined,
    silentForMs: () => Infinity,
    help: (wanted) => given.push(wanted),
  });
  onTestFinished(() => endpoints.stop());
  let said = 0;
  /** She says this, and has been silent for a second. Resolves when the bot has replied. */
  const says = async (text: string): Promise<Help | undefined> => {
    const before = given.length;
    pieces.push({ id: `piece-${++said}`, text });
    speechMs = nowMs;
    nowMs += 1_000;
    await until(() => given.length > before);
    return given.at(-1);
  };
  const wait = (ms: number) => {
    nowMs += ms;
  };
  return { given, asked, says, wait, endpoints };
}

it('gives a hint in voice to whoever asks for one, at most one a minute', async () => {
  const { says, asked, wait } = listening(null);
  expect(await says('Can you give me a hint?')).toMatchObject({ with: 'hint', hint: 'Why salt?' });
  expect(await says("I'm stuck.")).toEqual({ with: 'soon' });
  wait(60_000);
  expect(await says('Another hint, please.')).toMatchObject({ with: 'hint' });
  expect(asked).toEqual(['hint', 'hint']);
});

it('offers a hint once for each question to somebody who studies and stays silent', async () => {
  const { given, wait, endpoints } = listening('study');
  wait(30_000);
  await until(() => given.length === 1);
  wait(60_000);
  endpoints.restart();
  wait(30_000);
  await until(() => given.length > 1);
  expect(given).toEqual([{ with: 'offer' }, { with: 'offer' }]);
});

it('gives none in an exam, and counts nothing there', async () => {
  const { says, asked, wait } = listening('exam');
  wait(120_000);
  expect(await says('Give me a hint.')).toEqual({ with: 'exam' });
  expect(asked).toEqual([]);
});
