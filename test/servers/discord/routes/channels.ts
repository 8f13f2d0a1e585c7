import type { Gateway } from '../gateway.ts';
import type { Messages } from '../messages.ts';
import { type Channel, channelType, flag, intent, type Message, permission } from '../protocol.ts';
import { type Route, route } from '../rest.ts';
import { ApiError, openForm, unknownThing } from '../validate/form.ts';
import { checkMessage } from '../validate/message.ts';
import type { World } from '../world.ts';

/** Channels, their messages, and direct messages. */
export function channelRoutes(world: World, gateway: Gateway, messages: Messages): Route[] {
  function channel(id: string | undefined, ...needed: bigint[]): Channel {
    const found = world.channels.get(id ?? '');
    if (!found) throw unknownThing(10003, 'Channel');
    if (!found.guild_id) return found;
    const granted = world.permissions(world.bot.id, found);
    if ((granted & permission.viewChannel) === 0n) throw new ApiError(403, 50001, 'Missing Access');
    for (const one of needed)
      if ((granted & one) === 0n) throw new ApiError(403, 50013, 'Missing Permissions');
    return found;
  }
  function message(place: Channel, id: string | undefined): Message {
    const found = world.messagesOf(place.id).get(id ?? '');
    if (!found) throw unknownThing(10008, 'Message');
    return found;
  }

  return [
    route('GET', '/channels/:id', ({ parameters }) => channel(parameters[0])),
    route('PUT', '/channels/:id/voice-status', ({ parameters, body }) => {
      const place = channel(parameters[0], permission.setVoiceChannelStatus);
      if (place.type !== channelType.voice)
        throw new ApiError(400, 50024, 'Cannot execute action on this channel type');
      const guild = world.guilds.get(place.guild_id ?? '');
      const isIn = guild?.voice.get(world.bot.id)?.channel_id === place.id;
      if (!isIn) channel(parameters[0], permission.manageChannels);
      const form = openForm();
      form.text(['status'], body.status, { max: 500 });
      form.throwIfWrong();
      const status: string | null = body.status || null;
      if (status === null) world.voiceStatuses.delete(place.id);
      else world.voiceStatuses.set(place.id, status);
      const change = { id: place.id, guild_id: place.guild_id, status };
      gateway.dispatch('VOICE_CHANNEL_STATUS_UPDATE', change, intent.guilds);
      world.record('voice-status');
      return null;
    }),
    route('POST', '/channels/:id/typing', ({ parameters }) => {
      channel(parameters[0]);
      return null;
    }),
    route('POST', '/channels/:id/threads', ({ parameters, body }) => {
      const parent = channel(parameters[0], permission.createPrivateThreads);
      if (body.type !== channelType.privateThread || typeof body.name !== 'string' || body.name.length > 100)
        throw new ApiError(400, 50035, 'Invalid Form Body');
      const thread = world.addThread(parent, body.name);
      gateway.dispatch('THREAD_CREATE', { ...thread, newly_created: true }, intent.guilds);
      return thread;
    }),
    route('PATCH', '/channels/:id', ({ parameters, body }) => {
      const thread = channel(parameters[0]);
      if (!thread.thread_metadata || typeof body.archived !== 'boolean')
        throw new ApiError(400, 50035, 'Invalid Form Body');
      if (thread.owner_id !== world.bot.id) throw new ApiError(403, 50013, 'Missing Permissions');
      thread.thread_metadata.archived = body.archived;
      gateway.dispatch('THREAD_UPDATE', thread, intent.guilds);
      world.changed();
      return thread;
    }),
    route('GET', '/guilds/:id/threads/active', ({ parameters }) => {
      const threads = [...world.channels.values()].filter(
        ({ guild_id, thread_metadata: now }) => guild_id === parameters[0] && now?.archived === false,
      );
      return { threads, members: [] };
    }),
    route('PUT', '/channels/:id/thread-members/:user', ({ parameters }) => {
      const thread = channel(parameters[0], permission.sendMessagesInThreads);
      if (!world.users.has(parameters[1] ?? '')) throw unknownThing(10013, 'User');
      world.threadMembers.get(thread.id)?.add(parameters[1] ?? '');
      world.changed();
      return null;
    }),
    route('GET', '/channels/:id/messages', ({ parameters, query }) =>
      [...world.messagesOf(channel(parameters[0], permission.readMessageHistory).id).values()]
        .sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? 1 : -1))
        .slice(0, Number(query.get('limit') ?? 50)),
    ),
    route('GET', '/channels/:id/messages/:message', ({ parameters }) =>
      message(channel(parameters[0], permission.readMessageHistory), parameters[1]),
    ),
    route('POST', '/channels/:id/messages', ({ parameters, body, files }) => {
      const place = channel(
        parameters[0],
        world.channels.get(parameters[0] ?? '')?.type === channelType.privateThread
          ? permission.sendMessagesInThreads
          : permission.sendMessages,
        ...(files.length ? [permission.attachFiles] : []),
      );
      const recipient = place.recipients?.[0];
      if (recipient && world.closedDms.has(recipient.id))
        throw new ApiError(403, 50007, 'Cannot send messages to this user');
      checkMessage(body, files);
      const twin = [...world.messagesOf(place.id).values()].find((one) => one.nonce === body.nonce);
      if (body.nonce && body.enforce_nonce && twin) return twin;
      const mayEmbed =
        place.type === channelType.dm ||
        (world.permissions(world.bot.id, place) & permission.embedLinks) !== 0n;
      const made = messages.build(place, world.bot, mayEmbed ? body : { ...body, embeds: [] }, files);
      made.flags &= ~flag.ephemeral;
      messages.publish(place, made);
      world.record('message', { via: 'channel', message: made, files });
      return made;
    }),
    route('PATCH', '/channels/:id/messages/:message', ({ parameters, body, files }) => {
      const place = channel(parameters[0]);
      const old = message(place, parameters[1]);
      if (old.author.id !== world.bot.id)
        throw new ApiError(403, 50005, 'Cannot edit a message authored by another user');
      messages.publish(place, messages.edit(place, old, body, files), 'MESSAGE_UPDATE');
      world.record('edit', { via: 'channel', message: old, files });
      return old;
    }),
    route('DELETE', '/channels/:id/messages/:message', ({ parameters }) => {
      const place = channel(parameters[0]);
      const old = message(place, parameters[1]);
      if (old.author.id !== world.bot.id) channel(parameters[0], permission.manageMessages);
      world.messagesOf(place.id).delete(old.id);
      gateway.dispatch(
        'MESSAGE_DELETE',
        { id: old.id, channel_id: place.id, guild_id: place.guild_id },
        intent.guildMessages,
      );
      world.record('delete', { via: 'channel', message: old });
      return null;
    }),
    route('POST', '/users/@me/channels', ({ body }) => {
      const user = world.users.get(String(body.recipient_id));
      if (!user) throw unknownThing(10013, 'User');
      return world.dmChannel(user);
    }),
  ];
}
