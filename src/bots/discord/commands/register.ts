import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, Routes } from 'discord.js';
import { z } from 'zod';
import { CoachError } from '../../../errors.ts';
import type { Log } from '../../../log.ts';
import type { Wording } from '../../../wording/wording.ts';
import { discordErrorFacts, isDiscordFault } from '../client.ts';
import { commandDefinitions } from './definitions.ts';

const registered = z.array(z.looseObject({ id: z.string(), name: z.string() }));

/**
 * Registers the commands, in one server or everywhere, unless Discord already has exactly these:
 * registrations have a daily quota, and clients show stale commands for a while after one. Tries again until
 * it works or the signal aborts. Throws `bad_config` when the bot is not in that server. `ids` is filled with
 * the ids that Discord assigned, by name.
 */
export async function registerCommands(
  client: Client<true>,
  {
    guildId,
    ids,
    wording,
    log,
    signal,
    mayChange,
  }: {
    guildId: string | undefined;
    ids: Map<string, string>;
    wording: Wording;
    log: Log;
    signal: AbortSignal;
    /** False: another process registers them, and this one waits until they are there. */
    mayChange: boolean;
  },
): Promise<void> {
  for (let delayMs = 1_000; !signal.aborted; delayMs = Math.min(60_000, delayMs * 2)) {
    try {
      const wanted = commandDefinitions(wording);
      const found = mayChange
        ? await registerOnce(client, guildId, wanted, log)
        : await registeredAt(client, pathOf(client, guildId));
      for (const { name, id } of found) ids.set(name, id);
      if (mayChange || sameCommands(found, wanted)) return;
      await sleep(delayMs, null, { signal }).catch(() => undefined);
    } catch (error) {
      if (isDiscordFault(error, 'missingAccess'))
        throw new CoachError('bad_config', 'fault.discord-not-in-server');
      log.warn({ fault: discordErrorFacts(error) }, 'Registering the commands failed');
      await sleep(delayMs, null, { signal }).catch(() => undefined);
    }
  }
}

type Registered = z.infer<typeof registered>;
type CommandsPath =
  | ReturnType<typeof Routes.applicationCommands>
  | ReturnType<typeof Routes.applicationGuildCommands>;

async function registerOnce(
  client: Client<true>,
  guildId: string | undefined,
  wanted: ReturnType<typeof commandDefinitions>,
  log: Log,
): Promise<Registered> {
  const everywhere = pathOf(client, undefined);
  if (guildId === undefined) return await registerAt(client, everywhere, wanted, log);
  const here = await registerAt(client, pathOf(client, guildId), wanted, log);
  // Commands that were registered globally before would appear twice in this server.
  await registerAt(client, everywhere, [], log);
  return here;
}

const pathOf = ({ application: { id } }: Client<true>, guildId: string | undefined): CommandsPath =>
  guildId === undefined ? Routes.applicationCommands(id) : Routes.applicationGuildCommands(id, guildId);

async function registeredAt(client: Client<true>, path: CommandsPath): Promise<Registered> {
  const query = new URLSearchParams({ with_localizations: 'true' });
  return registered.parse(await client.rest.get(path, { query }));
}

async function registerAt(
  client: Client<true>,
  path: CommandsPath,
  wanted: ReturnType<typeof commandDefinitions>,
  log: Log,
): Promise<Registered> {
  const present = await registeredAt(client, path);
  if (sameCommands(present, wanted)) return present;
  const made = registered.parse(await client.rest.put(path, { body: wanted }));
  log.info({ commands: wanted.length }, 'Commands were registered with Discord');
  return made;
}

/** Only the fields that we set count; Discord adds its own ids, versions and defaults. */
export function sameCommands(present: readonly object[], wanted: readonly object[]): boolean {
  if (present.length !== wanted.length) return false;
  const byName = new Map(present.map((one) => [keyOf(one), one]));
  return wanted.every((one) => holds(byName.get(keyOf(one)), one));
}

const keyOf = (command: object): string =>
  `${'type' in command ? command.type : 1}:${'name' in command ? command.name : ''}`;

/** Whether everything in `wanted` is in `present`; empty values may be absent. */
function holds(present: unknown, wanted: unknown): boolean {
  if (isNothing(wanted)) return isNothing(present);
  if (Array.isArray(wanted))
    return (
      Array.isArray(present) &&
      present.length === wanted.length &&
      wanted.every((one, index) => holds(present[index], one))
    );
  if (typeof wanted === 'object' && wanted !== null)
    return (
      typeof present === 'object' &&
      present !== null &&
      Object.entries(wanted).every(([key, value]) => holds(Reflect.get(present, key), value))
    );
  return present === wanted;
}

const isNothing = (value: unknown) =>
  value === undefined || value === null || value === false || (Array.isArray(value) && value.length === 0);
