import { emitEvent, emitMessage } from '../events.ts';
import type { Platform } from '../platform.ts';
import {
  ApiError,
  type Block,
  badArguments,
  type Ephemeral,
  type Fields,
  given,
  isFields,
  type Message,
  needed,
} from '../protocol.ts';
import { nextTs, type Team, withIds } from '../team.ts';
import { blockErrors, textsOf } from '../validate/blocks.ts';
import type { Methods } from '../web-api.ts';

export const chatMethods: Methods = {
  'chat.postMessage': {
    scopes: ['chat:write'],
    run({ platform, team, args }) {
      const channel = team.postable(given(args, 'channel'));
      const content = readContent(platform, args);
      const threadTs = team.checkThread(channel, given(args, 'thread_ts'));
      if (args.metadata !== undefined && !(isFields(args.metadata) && args.metadata.event_type)) {
        throw new ApiError('invalid_metadata_format');
      }
      const message = botMessage(platform, team, channel.id, {
        ...content,
        ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
        ...(isFields(args.metadata) ? { metadata: args.metadata } : {}),
      });
      return { channel: channel.id, ts: message.ts, message: structuredClone(message) };
    },
  },
  'chat.postEphemeral': {
    scopes: ['chat:write'],
    run({ platform, team, args }) {
      const channel = team.postable(given(args, 'channel'));
      const user = needed(args, 'user');
      if (!channel.members.has(user)) throw new ApiError('user_not_in_channel');
      const content = readContent(platform, args);
      return { message_ts: putEphemeral(team, channel.id, user, content).ts };
    },
  },
  'chat.update': {
    scopes: ['chat:write'],
    run({ platform, team, args }) {
      const { channel, message } = ownMessage(team, args, 'update');
      const content = readContent(platform, args);
      if ([...content.text].length > 4000) throw new ApiError('msg_too_long');
      const before = structuredClone(message);
      message.text = content.text;
      // A text alone drops the blocks that were there.
      delete message.blocks;
      if (content.blocks) message.blocks = content.blocks;
      message.edited = { user: team.botUser, ts: nextTs() };
      emitEvent(platform, team, {
        type: 'message',
        subtype: 'message_changed',
        message: structuredClone(message),
        previous_message: before,
        channel: channel.id,
        hidden: true,
        ts: message.edited.ts,
        channel_type: channel.kind,
      });
      return { channel: channel.id, ts: message.ts, text: message.text };
    },
  },
  'chat.delete': {
    scopes: ['chat:write'],
    run({ team, args }) {
      const { channel, message } = ownMessage(team, args, 'delete');
      channel.messages.splice(channel.messages.indexOf(message), 1);
      return { channel: channel.id, ts: message.ts };
    },
  },
};

/** Text and blocks of a message, checked as Slack does, and as people who use screen readers need them. */
export function readContent(platform: Platform, args: Fields): { text: string; blocks?: Block[] } {
  const text = given(args, 'text') ?? '';
  const blocks = args.blocks === undefined ? undefined : (args.blocks as Block[]);
  if (text === '' && !blocks?.length) throw new ApiError('no_text');
  if (text === '') platform.journal.complain('missing-fallback-text', args);
  if (blocks !== undefined) {
    const errors = blockErrors(blocks, { type: 'message' });
    if (errors.length > 0) {
      throw new ApiError('invalid_blocks', {
        errors,
        response_metadata: { messages: errors.map((error) => `[ERROR] ${error}`) },
      });
    }
  }
  const texts = textsOf(blocks);
  // Not documented, but seen by many: more than about 13,200 characters of blocks are refused.
  if (texts.join('').length > 13_200) throw new ApiError('msg_blocks_too_long');
  if (text.length > 40_000) platform.journal.complain('message-too-long', text.length);
  if ([text, ...texts].some((part) => /<!(channel|here|everyone|subteam)/.test(part))) {
    platform.journal.complain('mass-mention', args);
  }
  const checked = withIds(blocks);
  return checked?.length ? { text, blocks: checked } : { text };
}

export function botMessage(
  platform: Platform,
  team: Team,
  channelId: string,
  content: Partial<Message>,
): Message {
  const channel = team.channels.get(channelId);
  if (!channel) throw new ApiError('channel_not_found');
  const message = team.addMessage(channel, { user: team.botUser, bot_id: team.botId, ...content });
  void emitMessage(platform, team, channel, message);
  return message;
}

export function putEphemeral(
  team: Team,
  channel: string,
  to: string,
  content: { text: string; blocks?: Block[] },
): Ephemeral {
  const ephemeral: Ephemeral = { ts: nextTs(), channel, to, is_ephemeral: true, ...content };
  team.ephemerals.push(ephemeral);
  return ephemeral;
}

function ownMessage(team: Team, args: Fields, verb: string) {
  const channel = team.channel(given(args, 'channel'));
  if (!channel) throw new ApiError('channel_not_found');
  const ts = given(args, 'ts');
  if (ts === undefined) throw badArguments('missing required field: ts');
  const message = channel.messages.find((candidate) => candidate.ts === ts);
  if (!message) throw new ApiError('message_not_found');
  if (message.user !== team.botUser) throw new ApiError(`cant_${verb}_message`);
  return { channel, message };
}
