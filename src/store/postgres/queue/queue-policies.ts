import { platforms } from '../../../domain.ts';

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
