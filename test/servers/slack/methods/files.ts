import { setTimeout as wait } from 'node:timers/promises';
import { emitEvent } from '../events.ts';
import { ApiError, badArguments, given, isFields, needed } from '../protocol.ts';
import { nextTs } from '../team.ts';
import type { Methods } from '../web-api.ts';
import { botMessage, readContent } from './chat.ts';

export const fileMethods: Methods = {
  'files.info': {
    scopes: ['files:read'],
    run({ platform, team, args }) {
      const file = platform.files.known.get(needed(args, 'file'));
      if (!file?.bytes || file.team !== team || !platform.files.visible(file)) {
        throw new ApiError('file_not_found');
      }
      return { file: platform.files.shown(file) };
    },
  },
  'files.delete': {
    scopes: ['files:write'],
    run({ platform, team, args }) {
      const file = platform.files.known.get(needed(args, 'file'));
      if (!file || file.team !== team) throw new ApiError('file_not_found');
      if (file.user !== team.botUser) throw new ApiError('cant_delete_file');
      platform.files.known.delete(file.id);
      for (const { messages } of team.channels.values())
        for (const message of messages)
          if (message.files) message.files = message.files.filter(({ id }) => id !== file.id);
      return {};
    },
  },
  'files.getUploadURLExternal': {
    scopes: ['files:write'],
    run({ platform, team, args }) {
      const name = needed(args, 'filename');
      const length = Number(args.length);
      if (!Number.isInteger(length) || length <= 0) {
        throw badArguments('must be greater than 0 [json-pointer:/length]');
      }
      const file = platform.files.add(team, { name, user: team.botUser, bytes: null });
      file.expectedBytes = length;
      if (args.alt_text !== undefined) file.shown.alt_txt = String(args.alt_text);
      return { upload_url: platform.base + file.uploadPath, file_id: file.id };
    },
  },
  'files.completeUploadExternal': {
    scopes: ['files:write'],
    run({ platform, team, args }) {
      const wanted = Array.isArray(args.files) ? args.files.filter(isFields) : [];
      if (wanted.length === 0) throw badArguments('missing required field: files');
      const files = wanted.map((entry) => {
        const file = platform.files.known.get(String(entry.id));
        if (!file?.bytes || file.team !== team) throw new ApiError('file_not_found');
        if (file.bytes.length !== file.expectedBytes) {
          platform.journal.complain('upload-length-mismatch', { file: file.id, got: file.bytes.length });
        }
        return file;
      });
      const channelId = given(args, 'channel_id');
      if (channelId === undefined) return { files: files.map((file) => ({ id: file.id })) };
      if (!/^[CDG][A-Z0-9]+$/.test(channelId)) throw new ApiError('channel_not_found');
      const channel = team.postable(channelId);
      const threadTs = team.checkThread(channel, given(args, 'thread_ts'));
      const text = given(args, 'initial_comment') ?? '';
      if (text === '') platform.journal.complain('missing-fallback-text', args);
      for (const { id, shown } of files)
        if (!shown.alt_txt) platform.journal.complain('missing-alternative-text', id);
      const content = text === '' ? { text } : readContent(platform, { text });
      // Slack answers first and shares later.
      void wait(30).then(() => {
        const message = botMessage(platform, team, channel.id, {
          ...content,
          subtype: 'file_share',
          files: files.map((file) => platform.files.shown(file)),
          ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
        });
        for (const file of files) {
          file.shown.shares = {
            [channel.kind === 'channel' ? 'public' : 'private']: { [channel.id]: [{ ts: message.ts }] },
          };
          file.channels.add(channel.id);
          emitEvent(platform, team, {
            type: 'file_shared',
            file_id: file.id,
            user_id: message.user,
            channel_id: channel.id,
            event_ts: nextTs(),
          });
        }
      });
      return { files: files.map((file) => ({ id: file.id, shares: {} })) };
    },
  },
};
