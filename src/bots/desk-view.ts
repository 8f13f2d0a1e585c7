/** Models, privacy, schedules, help and where an interview stands, as every bot shows them. */
import type { SlotState } from '../domain.ts';
import type { SessionView } from '../pipeline/interview/interview-types.ts';
import type { Held } from '../pipeline/privacy/privacy-types.ts';
import { localTime } from '../pipeline/progress/local-time.ts';
import type { Schedule } from '../pipeline/schedules/schedule-types.ts';
import { englishWording } from '../wording/wording.ts';
import type { BotModels } from './bot.ts';
import { commandKey, commandSpecs, fullName } from './command-specs.ts';
import type { Block, Point, View } from './view.ts';

const taskLabels = {
  transcriber: 'Speech to text',
  embedder: 'Meaning',
  generator: 'Questions and follow-ups',
  entailment: 'Contradictions',
} as const;

export function viewModels(models: BotModels): View {
  const slots = [models.transcriber, models.embedder, models.generator, models.entailment];
  return listView(
    'Models',
    slots.map((slot) => ({
      text: `${taskLabels[slot.task]}: ${saySlot(slot.status())}`,
      ...markOf(slot.status()),
    })),
  );
}

function markOf({ state }: SlotState): Pick<Point, 'mark'> {
  return { mark: state === 'ready' ? 'covered' : state === 'failed' ? 'contradicted' : 'info' };
}

export function saySlot(status: SlotState): string {
  switch (status.state) {
    case 'off':
      return `off (${englishWording.fault(status)})`;
    case 'absent':
      return `not installed. ${englishWording.fault(status)}`;
    case 'loading':
      return `loading ${status.model}${status.percent === null ? '' : `, ${Math.round(status.percent)} %`}`;
    case 'ready':
      return `${status.model}, ready on ${status.device}`;
    case 'failed':
      return `${status.model} failed: ${englishWording.fault(status)}`;
  }
}

export function viewHeld(held: Held): View {
  const consents = held.consents.map(({ scope, textVersion, grantedAt, revokedAt }) => ({
    mark: revokedAt === null ? ('covered' as const) : ('missed' as const),
    text: `${scope}: agreed ${grantedAt.slice(0, 16).replace('T', ' ')} UTC (text ${textVersion})${revokedAt === null ? '' : `, taken back ${revokedAt.slice(0, 16).replace('T', ' ')} UTC`}`,
  }));
  const { audioDays, transcriptsDays, evaluationsDays } = held.retention;
  return {
    title: 'What is kept about you',
    meta: ['on the machine of whoever runs this bot, nowhere else'],
    blocks: [
      {
        type: 'text',
        text: `${counted(held.answers, 'answer')}, ${counted(held.transcripts, 'transcript')}, ${counted(held.evaluations, 'evaluation')}, ${counted(held.recordings, 'recording')}${held.oldest === null ? '' : `; the oldest is from ${held.oldest.slice(0, 10)}`}.`,
      },
      {
        type: 'text',
        text: `Kept for: recordings ${audioDays === 0 ? 'until they are transcribed' : `${audioDays} days`}, transcripts ${transcriptsDays} days, evaluations ${evaluationsDays} days.`,
      },
      ...(held.linkedAccounts.length === 0
        ? []
        : [{ type: 'text', text: `Linked accounts: ${held.linkedAccounts.join(', ')}.` } as const]),
      consents.length === 0
        ? { type: 'text', text: 'You have not agreed to be heard; your voice is not recorded.' }
        : { type: 'points', title: 'Consent', points: consents },
    ],
    actions: [],
  };
}

export function viewSchedules(schedules: readonly Schedule[]): View {
  if (schedules.length === 0)
    return sayView('Planned practices', 'None yet. Try: /schedule add weekly monday 18:00 backend mid.');
  return listView(
    'Planned practices',
    schedules.map((schedule) => ({
      mark: 'info',
      text: `${schedule.id}: ${schedule.domain}, ${schedule.level}, ${schedule.when} (${schedule.timeZone}); ${
        schedule.nextAt === null
          ? 'will not come again'
          : `next ${localTime(schedule.nextAt, schedule.timeZone)}`
      }`,
    })),
  );
}

export function viewSession(session: SessionView | null): View {
  if (!session)
    return sayView('No interview is running here', 'Start one with: /interview start backend mid.');
  const { turn } = session;
  return {
    title: session.state === 'paused' ? 'The interview is paused' : 'The interview is running',
    meta: [session.domain, session.level, session.mode, session.style],
    blocks: [
      {
        type: 'text',
        text:
          turn === null
            ? 'No question is open.'
            : `Question ${turn.number} of ${turn.of}: ${turn.question.text}`,
      },
      { type: 'text', text: `${session.participants.length} taking part.` },
    ],
    actions: [],
  };
}

/** Titles of the help, with the first words of the commands under each: no list is so long that a platform cuts it. */
const helpSections = [
  { title: 'Practise', names: ['interview', 'score', 'practice', 'mic-test'] },
  { title: 'See how it goes', names: ['progress', 'history', 'leaderboard'] },
  { title: 'Plan together', names: ['schedule'] },
  { title: 'What is kept about you', names: ['privacy', 'preferences', 'link'] },
];

/** Every command that the platform has, with what it does. */
export function viewHelp(has: (name: string) => boolean = () => true): View {
  const specs = commandSpecs.filter((spec) => has(fullName(spec)));
  const sorted = new Set(helpSections.flatMap(({ names }) => names));
  const sections = [
    ...helpSections.map(({ title, names }) => ({
      title,
      specs: specs.filter(({ name }) => names.includes(name)),
    })),
    { title: 'More', specs: specs.filter(({ name }) => !sorted.has(name)) },
  ];
  return {
    title: 'How this works',
    meta: [],
    blocks: [
      {
        type: 'text',
        text: 'I ask interview questions, listen or read, and show what earned the score. Everything stays on this machine.',
      },
      ...sections.flatMap(({ title, specs: listed }): Block[] =>
        listed.length === 0
          ? []
          : [
              {
                type: 'points',
                title,
                points: listed.map((spec) => ({
                  mark: 'info',
                  text: `${fullName(spec)}: ${englishWording.say(commandKey(spec))}`,
                })),
              },
            ],
      ),
    ],
    actions: [],
  };
}

/** `1 answer`, `2 answers`. */
export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** One sentence under a title. */
export const sayView = (title: string, text: string): View => ({
  title,
  meta: [],
  blocks: [{ type: 'text', text }],
  actions: [],
});

const listView = (title: string, points: Point[]): View => ({
  title,
  meta: [],
  blocks: [{ type: 'points', title: '', points }],
  actions: [],
});
