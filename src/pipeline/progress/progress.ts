import type { Config } from '../../config.ts';
import { findPerson } from '../../store/people.ts';
import { pastAnswers } from '../../store/progress.ts';
import type { Store } from '../../store/store.ts';
import type { Bank } from '../questions/bank.ts';
import { createLeaderboards } from './leaderboard.ts';
import { createLinks } from './link.ts';
import { emptyOverview, overviewOf } from './overview.ts';
import { createPreferences, preferencesOf } from './preferences.ts';
import type { Progress } from './progress-types.ts';

const usualHistory = 10;
const longestHistory = 100;

/** How people and groups are getting on, computed from their answers. */
export function createProgress(given: {
  store: Store;
  bank: Pick<Bank, 'byId'>;
  config: Pick<Config, 'TIME_ZONE'>;
  now: () => Date;
}): Progress {
  const { store, bank, config, now } = given;
  const { db } = store;
  return {
    async overview(actor, { within } = {}) {
      const personId = await findPerson(db, actor);
      const preferences = await preferencesOf(db, actor, personId, config);
      if (personId === null) return emptyOverview(preferences);
      const whose = within === undefined ? { personId } : { personId, tenant: within };
      return await overviewOf({ db, bank, now: now() }, whose, actor.tenant, preferences);
    },
    async history(actor, { limit = usualHistory, before } = {}) {
      const personId = await findPerson(db, actor);
      if (personId === null) return [];
      const page = { limit: Math.min(limit, longestHistory), ...(before === undefined ? {} : { before }) };
      const answers = await pastAnswers(db, { personId }, page);
      return answers.map(({ question, ...answer }) => ({
        ...answer,
        question: question.text,
        questionId: question.id,
        domain: question.domain,
        level: question.level,
        kind: question.kind,
      }));
    },
    ...createLeaderboards(given),
    ...createPreferences(given),
    links: createLinks(given),
  };
}
