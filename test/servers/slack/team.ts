/** One workspace: its people, conversations, messages and views, and the app as it is installed there. */
import { randomBytes } from 'node:crypto';
import type { Journal } from './journal.ts';
import {
  ApiError,
  type Block,
  type Channel,
  type ChannelKind,
  type Ephemeral,
  type Message,
  type User,
  type View,
} from './protocol.ts';

export const allScopes = [
  'app_mentions:read',
  'assistant:write',
  'channels:history',
  'chat:write',
  'commands',
  'files:read',
  'files:write',
  'channels:read',
  'groups:history',
  'groups:read',
  'im:history',
  'im:write',
  'mpim:history',
  'mpim:read',
  'mpim:write',
  'users:read',
] as const;

/** Several workspaces of one company (Enterprise Grid), where the app may be installed for all at once. */
export type Organisation = {
  id: string;
  name: string;
  botUser: string;
  botId: string;
  botToken: string;
};

export function openOrganisation(name: string): Organisation {
  const botToken = `xoxb-${randomBytes(12).toString('hex')}`;
  return { id: makeId('E'), name, botUser: makeId('U'), botId: makeId('B'), botToken };
}

export type TeamOptions = {
  name?: string;
  organisation?: Organisation;
  people?: readonly string[];
  channels?: readonly { name: string; isPrivate?: boolean; withoutBot?: boolean }[];
};

export type Team = ReturnType<typeof openTeam>;

export const makeId = (prefix: string) => prefix + randomBytes(5).toString('hex').toUpperCase().slice(0, 9);

let lastMicroseconds = 0;
/** A message's id: seconds with six digits, never the same twice. */
export function nextTs(): string {
  lastMicroseconds = Math.max(Date.now() * 1000, lastMicroseconds + 1);
  return `${Math.floor(lastMicroseconds / 1e6)}.${String(lastMicroseconds % 1e6).padStart(6, '0')}`;
}

export function openTeam(options: TeamOptions, journal: Journal) {
  const { organisation } = options;
  const { name = 'Simspace', people = ['alice', 'bob'], channels: wanted = [{ name: 'general' }] } = options;
  const id = makeId('T');
  const botUser = organisation?.botUser ?? makeId('U');
  const botId = organisation?.botId ?? makeId('B');
  const users = new Map<string, User>();
  const channels = new Map<string, Channel>();
  const views = new Map<string, View>();
  const homes = new Map<string, View>();
  const modals = new Map<string, string[]>();
  const ephemerals: Ephemeral[] = [];
  /** Every message as it was before any edit: a client may be slow to show one. */
  const asPosted: Message[] = [];

  const addUser = (userName: string, isBot = false, userId = makeId('U')) => {
    users.set(userId, { id: userId, name: userName, tz: 'Europe/Berlin', isBot, isAdmin: false });
    return userId;
  };
  addUser('greenroom', true, botUser);
  for (const person of people) addUser(person);

  const addChannel = (given: {
    name: string;
    kind: ChannelKind;
    members: Iterable<string>;
    user?: string;
  }): Channel => {
    const channel: Channel = {
      id: makeId(given.kind === 'im' ? 'D' : given.kind === 'mpim' ? 'G' : 'C'),
      name: given.name,
      kind: given.kind,
      members: new Set(given.members),
      archived: false,
      messages: [],
      ...(given.user === undefined ? {} : { user: given.user }),
    };
    channels.set(channel.id, channel);
    return channel;
  };
  for (const { name: channelName, isPrivate = false, withoutBot = false } of wanted) {
    const members = [...users.keys()].filter((member) => !withoutBot || member !== botUser);
    addChannel({ name: channelName, kind: isPrivate ? 'group' : 'channel', members });
  }

  return {
    id,
    name,
    botUser,
    botId,
    appId: 'A0SIM00001',
    organisation: organisation ?? null,
    /** Whether the app is installed for the whole organisation, and not in this workspace. */
    byOrganisation: organisation !== undefined,
    botToken: organisation?.botToken ?? `xoxb-${randomBytes(12).toString('hex')}`,
    scopes: new Set<string>(allScopes),
    revoked: false,
    users,
    channels,
    views,
    homes,
    modals,
    ephemerals,
    asPosted,
    addUser,
    /** The workspace installs the app for itself, beside its organisation. */
    installAlone(): void {
      this.byOrganisation = false;
      this.botToken = `xoxb-${randomBytes(12).toString('hex')}`;
    },
    /** The direct messages of a person with the app. */
    directMessages(userId: string): Channel {
      const known = [...channels.values()].find((channel) => channel.user === userId);
      return (
        known ?? addChannel({ name: 'directmessage', kind: 'im', members: [userId, botUser], user: userId })
      );
    },
    /** The group messages of these people with the app: always the same for the same people. */
    groupMessages(userIds: readonly string[]): Channel {
      const members = [...userIds, botUser];
      const isTheirs = (one: Channel) =>
        one.kind === 'mpim' &&
        one.members.size === members.length &&
        members.every((id) => one.members.has(id));
      const known = [...channels.values()].find(isTheirs);
      return known ?? addChannel({ name: `mpdm-${userIds.join('-')}`, kind: 'mpim', members });
    },
    /** By id, by `#name`, or by the id of a person. */
    channel(reference: string | undefined): Channel | undefined {
      if (reference === undefined) return undefined;
      const found = channels.get(reference);
      if (found) return found;
      if (users.has(reference) && reference !== botUser) return this.directMessages(reference);
      const plain = reference.replace(/^#/, '');
      return [...channels.values()].find((channel) => channel.name === plain && channel.kind !== 'im');
    },
    /** Where the app may post. Throws what Slack answers otherwise. */
    postable(reference: string | undefined): Channel {
      const channel = this.channel(reference);
      if (!channel) throw new ApiError('channel_not_found');
      if (channel.archived) throw new ApiError('is_archived');
      if (!channel.members.has(botUser)) {
        throw new ApiError(channel.kind === 'channel' ? 'not_in_channel' : 'channel_not_found');
      }
      return channel;
    },
    checkThread(channel: Channel, threadTs: string | undefined): string | undefined {
      if (threadTs === undefined) return undefined;
      if (!/^\d{10}\.\d{6}$/.test(threadTs)) throw new ApiError('invalid_thread_ts');
      if (!channel.messages.some((message) => message.ts === threadTs)) {
        journal.complain('unknown-thread', { channel: channel.id, threadTs });
      }
      return threadTs;
    },
    addMessage(channel: Channel, message: Partial<Message> & { user: string }): Message {
      const whole: Message = { type: 'message', ts: nextTs(), team: id, text: '', ...message };
      const parent = channel.messages.find((candidate) => candidate.ts === whole.thread_ts);
      if (parent) {
        parent.thread_ts ??= parent.ts;
        whole.parent_user_id = parent.user;
      }
      channel.messages.push(whole);
      asPosted.push(structuredClone(whole));
      return whole;
    },
  };
}

/** Gives every block and element the ids that Slack makes up for those that have none. */
export function withIds(blocks: Block[] | undefined): Block[] | undefined {
  if (blocks === undefined) return undefined;
  const made = () => randomBytes(3).toString('base64url');
  return structuredClone(blocks).map((block) => {
    block.block_id ||= made();
    for (const element of [...(block.elements ?? []), block.accessory, block.element]) {
      if (element && !['image', 'mrkdwn', 'plain_text'].includes(element.type)) element.action_id ||= made();
    }
    return block;
  });
}
