/** Progress, history, leaderboards and preferences as every bot shows them. */
import type { HistoryEntry } from '../domain.ts';
import { dimensions, type Platform } from '../domain.ts';
import { localDay } from '../pipeline/progress/local-time.ts';
import type {
  LeaderboardEntry,
  LeaderboardKind,
  LeaderboardPeriod,
  PersonPreferences,
  Progress,
  ProgressOverview,
  Trend,
} from '../pipeline/progress/progress-types.ts';
import { wordFix } from '../wording/feedback.ts';
import { englishWording } from '../wording/wording.ts';
import { sayYesTo } from './command-hint.ts';
import { type Block, dimensionLabels, type View } from './view.ts';

export function viewProgress(overview: ProgressOverview, whose = 'Your progress'): View {
  const { streak, answers, weakSpots, recurringFix, badges } = overview;
  if (answers === 0) {
    return {
      title: whose,
      meta: [],
      blocks: [
        { type: 'text', text: 'Nothing has been answered yet. A first interview takes five minutes.' },
      ],
      actions: [],
    };
  }
  return {
    title: whose,
    meta: [
      `${answers} ${answers === 1 ? 'answer' : 'answers'}`,
      `streak ${days(streak.days)} (longest ${days(streak.longest)})`,
      `this week ${streak.thisWeek} of ${days(streak.weeklyGoal)}`,
    ],
    blocks: [
      { type: 'text', text: `Overall: ${sayTrend(overview.overall)}` },
      {
        type: 'bars',
        rows: dimensions.flatMap((name) => {
          const trend = overview.dimensions[name];
          return trend.last === null
            ? []
            : [{ label: dimensionLabels[name], score: trend.last, note: sayDirection(trend) }];
        }),
      },
      ...points(
        'By domain',
        overview.domains.map(({ domain, answers: count, trend }) => ({
          mark: 'info' as const,
          text: `${domain}: ${count} ${count === 1 ? 'answer' : 'answers'}, ${sayTrend(trend)}`,
        })),
      ),
      ...points(
        'Practise next',
        weakSpots.slice(0, 5).map((spot) => ({
          mark: 'missed' as const,
          text: `${spot.statement} (${spot.domain}, missed ${spot.misses}×, due ${localDay(spot.dueAt, overview.timeZone)})`,
        })),
      ),
      ...(recurringFix === null
        ? []
        : [
            {
              type: 'remark',
              kind: 'fix',
              label: `Came up ${recurringFix.times} times`,
              text: wordFix(englishWording, recurringFix.fix),
            } as const,
          ]),
      ...points(
        'Badges',
        badges
          .filter(({ count }) => count > 0)
          .map(({ label, count }) => ({ mark: 'covered' as const, text: `${label} × ${count}` })),
      ),
      ...(overview.attendance.held > 0
        ? [
            {
              type: 'text',
              text: `Planned practices here: you took part in ${overview.attendance.attended} of the last ${overview.attendance.held}.`,
            } as const,
          ]
        : []),
      ...(streak.freezesLeft > 0
        ? [
            {
              type: 'text',
              text: `${streak.freezesLeft} ${streak.freezesLeft === 1 ? 'freeze' : 'freezes'} left: a missed day will not end the streak.`,
            } as const,
          ]
        : []),
    ],
    actions: [],
  };
}

export function viewHistory(entries: readonly HistoryEntry[]): View {
  return {
    title: 'Your last answers',
    meta: [],
    blocks:
      entries.length === 0
        ? [{ type: 'text', text: 'Nothing has been answered yet.' }]
        : entries.flatMap((entry): Block[] => [
            {
              type: 'points',
              title: `${day(entry.at)} · ${entry.domain} · ${entry.level} · ${sayScore(entry)}`,
              points: [
                {
                  mark: 'info',
                  text: entry.question,
                  ...(entry.text === '' ? {} : { quote: shorten(entry.text, 200) }),
                },
                ...(entry.evaluation
                  ? [{ mark: 'info' as const, text: wordFix(englishWording, entry.evaluation.feedback.fix) }]
                  : []),
              ],
            },
          ]),
    actions: entries
      .filter(({ state }) => state === 'evaluated')
      .slice(0, 1)
      .map(({ answerId }) => ({ name: 'retry' as const, label: 'Re-answer the latest', about: answerId })),
  };
}

type ThisWeek = Awaited<ReturnType<Progress['practisedThisWeek']>>;

const periodNames: Record<LeaderboardPeriod, string> = {
  week: 'this week',
  month: 'this month',
  all: 'all time',
};

export function viewLeaderboard(
  entries: readonly LeaderboardEntry[],
  { kind, period }: { kind: LeaderboardKind; period: LeaderboardPeriod },
  week: ThisWeek,
  { nameOf, platform }: { nameOf: (userId: string) => string; platform: Platform },
): View {
  return {
    title: `${kind === 'improvement' ? 'Most improved' : 'Most practised'}, ${periodNames[period]}`,
    meta: ['only people who chose to appear here'],
    blocks: [
      ...(entries.length === 0
        ? [
            {
              type: 'text',
              text: `Nobody is on this board yet. To appear on it, use: ${sayYesTo(platform, 'preferences', 'leaderboard')}`,
            } as const,
          ]
        : points(
            'Leaderboard',
            entries.map((entry, index) => ({
              mark: 'info' as const,
              text: `${index + 1}. ${nameOf(entry.userId)}: ${sayValue(entry, kind)}`,
            })),
          )),
      { type: 'text', text: sayWeek(week, nameOf) },
    ],
    actions: [],
  };
}

const mostNamed = 15;

/** How many practised this week, and who of them chose to be named. */
function sayWeek({ userIds, people, answers }: ThisWeek, nameOf: (userId: string) => string): string {
  if (people === 0) return 'Nobody has practised here this week yet.';
  const named = userIds.slice(0, mostNamed).map(nameOf);
  const rest = people - named.length;
  const names = named.length === 0 ? [] : rest === 0 ? named : [...named, `${rest} more`];
  const who = names.length === 0 ? '' : `: ${new Intl.ListFormat('en').format(names)}`;
  return `${people} ${people === 1 ? 'person' : 'people'} practised here this week, with ${answers} ${answers === 1 ? 'answer' : 'answers'}${who}.`;
}

export function viewPreferences(preferences: PersonPreferences): View {
  const yes = (value: boolean) => (value ? 'yes' : 'no');
  return {
    title: 'Your preferences',
    meta: [],
    blocks: points('Change them with options of this command', [
      { mark: 'info', text: `zone: ${preferences.timeZone}` },
      { mark: 'info', text: `goal: ${days(preferences.weeklyGoal)} a week` },
      { mark: 'info', text: `leaderboard: ${yes(preferences.onLeaderboard)}` },
      { mark: 'info', text: `share: ${yes(preferences.sharesProgress)} (others here may see your progress)` },
      {
        mark: 'info',
        text: `audio: ${yes(preferences.keepsAudio)} (keep recordings, where the owner allows it)`,
      },
    ]),
    actions: [],
  };
}

/** A trend in words that claim no more than the points carry. */
export function sayTrend(trend: Trend): string {
  if (trend.last === null) return 'no score yet';
  const change =
    trend.changeAgainstLastThree === null
      ? ''
      : `, ${signed(trend.changeAgainstLastThree)} against the 3 before`;
  return `last ${Math.round(trend.last)}, best ${Math.round(trend.best ?? trend.last)}${change}; ${sayDirection(trend)}`;
}

function sayDirection({ direction, perWeek, interval, points: all }: Trend): string {
  if (direction === 'too-few')
    return perWeek === null && all.length >= fewest
      ? 'all within three days: too early for a trend'
      : `${all.length} ${all.length === 1 ? 'answer' : 'answers'}: too few for a trend`;
  if (direction === 'unclear') return 'no clear trend yet';
  const range = interval === null ? '' : ` (${signed(interval.low)} to ${signed(interval.high)})`;
  return `${direction === 'up' ? 'rising' : 'falling'} ${signed(perWeek ?? 0)} points a week${range}`;
}

function points(title: string, list: Extract<Block, { type: 'points' }>['points']): Block[] {
  return list.length === 0 ? [] : [{ type: 'points', title, points: list }];
}

function sayScore({ evaluation, state }: HistoryEntry): string {
  if (!evaluation) return state;
  return evaluation.overall === null ? 'no score' : `${Math.round(evaluation.overall)} of 100`;
}

const sayValue = ({ value, answers }: LeaderboardEntry, kind: LeaderboardKind) =>
  kind === 'improvement'
    ? `${signed(value)} points over ${answers} answers`
    : `${answers} ${answers === 1 ? 'answer' : 'answers'}`;

/** From so many answers on, there is a trend if they do not lie too close together. */
const fewest = 4;

const days = (count: number) => `${count} ${count === 1 ? 'day' : 'days'}`;
const day = (moment: string) => moment.slice(0, 10);
const signed = (value: number) => `${value >= 0 ? '+' : '−'}${Math.abs(Math.round(value))}`;
const shorten = (text: string, limit: number) =>
  text.length <= limit ? text : `${text.slice(0, limit - 1).trimEnd()}…`;
