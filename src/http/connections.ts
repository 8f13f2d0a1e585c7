import type { Platform } from '../domain.ts';

/** `refused`: the platform does not take this bot, and it is not tried again. */
export type ConnectionState = 'connected' | 'connecting' | 'refused';

/** How the bots of this process are connected, as they report it. */
export type Connections = {
  /** Of the whole bot, or of one of its connections, such as a shard of Discord. */
  report(platform: Platform, state: ConnectionState, connection?: number): void;
  /** The worst state of each platform's connections. */
  states(): Map<Platform, ConnectionState>;
};

const worstFirst = ['refused', 'connecting', 'connected'] as const;

export function createConnections(): Connections {
  const known = new Map<Platform, Map<number | 'all', ConnectionState>>();
  return {
    report(platform, state, connection) {
      const earlier = connection === undefined ? [] : [...(known.get(platform) ?? [])];
      const parts = new Map(earlier.filter(([part]) => part !== 'all'));
      known.set(platform, parts.set(connection ?? 'all', state));
    },
    states: () =>
      new Map(
        [...known].map(([platform, states]) => [
          platform,
          worstFirst.find((state) => [...states.values()].includes(state)) ?? 'connecting',
        ]),
      ),
  };
}
