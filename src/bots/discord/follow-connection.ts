import { type Client, Events } from 'discord.js';
import type { Connections } from '../../http/connections.ts';

/** Reports how each shard is connected. */
export function followConnection(client: Client, connections: Connections): void {
  const connected = (shard: number) => connections.report('discord', 'connected', shard);
  const away = (shard: number) => connections.report('discord', 'connecting', shard);
  client.on(Events.ShardReady, connected);
  client.on(Events.ShardResume, connected);
  client.on(Events.ShardReconnecting, away);
  client.on(Events.ShardDisconnect, (_, shard) => away(shard));
}
