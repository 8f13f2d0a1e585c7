import { sayState } from '../../bots/views/models.ts';
import type { Config } from '../../config.ts';
import { isCoachError } from '../../errors.ts';
import { reportsIn } from '../../pipeline/model-reports.ts';
import { openBank } from '../../pipeline/questions/bank.ts';
import type { GenerationTotals } from '../../store/generation-counts.ts';
import { inspectStore, inspectUse } from '../../store/inspect-store.ts';
import { isPostgres } from '../../store/is-postgres.ts';
import type { Lease } from '../../store/leases.ts';
import { isOpenToOthers } from '../../store/private-files.ts';
import { maintenanceText } from '../../wording/privacy-text.ts';
import type { Wording } from '../../wording/wording.ts';
import type { Check } from './check.ts';

export async function checkStore(config: Config, wording: Wording): Promise<Check[]> {
  const { say, fault } = wording;
  const found = await inspectStore(config.DATABASE_URL);
  const { BACKUP: rule, RETENTION: days } = config;
  const ranAt = (task: 'retention' | 'backup') => {
    const last = found.maintenance.find((run) => run.task === task);
    return last
      ? say('doctor.last-run', {
          at: last.ranAt.slice(0, 16).replace('T', ' '),
          outcome: maintenanceText(wording, last.outcome),
        })
      : say('doctor.not-run-yet');
  };
  return [
    found.problem !== null
      ? {
          name: 'database',
          status: 'fail',
          detail: fault(found.problem),
          fix: say('doctor.database.fix'),
        }
      : {
          name: 'database',
          status: 'ok',
          detail: found.exists
            ? say('doctor.database.fine', { path: found.name, migrations: found.migrations })
            : say('doctor.database.new', { path: found.name }),
        },
    {
      name: 'retention',
      status: 'ok',
      detail: `${say('doctor.retention.days', { audio: days.audioDays, transcripts: days.transcriptsDays, evaluations: days.evaluationsDays })} ${ranAt('retention')}`,
    },
    rule === undefined
      ? { name: 'backup', status: 'warn', detail: say('doctor.backup.none'), fix: say('doctor.backup.fix') }
      : {
          name: 'backup',
          status: 'ok',
          detail: `${say('doctor.backup.rule', { rule })} ${ranAt('backup')}`,
        },
    ...(isPostgres(config.DATABASE_URL) && found.problem === null
      ? [checkWorkers(found.leases, wording)]
      : []),
    checkFiles(found.loose, wording),
  ];
}

/** Which processes work, and what each can hear and read with; they may be on other machines. */
function checkWorkers(leases: readonly Lease[], wording: Wording): Check {
  const { say } = wording;
  const reports = reportsIn(leases);
  if (reports.length === 0)
    return {
      name: 'workers',
      status: 'warn',
      detail: say('doctor.workers.none'),
      fix: say('doctor.workers.start'),
    };
  const detail = reports.map(({ worker, models }) => {
    const states = [
      say('models.transcriber', { state: sayState(wording, models.transcriber) }),
      say('models.embedder', { state: sayState(wording, models.embedder) }),
    ];
    return say('doctor.workers.one', { worker, states: wording.list(states) });
  });
  return { name: 'workers', status: 'ok', detail: detail.join(' '), counts: reports };
}

/** Nobody else on this machine may read what people said, or the bots' tokens. */
function checkFiles(ofStore: string[], { say }: Wording): Check {
  const loose = [...ofStore, ...['.env'].filter(isOpenToOthers)];
  if (loose.length === 0) return { name: 'files', status: 'ok', detail: say('doctor.files.fine') };
  return {
    name: 'files',
    status: 'warn',
    detail: say('doctor.files.loose', { files: loose.join(', ') }),
    fix: say('doctor.files.fix', { files: loose.join(' ') }),
  };
}

export function checkBankOf(config: Config, wording: Wording): Check {
  const name = 'questions';
  try {
    const bank = openBank(config.QUESTION_BANKS === undefined ? {} : { ownFolder: config.QUESTION_BANKS });
    const counts = { questions: bank.questions().length, domains: bank.domains().length };
    return { name, status: 'ok', detail: wording.say('cli.bank.list.sum', counts) };
  } catch (error) {
    if (!isCoachError(error)) throw error;
    const fix = wording.say('doctor.questions.fix');
    return { name, status: 'fail', detail: wording.fault(error), fix };
  }
}

/**
 * How often a model's proposals were asked, and how many people found their scores fair; nothing until there
 * are any.
 */
export async function checkUse(config: Config, { say }: Wording): Promise<Check[]> {
  const use = await inspectUse(config.DATABASE_URL);
  if (use === null) return [];
  const { generated, fair: ratings } = use;
  const { fair, unfair } = ratings;
  const used = ({ task, generator, proposed, used, refused }: GenerationTotals) => {
    const said = say(`doctor.proposals.${task}`, { generator, proposed, used });
    const reasons = Object.entries(refused)
      .toSorted(([, one = 0], [, other = 0]) => other - one)
      .map(([reason, count]) => `${reason} ${count}`);
    return reasons.length === 0
      ? say('doctor.proposals.all', { said })
      : say('doctor.proposals.refused', { said, reasons: reasons.join(', ') });
  };
  return [
    ...(generated.length === 0
      ? []
      : [
          {
            name: 'proposals',
            status: 'ok',
            detail: generated.map(used).join(' '),
            counts: generated,
          } as const,
        ]),
    ...(fair + unfair === 0
      ? []
      : [
          {
            name: 'ratings',
            status: 'ok',
            detail: say('doctor.ratings.counts', { fair, unfair }),
            counts: ratings,
          } as const,
        ]),
  ];
}
