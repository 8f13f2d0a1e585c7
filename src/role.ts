/**
 * What a process of the program does: it talks to the platforms (`bots`), does the work behind them (`worker`), or
 * both. Any number of either share one store.
 */
export const roles = ['all', 'bots', 'worker'] as const;
export type Role = (typeof roles)[number];

/** Whether it talks to platforms, which needs their tokens. */
export const talks = (role: Role): boolean => role !== 'worker';
/** Whether it hears, judges and keeps the store, which needs models. */
export const works = (role: Role): boolean => role !== 'bots';
