/** Practice in pairs on a simulated clock: its worker, its letters, and what a person may ask to have erased. */
import type { Actor, TenantId } from '../../src/domain.ts';
import { silentLog } from '../../src/log.ts';
import { createPairing } from '../../src/pipeline/pairing/pairing.ts';
import type { Letter, LetterOutcome } from '../../src/pipeline/pairing/pairing-types.ts';
import { createPairingWorker } from '../../src/pipeline/pairing/pairing-worker.ts';
import { createPrivacy } from '../../src/pipeline/privacy/privacy.ts';
import { createProgress } from '../../src/pipeline/progress/progress.ts';
import { type EngineName, storeOn } from './engines.ts';
import { runningInterview, testConfig } from './interviews.ts';
import { simulatedTime } from './simulated-time.ts';
import { wordEvaluation, writePages } from './words.ts';

export const tenant: TenantId = 'discord:1';
export const place = { tenant, platform: 'discord', channelId: 'practice' } as const;
export const actor = (userId: string, at: TenantId = tenant): Actor => ({ tenant: at, userId });
export const chief = actor('chief');
export const always = { domain: 'cooking', level: 'mid', hours: 'daily 0-24' } as const;

/** At seven o’clock on a Monday, with nobody in it yet. */
export async function runningPairs(engine: EngineName) {
  const time = simulatedTime('2026-03-02T07:00:00.000Z');
  const store = await storeOn(engine, { now: time.now });
  const config = { ...testConfig, TIME_ZONE: 'UTC' };
  const given = { store, config, log: silentLog(), now: time.now };
  const { interview, parts } = runningInterview({ store, now: time.now });
  const progress = createProgress({ ...given, bank: parts.bank });
  const drawCharts = async () => [];
  const privacy = createPrivacy({ wordEvaluation, writePages, ...given, progress, interview, drawCharts });
  const pairing = createPairing(given);
  const shown: Letter[] = [];
  let show = async (_letter: Letter): Promise<LetterOutcome> => ({ state: 'shown' });
  let stop = new AbortController();
  let works: Promise<void>[] = [];
  const start = () => {
    stop = new AbortController();
    works = [
      createPairingWorker(given).run(stop.signal, ['discord']),
      pairing.showLetters('discord', stop.signal, async (letter) => {
        const outcome = await show(letter);
        if (outcome.state === 'shown') shown.push(letter);
        return outcome;
      }),
    ];
  };
  const end = async () => {
    stop.abort();
    await Promise.all(works);
  };
  start();
  return {
    ...{ store, time, pairing, progress, privacy, start, end },
    goTo: (moment: string) => time.goTo({ store }, moment),
    settle: () => time.settle({ store }),
    when(next: typeof show) {
      show = next;
    },
    told: () =>
      shown.splice(0).map((letter) => ('to' in letter ? `${letter.kind} ${letter.to.userId}` : letter.kind)),
    async restart() {
      await end();
      start();
    },
  };
}
