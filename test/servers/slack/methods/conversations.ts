import { ApiError, type Channel, type Fields, given, type Message, needed } from '../protocol.ts';
import type { Team } from '../team.ts';
import type { Methods } from '../web-api.ts';

const historyScopes = {
  channel: 'channels:history',
  group: 'groups:history',
  im: 'im:history',
  mpim: 'mpim:history',
};

export const conversationMethods: Methods = {
  'conversations.open': {
    scopes: ['im:write', 'mpim:write'],
    run({ team, args }) {
      const wanted = needed(args, 'users').split(',');
      if (wanted.length > 1) {
        if (!team.scopes.has('mpim:write')) throw new ApiError('missing_scope', { needed: 'mpim:write' });
        if (wanted.length > 8) throw new ApiError('too_many_users');
        if (!wanted.every((id) => team.users.has(id))) throw new ApiError('user_not_found');
        return { channel: { id: team.groupMessages(wanted).id } };
      }
      const user = team.users.get(wanted[0] ?? '');
      if (!user) throw new ApiError('user_not_found');
      if (user.isBot) throw new ApiError('cannot_dm_bot');
      return { channel: { id: team.directMessages(user.id).id } };
    },
  },
  'conversations.history': {
    scopes: Object.values(historyScopes),
    run({ team, args }) {
      const channel = readable(team, args);
      const messages = channel.messages.filter(
        (message) => message.thread_ts === undefined || message.thread_ts === message.ts,
      );
      const page = newest(messages, args);
      const hasMore = page[0] !== undefined && messages[0]?.ts !== page[0].ts;
      return { messages: page.reverse(), has_more: hasMore };
    },
  },
  'conversations.replies': {
    scopes: Object.values(historyScopes),
    run({ team, args }) {
      const channel = readable(team, args);
      const ts = needed(args, 'ts');
      const thread = channel.messages.filter((message) => message.ts === ts || message.thread_ts === ts);
      if (thread.length === 0) throw new ApiError('thread_not_found');
      return { messages: newest(thread, args) };
    },
  },
  'conversations.members': {
    scopes: ['channels:read', 'groups:read', 'mpim:read'],
    run({ team, args }) {
      const channel = team.channel(given(args, 'channel'));
      if (!channel || (channel.kind !== 'channel' && !channel.members.has(team.botUser)))
        throw new ApiError('channel_not_found');
      return { members: [...channel.members], response_metadata: { next_cursor: '' } };
    },
  },
  'users.info': {
    scopes: ['users:read'],
    run({ team, args }) {
      const user = team.users.get(needed(args, 'user'));
      if (!user) throw new ApiError('user_not_found');
      const { id, name, tz, isBot, isAdmin } = user;
      return { user: { id, name, tz, is_bot: isBot, is_admin: isAdmin, is_owner: false } };
    },
  },
};

function readable(team: Team, args: Fields): Channel {
  const channel = team.channel(given(args, 'channel'));
  if (!channel || (channel.kind !== 'channel' && !channel.members.has(team.botUser))) {
    throw new ApiError('channel_not_found');
  }
  const scope = historyScopes[channel.kind];
  if (!team.scopes.has(scope)) throw new ApiError('missing_scope', { needed: scope });
  if (!channel.members.has(team.botUser)) throw new ApiError('not_in_channel');
  return channel;
}

function newest(messages: Message[], args: Fields): Message[] {
  const oldest = Number(args.oldest ?? 0);
  const latest = Number(args.latest ?? Number.POSITIVE_INFINITY);
  const isInclusive = args.inclusive === true || args.inclusive === 'true';
  const isWanted = (at: number) => (isInclusive ? at >= oldest && at <= latest : at > oldest && at < latest);
  const wanted = messages.filter(({ ts }) => isWanted(Number(ts)));
  return structuredClone(wanted.slice(-Number(args.limit ?? 100)));
}
