import type { Config } from '../../config.ts';
import type { Actor } from '../../domain.ts';
import { CoachError } from '../../errors.ts';
import { ensurePerson, findPerson } from '../../store/people.ts';
import { ownSettings, saveOwnSettings, saveSuggestedTimeZone } from '../../store/preferences.ts';
import { saveSetting, settingsOf } from '../../store/settings.ts';
import type { Db, Store, Trx } from '../../store/store.ts';
import { isTimeZone } from './local-time.ts';
import type { PersonPreferences, Progress } from './progress-types.ts';

const usualGoal = 3;

/** Choices for one tenant only: who sees what there, and whether recordings made there are kept. */
const choices = ['onLeaderboard', 'sharesProgress', 'keepsAudio'] as const;

/** What a person chose here, or its default. Nothing is shown or kept unless they said so. */
export async function preferencesOf(
  db: Db | Trx,
  actor: Actor,
  personId: string | null,
  { TIME_ZONE }: Pick<Config, 'TIME_ZONE'>,
): Promise<PersonPreferences> {
  const own = personId === null ? null : await ownSettings(db, personId);
  const here = personId === null ? null : await settingsOf(db, actor.tenant, personId);
  return {
    timeZone: own?.timeZone ?? TIME_ZONE,
    weeklyGoal: own?.weeklyGoal ?? usualGoal,
    onLeaderboard: here?.get('onLeaderboard') === '1',
    sharesProgress: here?.get('sharesProgress') === '1',
    keepsAudio: here?.get('keepsAudio') === '1',
    voice: here?.get('voice') ?? null,
    speechRate: Number(here?.get('speechRate')) || null,
  };
}

export function createPreferences({
  store,
  config,
  now,
}: {
  store: Store;
  config: Pick<Config, 'TIME_ZONE'>;
  now: () => Date;
}): Pick<Progress, 'preferences' | 'prefer' | 'suggestTimeZone'> {
  return {
    preferences: async (actor) =>
      await preferencesOf(store.db, actor, await findPerson(store.db, actor), config),
    async suggestTimeZone(actor, timeZone) {
      if (!isTimeZone(timeZone)) return;
      await store.transaction(async (trx) => {
        const personId = await findPerson(trx, actor);
        if (personId !== null) await saveSuggestedTimeZone(trx, personId, timeZone);
      });
    },
    async prefer(actor, changes) {
      check(changes);
      return await store.transaction(async (trx) => {
        const personId = await ensurePerson(trx, actor, now());
        await saveOwnSettings(trx, personId, changes);
        const save = (name: string, value: string | null) =>
          saveSetting(trx, { tenant: actor.tenant, personId, name, value }, now().toISOString());
        for (const name of choices) {
          const choice = changes[name];
          if (choice !== undefined) await save(name, choice ? '1' : null);
        }
        if (changes.voice !== undefined) await save('voice', changes.voice);
        if (changes.speechRate !== undefined)
          await save('speechRate', changes.speechRate === null ? null : String(changes.speechRate));
        return await preferencesOf(trx, actor, personId, config);
      });
    },
  };
}

function check({ timeZone, weeklyGoal, voice }: Partial<PersonPreferences>): void {
  if (timeZone !== undefined && !isTimeZone(timeZone))
    throw new CoachError('bad_input', 'fault.time-zone', { given: timeZone.slice(0, 40) });
  if (weeklyGoal !== undefined && !(Number.isInteger(weeklyGoal) && weeklyGoal >= 1 && weeklyGoal <= 7))
    throw new CoachError('bad_input', 'fault.weekly-goal');
  if (voice && !/^[\w.-]{1,60}$/.test(voice))
    throw new CoachError('bad_input', 'fault.setting-does-not-fit', {
      option: 'voice',
      given: voice.slice(0, 40),
    });
}
