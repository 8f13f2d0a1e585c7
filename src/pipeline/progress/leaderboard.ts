import type { Config } from '../../config.ts';
import type { TenantId } from '../../domain.ts';
import { settingsOf } from '../../store/settings.ts';
import { type StandingSpan, topStandings, totalsOf } from '../../store/standings.ts';
import type { Db, Store } from '../../store/store.ts';
import { addDays, firstOfMonth, isTimeZone, localDay, mondayOf, startOfDay } from './local-time.ts';
import type { LeaderboardPeriod, Progress } from './progress-types.ts';

const usualLimit = 10;
const mostNamed = 50;

/** The current week or month at `now` in a time zone. */
export function spanAt(now: Date, timeZone: string, period: LeaderboardPeriod): StandingSpan {
  if (period === 'all') return { period, startsOn: '', startsAt: '', endsOn: '' };
  const today = localDay(now, timeZone);
  const startsOn = period === 'week' ? mondayOf(today) : firstOfMonth(today);
  const endsOn = period === 'week' ? addDays(startsOn, 7) : firstOfMonth(addDays(startsOn, 31));
  return { period, startsOn, startsAt: startOfDay(startsOn, timeZone), endsOn };
}

/** The time zone in which a tenant's days are counted. */
async function zoneOf(db: Db, tenant: TenantId, { TIME_ZONE }: Pick<Config, 'TIME_ZONE'>): Promise<string> {
  const zone = (await settingsOf(db, tenant)).get('timeZone');
  return zone !== undefined && isTimeZone(zone) ? zone : TIME_ZONE;
}

type Given = { store: Store; config: Pick<Config, 'TIME_ZONE'>; now: () => Date };

export function createLeaderboards({
  store,
  config,
  now,
}: Given): Pick<Progress, 'leaderboard' | 'practisedThisWeek'> {
  const spanOf = async (tenant: TenantId, period: LeaderboardPeriod): Promise<StandingSpan> =>
    spanAt(now(), await zoneOf(store.db, tenant, config), period);
  return {
    async leaderboard(tenant, { kind, period, limit = usualLimit }) {
      const span = await spanOf(tenant, period);
      const by = kind === 'improvement' ? 'gain' : 'answers';
      const standings = await topStandings(store.db, tenant, span, by, limit);
      return standings.map(({ userId, answers, gain }) => ({
        userId,
        answers,
        value: kind === 'improvement' ? (gain ?? 0) : answers,
      }));
    },
    async practisedThisWeek(tenant) {
      const span = await spanOf(tenant, 'week');
      const listed = await topStandings(store.db, tenant, span, 'answers', mostNamed);
      return { userIds: listed.map(({ userId }) => userId), ...(await totalsOf(store.db, tenant, span)) };
    },
  };
}
