import type { Config } from '../../config.ts';
import type { TenantId } from '../../domain.ts';
import type { Store } from '../../store/open-store.ts';
import { settingsOf } from '../../store/settings.ts';
import { type Span, topStandings, totalsOf } from '../../store/standings.ts';
import type { LeaderboardPeriod, Progress } from '../progress-types.ts';
import { firstOfMonth, isTimeZone, localDay, mondayOf, startOfDay } from './local-time.ts';

const usualLimit = 10;
const mostNamed = 50;

type Given = { store: Store; config: Pick<Config, 'TIME_ZONE'>; now: () => Date };

export function createLeaderboards({
  store,
  config,
  now,
}: Given): Pick<Progress, 'leaderboard' | 'practisedThisWeek'> {
  const spanOf = async (tenant: TenantId, period: LeaderboardPeriod): Promise<Span> => {
    if (period === 'all') return { period, startsOn: '', startsAt: '' };
    const zone = (await settingsOf(store.db, tenant)).get('timeZone') ?? '';
    const timeZone = zone !== '' && isTimeZone(zone) ? zone : config.TIME_ZONE;
    const today = localDay(now(), timeZone);
    const startsOn = period === 'week' ? mondayOf(today) : firstOfMonth(today);
    return { period, startsOn, startsAt: startOfDay(startsOn, timeZone) };
  };
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
