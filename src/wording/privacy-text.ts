import type { MaintenanceOutcome, Remains } from '../domain.ts';
import type { Wording } from './wording.ts';

/** What is left of somebody whose data was erased. */
export const remainsText = ({ say, list }: Wording, remains: Remains): string =>
  remains.remains === 'backups'
    ? say('remains.backups', { files: list(remains.files) })
    : say(`remains.${remains.remains}`);

/** The outcome of a regular task; follows a colon. */
export function maintenanceText({ say, list, fault }: Wording, outcome: MaintenanceOutcome): string {
  switch (outcome.outcome) {
    case 'dropped': {
      const { sounds, answers, evaluations } = outcome;
      return say('maintenance.dropped', { sounds, answers, evaluations });
    }
    case 'backed-up':
      return say('maintenance.backed-up', { name: outcome.name });
    case 'not-erased':
      return say('maintenance.not-erased', { files: list(outcome.files) });
    case 'fault':
      return fault(outcome);
    default:
      return say(`maintenance.${outcome.outcome}`);
  }
}
