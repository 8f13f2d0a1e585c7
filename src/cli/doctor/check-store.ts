import type { Config } from '../../config.ts';
import { isCoachError } from '../../errors.ts';
import { openBank } from '../../pipeline/questions/bank.ts';
import type { GenerationTotals } from '../../store/generation-counts.ts';
import { inspectStore } from '../../store/inspect-store.ts';
import { inspectUse } from '../../store/inspect-use.ts';
import type { MaintenanceRun } from '../../store/maintenance.ts';
import { englishWording } from '../../wording/wording.ts';
import type { Check } from './check.ts';

export function checkStore(config: Config): Check[] {
  const found = inspectStore(config.DATABASE_URL);
  const { audioDays, transcriptsDays, evaluationsDays } = config.RETENTION;
  return [
    {
      name: 'database',
      status: found.problem === null ? 'ok' : 'fail',
      detail:
        found.problem ??
        (found.exists
          ? `${found.path} can be written and is up to date (${found.migrations} migrations).`
          : `${found.path} will be made at the first start.`),
      ...(found.problem === null
        ? {}
        : { fix: 'Set GREENROOM_DATA to a folder that can be written, or mend the file as said.' }),
    },
    {
      name: 'retention',
      status: 'ok',
      detail: `Recordings are kept ${audioDays === 0 ? 'until they are transcribed' : `${audioDays} days`}, transcripts ${transcriptsDays} days, evaluations ${evaluationsDays} days. ${sayLast(found.maintenance, 'retention', 'Applied')}`,
    },
    {
      name: 'backup',
      status: config.BACKUP === undefined ? 'warn' : 'ok',
      detail:
        config.BACKUP === undefined
          ? 'No backups are made by themselves.'
          : `Backups are made as ${config.BACKUP} says. ${sayLast(found.maintenance, 'backup', 'Made')}`,
      ...(config.BACKUP === undefined ? { fix: 'Set BACKUP=24h:7, or run: greenroom backup FILE' } : {}),
    },
  ];
}

function sayLast(runs: readonly MaintenanceRun[], task: MaintenanceRun['task'], done: string): string {
  const last = runs.find((run) => run.task === task);
  return last
    ? `${done} last on ${last.ranAt.slice(0, 16).replace('T', ' ')} UTC: ${last.outcome}.`
    : `${done} while a bot runs; not yet.`;
}

export function checkBankOf(config: Config): Check {
  try {
    const bank = openBank(config.QUESTION_BANKS === undefined ? {} : { ownFolder: config.QUESTION_BANKS });
    const questions = bank.questions().length;
    return {
      name: 'questions',
      status: 'ok',
      detail: `${questions} questions in ${bank.domains().length} domains.`,
    };
  } catch (error) {
    if (!isCoachError(error)) throw error;
    return {
      name: 'questions',
      status: 'fail',
      detail: englishWording.fault(error),
      fix: 'Run: greenroom bank check',
    };
  }
}

/** How often what a model proposed was asked, and how many people found their scores fair; nothing before the first. */
export function checkUse(config: Config): Check[] {
  const use = inspectUse(config.DATABASE_URL);
  if (use === null) return [];
  const { generated, fair: ratings } = use;
  const { fair, unfair } = ratings;
  return [
    ...(generated.length === 0
      ? []
      : [
          {
            name: 'proposals',
            status: 'ok' as const,
            detail: generated.map(sayGenerated).join(' '),
            counts: generated,
          },
        ]),
    ...(fair + unfair === 0
      ? []
      : [
          {
            name: 'ratings',
            status: 'ok' as const,
            detail: `People on their own scores: fair ${fair}, unfair ${unfair}.`,
            counts: ratings,
          },
        ]),
  ];
}

function sayGenerated({ task, generator, proposed, used, refused }: GenerationTotals): string {
  const reasons = Object.entries(refused)
    .toSorted(([, one = 0], [, other = 0]) => other - one)
    .map(([reason, count]) => `${reason} ${count}`);
  const why = reasons.length === 0 ? '' : ` (refused: ${reasons.join(', ')})`;
  return `${generator}: ${used} of ${proposed} proposals used as ${task === 'question' ? 'questions' : 'follow-ups'}${why}.`;
}
