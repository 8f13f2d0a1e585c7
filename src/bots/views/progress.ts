/** Progress, history, leaderboards and preferences. */
import type { HistoryEntry } from '../../domain.ts';
import { dimensions } from '../../domain.ts';
import { localDay } from '../../pipeline/progress/local-time.ts';
import type {
  LeaderboardEntry,
  LeaderboardKind,
  LeaderboardPeriod,
  PersonPreferences,
  Progress,
  ProgressOverview,
  Trend,
} from '../../pipeline/progress/progress-types.ts';
import { wordFix } from '../../wording/feedback.ts';
import { personMark } from '../../wording/marks.ts';
import type { Wording } from '../../wording/wording.ts';
import { type Block, type Point, type View, viewText } from '../view.ts';

/** `person`: whose progress it is, if not the reader's. */
export function viewProgress(wording: Wording, overview: ProgressOverview, person?: string): View {
  const { say } = wording;
  const { streak, answers, weakSpots, recurringFix, badges, attendance } = overview;
  const title = person === undefined ? say('progress.title') : say('progress.title-of', { person });
  if (answers === 0) return viewText(title, say('progress.nothing'));
  const text = (one: string): Block => ({ type: 'text', text: one });
  return {
    title,
    meta: [
      say('progress.answers', { count: answers }),
      say('progress.streak', { days: streak.days, longest: streak.longest }),
      say('progress.week', { days: streak.thisWeek, goal: streak.weeklyGoal }),
    ],
    blocks: [
      text(say('progress.overall', { trend: sayTrend(wording, overview.overall) })),
      {
        type: 'bars',
        rows: dimensions.flatMap((name) => {
          const trend = overview.dimensions[name];
          return trend.last === null
            ? []
            : [{ label: say(`dimension.${name}`), score: trend.last, note: sayDirection(wording, trend) }];
        }),
      },
      ...points(
        say('progress.domains'),
        overview.domains.map(({ domain, answers: count, trend }) => ({
          mark: 'info',
          text: say('progress.domain', { domain, count, trend: sayTrend(wording, trend) }),
        })),
      ),
      ...points(
        say('progress.practise-next'),
        weakSpots.slice(0, 5).map(({ statement, domain, misses: count, dueAt }) => {
          const day = localDay(dueAt, overview.timeZone);
          return { mark: 'missed', text: say('progress.weak-spot', { statement, domain, count, day }) };
        }),
      ),
      ...(recurringFix === null
        ? []
        : [
            {
              type: 'remark',
              kind: 'fix',
              label: say('progress.recurring', { count: recurringFix.times }),
              text: wordFix(wording, recurringFix.fix),
            } as const,
          ]),
      ...points(
        say('progress.badges'),
        badges
          .filter(({ count }) => count > 0)
          .map(({ label: badge, count }) => ({
            mark: 'covered',
            text: say('progress.badge', { badge, count }),
          })),
      ),
      ...(attendance.held > 0 ? [text(say('progress.attendance', attendance))] : []),
      ...(streak.freezesLeft > 0 ? [text(say('progress.freezes', { count: streak.freezesLeft }))] : []),
    ],
  };
}

export function viewHistory(wording: Wording, entries: readonly HistoryEntry[], timeZone: string): View {
  const { say, day } = wording;
  if (entries.length === 0) return viewText(say('history.title'), say('history.nothing'));
  return {
    title: say('history.title'),
    meta: [],
    blocks: entries.map(({ at, domain, level, question, text, state, evaluation }): Block => {
      const score =
        evaluation === null
          ? say('history.state', { state })
          : evaluation.overall === null
            ? say('history.no-score')
            : say('history.score', { score: Math.round(evaluation.overall) });
      return {
        type: 'points',
        title: say('history.entry', {
          day: day(at, timeZone),
          domain,
          level: say(`term.level.${level}`),
          score,
        }),
        points: [
          { mark: 'info', text: question, ...(text === '' ? {} : { quote: shorten(text, 200) }) },
          ...(evaluation ? [{ mark: 'info' as const, text: wordFix(wording, evaluation.feedback.fix) }] : []),
        ],
      };
    }),
  };
}

type ThisWeek = Awaited<ReturnType<Progress['practisedThisWeek']>>;

/** `join`: how somebody chooses to appear, as it is typed here. */
export function viewLeaderboard(
  wording: Wording,
  entries: readonly LeaderboardEntry[],
  { kind, period }: { kind: LeaderboardKind; period: LeaderboardPeriod },
  week: ThisWeek,
  join: string,
): View {
  const { say } = wording;
  return {
    title: say('leaderboard.title', { kind, period }),
    meta: [say('leaderboard.who')],
    blocks: [
      ...(entries.length === 0
        ? [{ type: 'text', text: say('leaderboard.nobody', { join }) } as const]
        : points(
            say('leaderboard.list'),
            entries.map(({ userId, value, answers }, index) => {
              const who = { rank: index + 1, person: personMark(userId), answers };
              const text =
                kind === 'improvement'
                  ? say('leaderboard.improvement', { ...who, points: signed(value) })
                  : say('leaderboard.participation', who);
              return { mark: 'info', text };
            }),
          )),
      { type: 'text', text: sayWeek(wording, week) },
    ],
  };
}

const mostNamed = 15;

/** How many people practised this week, and which of them chose to be named. */
function sayWeek({ say, list }: Wording, { userIds, people, answers }: ThisWeek): string {
  if (people === 0) return say('leaderboard.week-nobody');
  const named = userIds.slice(0, mostNamed).map(personMark);
  if (named.length === 0) return say('leaderboard.week', { people, answers });
  const rest = people - named.length;
  const names = list(rest === 0 ? named : [...named, say('leaderboard.more', { count: rest })]);
  return say('leaderboard.week-named', { people, answers, names });
}

export function viewPreferences({ say }: Wording, preferences: PersonPreferences): View {
  const value = (is: boolean) => ({ value: say(is ? 'preferences.yes' : 'preferences.no') });
  const lines = [
    say('preferences.zone', { zone: preferences.timeZone }),
    say('preferences.goal', { days: preferences.weeklyGoal }),
    say('preferences.leaderboard', value(preferences.onLeaderboard)),
    say('preferences.share', value(preferences.sharesProgress)),
    say('preferences.audio', value(preferences.keepsAudio)),
    preferences.voice === null
      ? say('preferences.voice-default')
      : say('preferences.voice', { voice: preferences.voice }),
    say('preferences.speech-rate', { percent: preferences.speechRate ?? 100 }),
  ];
  return {
    title: say('preferences.title'),
    meta: [],
    blocks: points(
      say('preferences.how'),
      lines.map((text) => ({ mark: 'info', text })),
    ),
  };
}

/** A trend in words that claim no more than the data support. */
export function sayTrend(wording: Wording, trend: Trend): string {
  const { say } = wording;
  if (trend.last === null) return say('trend.none');
  const facts = {
    last: Math.round(trend.last),
    best: Math.round(trend.best ?? trend.last),
    direction: sayDirection(wording, trend),
  };
  return trend.changeAgainstLastThree === null
    ? say('trend.last', facts)
    : say('trend.last-change', { ...facts, change: signed(trend.changeAgainstLastThree) });
}

function sayDirection({ say }: Wording, { direction, perWeek, interval, points: all }: Trend): string {
  if (direction === 'too-few')
    return perWeek === null && all.length >= fewest
      ? say('trend.too-close')
      : say('trend.too-few', { count: all.length });
  if (direction === 'unclear') return say('trend.unclear');
  const amount = { points: `${Math.abs(Math.round(perWeek ?? 0))}` };
  return interval === null
    ? say(`trend.${direction}`, amount)
    : say(`trend.${direction}-range`, { ...amount, low: signed(interval.low), high: signed(interval.high) });
}

const points = (title: string, list: readonly Point[]): Block[] =>
  list.length === 0 ? [] : [{ type: 'points', title, points: [...list] }];

/** This many answers make a trend, if they are not too close together in time. */
const fewest = 4;

const signed = (value: number) => `${value >= 0 ? '+' : '−'}${Math.abs(Math.round(value))}`;
const shorten = (text: string, limit: number) =>
  text.length <= limit ? text : `${text.slice(0, limit - 1).trimEnd()}…`;
