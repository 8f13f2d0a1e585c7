import { createBalance, NobodyLeft } from '../../async/balance.ts';
import type { Backoff } from '../../async/retry.ts';
import type { ServerState } from '../../domain.ts';
import { CoachError, isCoachError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { addressOf, headersOf, type RemoteOptions, ServerRefusal } from './remote-server.ts';

/** One or several servers for the same job. */
export type Servers<Client> = {
  /** Runs `work` with the server that should be done first; another takes over if that one fails. */
  use<Result>(work: (client: Client) => Promise<Result>): Promise<Result>;
  /** In the order of the setting. Empty for a single server, which the state of its model describes. */
  states(): ServerState[];
  close(): void;
};

export type ServersOptions<Client> = Pick<RemoteOptions, 'server' | 'setting' | 'key'> & {
  urls: readonly string[];
  open: (url: string, options: Pick<RemoteOptions, 'isOneOfSeveral'>) => Client;
  log: Log;
  probing?: Backoff;
  now?: () => number;
};

/** A server that fails is named at most once in this time. */
const warnEveryMs = 60_000;

export function openServers<Client>({
  urls,
  open,
  server,
  setting,
  key,
  log,
  probing,
  now = Date.now,
}: ServersOptions<Client>): Servers<Client> {
  const [url, ...more] = urls;
  if (url !== undefined && more.length === 0) {
    const client = open(url, { isOneOfSeveral: false });
    return { use: (work) => work(client), states: () => [], close: () => undefined };
  }

  const warnedAt = new Map<number, number>();
  const balance = createBalance({
    members: urls.map((each) => ({ url: each, client: open(each, { isOneOfSeveral: true }) })),
    isFailure: (error) => isCoachError(error, 'network'),
    isRefusal: (error) => error instanceof ServerRefusal,
    probe: async (member, signal) => await probeServer(member.url, key, signal),
    onFailure: (position, error) => {
      if (now() - (warnedAt.get(position) ?? Number.NEGATIVE_INFINITY) < warnEveryMs) return;
      warnedAt.set(position, now());
      const { fault, values } = error instanceof CoachError ? error : { fault: undefined, values: undefined };
      const facts = { setting, position: position + 1, host: hostOf(urls[position] ?? ''), fault };
      log.warn({ ...values, ...facts }, 'One of several servers is put aside');
    },
    ...(probing && { probing }),
    now,
  });

  return {
    async use(work) {
      try {
        return await balance.run(({ client }) => work(client));
      } catch (error) {
        if (!(error instanceof NobodyLeft)) throw error;
        throw new CoachError('network', 'fault.servers-left-alone', { server, setting }, { cause: error });
      }
    },
    states: () =>
      balance.isAside().map((isAside, at) => ({ host: hostOf(urls[at] ?? ''), isInUse: !isAside })),
    close: () => balance.close(),
  };
}

/** The host and port of an address: never the name and password that it may contain. */
export const hostOf = (url: string): string => new URL(url).host;

/** Rejects unless the server is up. Any answer but a failure shows that: not every server has a list of models. */
export async function probeServer(url: string, key: string | undefined, signal: AbortSignal): Promise<void> {
  const answer = await fetch(`${addressOf(url)}/models`, { headers: headersOf(url, key), signal });
  await answer.body?.cancel();
  if (answer.status >= 500) throw new ServerRefusal(answer.status);
}
