import type { Config } from '../../config.ts';
import type { Actor, HistoryEntry } from '../../domain.ts';
import { isCoachError } from '../../errors.ts';
import { consentsOf } from '../../store/consents.ts';
import { accountsOf, countHeld, listSounds, readHeld, soundOf } from '../../store/export-person.ts';
import { findPerson } from '../../store/people.ts';
import { answersRatedBy } from '../../store/ratings.ts';
import { runningSessionsOf } from '../../store/sessions.ts';
import type { Store } from '../../store/store.ts';
import type { Interview } from '../interview/interview-types.ts';
import { withdrawEverywhere } from '../pairing/membership.ts';
import type { Progress, ProgressOverview } from '../progress/progress-types.ts';
import { eraseTraces, retentionOf } from './erase-traces.ts';
import { type ExportFile, packExport, type WordEvaluation, type WritePages } from './pack-export.ts';
import type { Held, Privacy } from './privacy-types.ts';

export type PrivacyParts = {
  store: Store;
  config: Pick<Config, 'RETENTION' | 'TIME_ZONE'>;
  progress: Pick<Progress, 'history' | 'overview'>;
  /** Removes a person from what is running now, before they are forgotten, and their scores from what others see. */
  interview: Pick<Interview, 'leave' | 'redrawCards'>;
  /** Draws the pictures for an export; without it there are none. */
  drawCharts?: (overview: ProgressOverview, now: Date) => Promise<ExportFile[]>;
  /** Puts an evaluation into words for an export. */
  wordEvaluation: WordEvaluation;
  /** Writes the pages of an export. */
  writePages: WritePages;
  now: () => Date;
};

/** What people may see, export and erase, for all their linked accounts at once. */
export function createPrivacy(parts: PrivacyParts, options: { atOnceBytes?: number } = {}): Privacy {
  const { store, progress, drawCharts, wordEvaluation, writePages, now } = parts;
  const { db } = store;
  return {
    async show(actor) {
      const personId = await findPerson(db, actor);
      const retention = await retentionOf(parts, actor.tenant);
      if (personId === null) return { ...nothing, retention };
      const accounts = await accountsOf(db, personId);
      return {
        ...(await countHeld(db, personId)),
        consents: await consentsOf(db, actor.tenant, personId),
        linkedAccounts: accounts.map(({ tenant }) => tenant).filter((tenant) => tenant !== actor.tenant),
        retention,
      };
    },

    async export(actor) {
      const at = now();
      const name = `greenroom-${at.toISOString().slice(0, 10)}.zip`;
      const personId = await findPerson(db, actor);
      const overview = await progress.overview(actor);
      const charts = drawCharts && overview.overall.points.length > 0 ? await drawCharts(overview, at) : [];
      const history = await wholeHistory(actor);
      const tables = personId === null ? {} : await readHeld(db, personId);
      const sounds = chooseSounds(personId === null ? [] : await listSounds(db, personId));
      return {
        name,
        zip: await packExport({
          tables,
          history,
          sounds: {
            utteranceIds: sounds.ids,
            leftOut: sounds.leftOut,
            read: (utteranceId) => soundOf(db, utteranceId),
          },
          charts,
          wordEvaluation,
          writePages,
          at,
        }),
      };
    },

    async forget(actor) {
      const personId = await findPerson(db, actor);
      if (personId === null) return { answers: 0, posts: [], remains: { remains: 'nothing-held' } };
      await leaveAll(personId);
      const rated = await answersRatedBy(db, personId);
      const { answers, posts } = await store.maintenance.forget(personId);
      await parts.interview.redrawCards(rated);
      return { answers, posts, remains: await eraseTraces(parts, personId, options) };
    },
  };

  /** Others who are practising with them now go on, and those who are matched with them are told. */
  async function leaveAll(personId: string): Promise<void> {
    await withdrawEverywhere(parts, personId);
    const running = await runningSessionsOf(db, personId);
    for (const { id, tenant, userId } of running)
      await parts.interview.leave({ tenant, userId }, id).catch((error: unknown) => {
        // It has ended, or the person has left, in the meantime.
        if (!isCoachError(error, 'not_found') && !isCoachError(error, 'not_allowed')) throw error;
      });
  }

  async function wholeHistory(actor: Actor): Promise<HistoryEntry[]> {
    const all: HistoryEntry[] = [];
    for (;;) {
      const before = all.at(-1);
      const page = await progress.history(actor, {
        limit: pageLength,
        ...(before === undefined ? {} : { before }),
      });
      all.push(...page);
      if (page.length < pageLength) return all;
    }
  }
}

/** About an hour and three quarters of speech. */
const mostSoundBytes = 200 * 1024 * 1024;

/** The newest recordings that fit into one file. */
function chooseSounds(sounds: { utteranceId: string; bytes: number }[]) {
  let sum = 0;
  const fitting = sounds.filter(({ bytes }) => {
    sum += bytes;
    return sum <= mostSoundBytes;
  });
  return { ids: fitting.map(({ utteranceId }) => utteranceId), leftOut: sounds.length - fitting.length };
}

const pageLength = 100;

const nothing: Omit<Held, 'retention'> = {
  answers: 0,
  transcripts: 0,
  evaluations: 0,
  recordings: 0,
  consents: [],
  linkedAccounts: [],
  oldest: null,
};
