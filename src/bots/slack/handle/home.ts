/** The home tab: a start button, how it is going, the last answers, weak spots and settings. */
import type {
  HistoryEntry,
  PersonPreferences,
  ProgressOverview,
  Trend,
} from '../../../pipeline/progress/progress-types.ts';
import { call } from '../call.ts';
import { actorOf, type Desk, type Doer } from '../desk.ts';
import { cut, literal } from '../render/mrkdwn.ts';
import { context, header, type KnownBlock, renderButtons, section } from '../render/view-blocks.ts';
import { setupButton } from './welcome.ts';

export async function showHome(desk: Desk, doer: Doer): Promise<void> {
  const { progress } = desk.context;
  const actor = actorOf(doer);
  const [overview, history, preferences] = await Promise.all([
    progress.overview(actor),
    progress.history(actor, { limit: 5 }),
    progress.preferences(actor),
  ]);
  const blocks = [
    header('Greenroom'),
    section(
      'Practise interviews in writing or by audio clip. What you say stays on the machine that runs this app.',
    ),
    ...renderButtons([
      setupButton,
      { name: 'progress', label: 'Show my trend chart', about: '-' },
      ...(overview.weakSpots.length === 0
        ? []
        : [{ name: 'practise-weak' as const, label: 'Practise weak spots', about: '-' }]),
    ]),
    ...howItGoes(overview),
    ...lastAnswers(history),
    ...weakSpots(overview),
    ...settings(preferences),
  ];
  await call(() =>
    doer.workspace.client.views.publish({ user_id: doer.userId, view: { type: 'home', blocks } }),
  );
}

function howItGoes({ answers, streak, overall }: ProgressOverview): KnownBlock[] {
  if (answers === 0) return [section('Nothing has been answered yet. A first interview takes five minutes.')];
  const fields = [
    `*Streak*\n${streak.days} ${streak.days === 1 ? 'day' : 'days'}, longest ${streak.longest}`,
    `*This week*\n${streak.thisWeek} of ${streak.weeklyGoal} days`,
    `*Answers*\n${answers}`,
    `*Last score*\n${overall.last === null ? 'none yet' : `${Math.round(overall.last)} of 100`}`,
  ];
  return [
    { type: 'divider' },
    { type: 'section', fields: fields.map((text) => ({ type: 'mrkdwn', text })) },
    ...trendLine(overall),
  ];
}

const steps = '▁▂▃▄▅▆▇█';

/** The last scores as a line of bars, with the numbers beside it for who cannot see them. */
function trendLine({ points }: Trend): KnownBlock[] {
  const scores = points.slice(-20).map(({ score }) => Math.round(score));
  if (scores.length < 2) return [];
  const bars = scores.map((score) => steps[Math.min(7, Math.floor((score / 100) * 8))]).join('');
  return [section(`*Trend* ${bars}`), context(`Scores, oldest first: ${scores.join(', ')}`)];
}

function lastAnswers(history: HistoryEntry[]): KnownBlock[] {
  if (history.length === 0) return [];
  const lines = history.map(({ at, question, evaluation }) => {
    const overall = evaluation?.overall ?? null;
    return `• ${at.slice(0, 10)}: ${literal(cut(question, 150))} ${overall === null ? '' : `*${Math.round(overall)}*`}`;
  });
  return [{ type: 'divider' }, section(`*Last answers*\n${lines.join('\n')}`)];
}

function weakSpots({ weakSpots: spots }: ProgressOverview): KnownBlock[] {
  if (spots.length === 0) return [];
  const lines = spots
    .slice(0, 5)
    .map(({ statement, domain }) => `• ${literal(cut(statement, 200))} (${domain})`);
  return [{ type: 'divider' }, section(`*Practise next*\n${lines.join('\n')}`)];
}

function settings(preferences: PersonPreferences): KnownBlock[] {
  const { timeZone, weeklyGoal, onLeaderboard, sharesProgress, keepsAudio } = preferences;
  const yes = (value: boolean) => (value ? 'yes' : 'no');
  return [
    { type: 'divider' },
    section(
      `*Settings*\nTime zone ${literal(timeZone)} · goal ${weeklyGoal} days a week · on leaderboards ${yes(onLeaderboard)} · shares progress ${yes(sharesProgress)} · keeps recordings ${yes(keepsAudio)}`,
    ),
    context(
      'Change them by writing to me: preferences zone=Europe/Berlin goal=4 leaderboard=yes share=no audio=no',
    ),
  ];
}
