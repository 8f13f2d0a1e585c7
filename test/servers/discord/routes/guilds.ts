import type { Gateway } from '../gateway.ts';
import { type Command, type Guild, permission, snowflake } from '../protocol.ts';
import { type Route, route } from '../rest.ts';
import { checkCommandList } from '../validate/command.ts';
import { ApiError, openForm, unknownThing } from '../validate/form.ts';
import type { World } from '../world.ts';

/** The application and its commands, users, servers and members. */
export function guildRoutes(world: World, gateway: Gateway): Route[] {
  const guild = (id: string | undefined): Guild => {
    const found = world.guilds.get(id ?? '');
    if (!found) throw unknownThing(10004, 'Guild');
    return found;
  };
  const application = () => ({ ...world.application, bot: world.bot });
  function commands(guildId: string | null): Map<string, Command> {
    if (guildId === null) return world.commands.global;
    if (!world.guilds.has(guildId)) throw new ApiError(403, 50001, 'Missing Access');
    let found = world.commands.guild.get(guildId);
    if (!found) {
      found = new Map();
      world.commands.guild.set(guildId, found);
    }
    return found;
  }
  function replaceCommands(guildId: string | null, list: Command[]): Command[] {
    checkCommandList(list);
    const held = commands(guildId);
    held.clear();
    for (const given of list) {
      const id = snowflake();
      held.set(id, {
        type: 1,
        default_member_permissions: null,
        name_localizations: null,
        description_localizations: null,
        ...structuredClone(given),
        id,
        application_id: world.application.id,
        version: snowflake(),
        description: given.description ?? '',
        ...(guildId === null ? {} : { guild_id: guildId }),
      });
    }
    world.record('commands');
    return [...held.values()];
  }

  return [
    route('GET', '/gateway/bot', () => ({
      url: gateway.address(),
      shards: world.shards,
      session_start_limit: { total: 1000, remaining: 999, reset_after: 86_400_000, max_concurrency: 16 },
    })),
    route('GET', '/applications/@me', application),
    route('GET', '/oauth2/applications/@me', application),
    route('GET', '/applications/:app/commands', () => [...commands(null).values()]),
    route('PUT', '/applications/:app/commands', ({ body }) => replaceCommands(null, body)),
    route('GET', '/applications/:app/guilds/:guild/commands', ({ parameters }) => [
      ...commands(parameters[1] ?? '').values(),
    ]),
    route('PUT', '/applications/:app/guilds/:guild/commands', ({ parameters, body }) =>
      replaceCommands(parameters[1] ?? '', body),
    ),
    route('GET', '/users/@me', () => world.bot),
    route('GET', '/users/:user', ({ parameters }) => {
      const user = world.users.get(parameters[0] ?? '');
      if (!user) throw unknownThing(10013, 'User');
      return user;
    }),
    route('GET', '/guilds/:guild', ({ parameters }) => world.guildPayload(guild(parameters[0]))),
    route('PATCH', '/guilds/:guild/members/:user', ({ parameters, body }) => {
      const place = guild(parameters[0]);
      // Changing others would need another permission, which the bot never asks for.
      if (parameters[1] !== '@me') throw new ApiError(403, 50013, 'Missing Permissions');
      const form = openForm();
      form.text(['nick'], body.nick, { max: 32 });
      form.throwIfWrong();
      const own = place.members.get(world.bot.id);
      if (!own) throw unknownThing(10007, 'Member');
      if ((world.guildPermissions(world.bot.id, place) & permission.changeNickname) === 0n)
        throw new ApiError(403, 50013, 'Missing Permissions');
      own.nick = body.nick || null;
      const member = world.memberPayload(place, world.bot.id);
      // About the bot itself it comes without the intent for members too.
      gateway.dispatch('GUILD_MEMBER_UPDATE', { ...member, guild_id: place.id });
      return member;
    }),
    route('GET', '/guilds/:guild/members/:user', ({ parameters }) => {
      const member = world.memberPayload(guild(parameters[0]), parameters[1] ?? '');
      if (!member) throw unknownThing(10007, 'Member');
      return member;
    }),
  ];
}
