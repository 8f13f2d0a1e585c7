import type { ExpressionBuilder } from 'kysely';
import { platforms } from '../../../domain.ts';
import type { Tables } from '../../schema.ts';

/** In which of pg-boss's ways the jobs of a queue wait for each other. */
export type QueueOrder = 'standard' | 'singleton' | 'key_strict_fifo';

const orders: Record<string, QueueOrder> = {
  // Of each person one stretch at a time, in any order.
  transcribe: 'singleton',
  evaluate: 'standard',
  prepare: 'standard',
  timer: 'standard',
  maintenance: 'standard',
  schedule: 'standard',
  pairing: 'standard',
  letter: 'standard',
};

/** Unless it is known that nothing in a queue has a lane, what is in a lane keeps its order, which costs more. */
export const policyOf = (queue: string): QueueOrder => orders[queue.split(':')[0] ?? ''] ?? 'key_strict_fifo';

export const usualQueues: readonly string[] = [
  'transcribe',
  'evaluate',
  'prepare',
  'timer',
  'maintenance',
  ...platforms.flatMap((platform) => [
    `deliver:${platform}`,
    `schedule:${platform}`,
    `pairing:${platform}`,
    `letter:${platform}`,
  ]),
];

/** pg-boss keeps the order of a lane within one queue, but what is shown of a session may wait in two for a while. */
export const isNextOfLane = ({ exists, not, selectFrom }: ExpressionBuilder<Tables, 'jobs'>) =>
  not(
    exists(
      selectFrom('jobs as other')
        .select('other.id')
        .whereRef('other.lane', '=', 'jobs.lane')
        .whereRef('other.id', '<', 'jobs.id')
        .where('other.state', 'in', ['waiting', 'leased']),
    ),
  );
