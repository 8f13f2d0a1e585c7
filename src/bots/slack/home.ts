/** What Slack has besides conversations: the home tab and the assistant. */
import { createSerialQueues } from '../../async/serial-queue.ts';
import type { Actor, HistoryEntry } from '../../domain.ts';
import { keepNewest } from '../../keep-newest.ts';
import type { Log } from '../../log.ts';
import type {
  PersonPreferences,
  Progress,
  ProgressOverview,
  Trend,
} from '../../pipeline/progress/progress-types.ts';
import type { Bank } from '../../pipeline/questions/bank.ts';
import type { Wording } from '../../wording/wording.ts';
import { setupButton, welcome } from '../conversation/welcome.ts';
import { context, header, type KnownBlock, renderButtons, renderMessage, section } from './cards.ts';
import { call, post, type Spot } from './client.ts';
import type { Workspace } from './connection/workspaces.ts';
import { loggable } from './faults.ts';
import { actorOf } from './slack-platform.ts';
import { cut, literal } from './text.ts';

export type Home = {
  /** Shows the home tab: a start button, progress, the last answers, weak spots and settings. */
  show(workspace: Workspace, userId: string): Promise<void>;
  /** Updates it for a person who has opened it, if it has changed since. Never throws. */
  refresh(person: Actor): Promise<void>;
  /** A new thread with the assistant: says hello and suggests how to begin. */
  greet(workspace: Workspace, spot: Spot): Promise<void>;
};

export function createHome({
  progress,
  bank,
  wording,
  log,
}: {
  progress: Pick<Progress, 'overview' | 'history' | 'preferences'>;
  bank: Pick<Bank, 'domains'>;
  wording: Wording;
  log: Log;
}): Home {
  const { say } = wording;
  /** What was last published to each person who has opened it. */
  const shown = new Map<string, { workspace: Workspace; blocks: string }>();
  const queues = createSerialQueues();
  const keyOf = ({ tenant, userId }: Actor) => `${tenant}|${userId}`;

  async function blocksFor(person: Actor): Promise<KnownBlock[]> {
    const [overview, history, preferences] = await Promise.all([
      progress.overview(person),
      progress.history(person, { limit: 5 }),
      progress.preferences(person),
    ]);
    return [
      header('Greenroom', wording),
      section(literal(say('home.text'))),
      ...renderButtons([
        setupButton(wording),
        { action: 'progress', label: say('button.progress'), about: '' },
        ...(overview.weakSpots.length === 0
          ? []
          : [{ action: 'practise-weak' as const, label: say('button.practise-weak'), about: '' }]),
      ]),
      ...howItGoes(wording, overview),
      ...lastAnswers(wording, history, preferences),
      ...weakSpots(wording, overview),
      ...settings(wording, preferences),
    ];
  }

  async function publish(workspace: Workspace, person: Actor, blocks: KnownBlock[]): Promise<void> {
    const { client } = workspace;
    await call(() => client.views.publish({ user_id: person.userId, view: { type: 'home', blocks } }));
    shown.delete(keyOf(person));
    shown.set(keyOf(person), { workspace, blocks: JSON.stringify(blocks) });
    keepNewest(shown, mostShown);
  }

  return {
    async show(workspace, userId) {
      const person = actorOf(workspace, userId);
      await queues.run(keyOf(person), async () => publish(workspace, person, await blocksFor(person)));
    },
    async refresh(person) {
      if (!shown.has(keyOf(person))) return;
      try {
        await queues.run(keyOf(person), async () => {
          const before = shown.get(keyOf(person));
          const blocks = await blocksFor(person);
          if (before && before.blocks !== JSON.stringify(blocks))
            await publish(before.workspace, person, blocks);
        });
      } catch (error) {
        log.debug({ fault: loggable(error) }, 'The home tab of a person could not be shown again');
      }
    },
    async greet({ client }, spot) {
      await post(client, spot, renderMessage(welcome(wording), { wording }));
      const [first = { name: 'backend', title: 'backend' }, second = first] = bank.domains();
      const [one, ...more] = [
        ...(second === first ? [first] : [first, second]).map(({ name }) => ({
          title: say('assistant.practise', { domain: name }),
          message: `start ${name} mid`,
        })),
        { title: say('assistant.progress'), message: 'progress' },
        { title: say('assistant.help'), message: 'help' },
      ];
      if (!one) return;
      try {
        await call(() =>
          client.assistant.threads.setSuggestedPrompts({
            channel_id: spot.channel,
            thread_ts: spot.threadTs ?? '',
            prompts: [one, ...more],
          }),
        );
      } catch (error) {
        log.debug({ fault: loggable(error) }, 'Prompts could not be suggested');
      }
    },
  };
}

/** Beyond this number of people, others see updates when they open it again. */
const mostShown = 1_000;

const divider: KnownBlock = { type: 'divider' };

function howItGoes({ say }: Wording, { answers, streak, overall }: ProgressOverview): KnownBlock[] {
  if (answers === 0) return [section(literal(say('progress.nothing')))];
  const last =
    overall.last === null ? say('home.no-score') : say('history.score', { score: Math.round(overall.last) });
  const fields = [
    [say('home.streak'), say('home.streak-value', { days: streak.days, longest: streak.longest })],
    [say('home.week'), say('home.week-value', { days: streak.thisWeek, goal: streak.weeklyGoal })],
    [say('home.answers'), `${answers}`],
    [say('home.last-score'), last],
  ];
  return [
    divider,
    {
      type: 'section',
      fields: fields.map(([title = '', value = '']) => ({
        type: 'mrkdwn',
        text: `*${literal(title)}*\n${literal(value)}`,
      })),
    },
    ...trendLine({ say }, overall),
  ];
}

const steps = '▁▂▃▄▅▆▇█';

/** The last scores as a line of bars, with the numbers next to it for people who cannot see it. */
function trendLine({ say }: Pick<Wording, 'say'>, { points }: Trend): KnownBlock[] {
  const scores = points.slice(-20).map(({ score }) => Math.round(score));
  if (scores.length < 2) return [];
  const bars = scores.map((score) => steps[Math.min(7, Math.floor((score / 100) * 8))]).join('');
  return [
    section(`*${literal(say('home.trend'))}* ${bars}`),
    context(say('home.trend-scores', { scores: scores.join(', ') })),
  ];
}

function lastAnswers(
  { say, day }: Wording,
  history: HistoryEntry[],
  { timeZone }: PersonPreferences,
): KnownBlock[] {
  if (history.length === 0) return [];
  const lines = history.map(({ at, question, evaluation }) => {
    const overall = evaluation?.overall ?? null;
    const score = overall === null ? '' : `*${Math.round(overall)}*`;
    return `• ${literal(day(at, timeZone))}: ${literal(cut(question, 150))} ${score}`;
  });
  return [divider, section(`*${literal(say('home.last-answers'))}*\n${lines.join('\n')}`)];
}

function weakSpots({ say }: Wording, { weakSpots: spots }: ProgressOverview): KnownBlock[] {
  if (spots.length === 0) return [];
  const lines = spots
    .slice(0, 5)
    .map(({ statement, domain }) => `• ${literal(cut(statement, 200))} (${literal(domain)})`);
  return [divider, section(`*${literal(say('progress.practise-next'))}*\n${lines.join('\n')}`)];
}

function settings({ say }: Wording, preferences: PersonPreferences): KnownBlock[] {
  const yesOrNo = (value: boolean) => say(value ? 'preferences.yes' : 'preferences.no');
  const text = say('home.settings-value', {
    zone: preferences.timeZone,
    days: preferences.weeklyGoal,
    leaderboard: yesOrNo(preferences.onLeaderboard),
    share: yesOrNo(preferences.sharesProgress),
    audio: yesOrNo(preferences.keepsAudio),
  });
  return [
    divider,
    section(`*${literal(say('home.settings'))}*\n${literal(text)}`),
    context(say('home.settings-how')),
  ];
}
