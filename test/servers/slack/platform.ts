/** What all workspaces of the stand-in share. */
import { randomBytes } from 'node:crypto';
import { servedTime } from '../served-time.ts';
import type { DeliveryDesk } from './deliveries.ts';
import type { openFaults } from './faults.ts';
import type { FileRoom } from './files.ts';
import type { Journal } from './journal.ts';
import { ApiError, badArguments, type Ephemeral, type Message } from './protocol.ts';
import type { Team } from './team.ts';

export type Platform = {
  appToken: string;
  signingSecret: string;
  /** `client-id:client-secret` of the app. */
  client: string;
  teams: Map<string, Team>;
  journal: Journal;
  faults: ReturnType<typeof openFaults>;
  files: FileRoom;
  deliveries: DeliveryDesk;
  triggers: ReturnType<typeof openTriggers>;
  responseUrls: Map<string, ResponseUrl>;
  /** Codes that an installation is exchanged for. */
  installCodes: Map<string, Team>;
  tickets: Set<string>;
  clock: Clock;
  /** `http://127.0.0.1:PORT`, once it listens. */
  base: string;
};

export type Clock = { now(): number; advance(ms: number): void };

/** A clock that can be moved on: what expires looks at it. It stands while the machine is too busy to serve this process. */
export function openClock(): Clock {
  let ahead = Date.now() - servedTime();
  return { now: () => servedTime() + ahead, advance: (ms) => (ahead += ms) };
}

/** Where an app may answer an interaction: five times within half an hour. */
export type ResponseUrl = {
  team: Team;
  user: string;
  channel: string;
  expiresAt: number;
  uses: number;
  /** What was clicked on, for replacing or deleting it. */
  target: Message | Ephemeral | null;
};

export function addResponseUrl(
  platform: Platform,
  given: Pick<ResponseUrl, 'team' | 'user' | 'channel'> & { target?: Message | Ephemeral },
): string {
  const path = `/actions/${given.team.id}/${randomBytes(12).toString('base64url')}`;
  const expiresAt = platform.clock.now() + 30 * 60_000;
  platform.responseUrls.set(path, { target: null, ...given, expiresAt, uses: 0 });
  return platform.base + path;
}

/** The ids with which an app may open one dialog, as soon after a click as it has to acknowledge it. */
export function openTriggers(clock: Clock, journal: Journal, triggerMs: number) {
  const known = new Map<string, { team: Team; user: string; expiresAt: number; used: boolean }>();
  return {
    make(team: Team, user: string): string {
      const id = `${Date.now()}.${known.size}.${randomBytes(16).toString('hex')}`;
      known.set(id, { team, user, expiresAt: clock.now() + triggerMs, used: false });
      return id;
    },
    use(id: unknown): { team: Team; user: string } {
      if (typeof id !== 'string' || !/^\d+\.\d+\.[0-9a-f]+$/.test(id)) {
        throw badArguments('invalid `trigger_id` [json-pointer:/trigger_id]');
      }
      const trigger = known.get(id);
      if (!trigger) throw new ApiError('invalid_trigger_id');
      if (trigger.expiresAt < clock.now()) {
        journal.complain('expired-trigger', { lateMs: clock.now() - trigger.expiresAt });
        throw new ApiError('expired_trigger_id');
      }
      if (trigger.used) throw new ApiError('exchanged_trigger_id');
      trigger.used = true;
      return trigger;
    },
  };
}
