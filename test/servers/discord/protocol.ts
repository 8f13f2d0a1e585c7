/** Numbers and shapes of Discord's public API v10 that the stand-in uses. */
import { randomInt } from 'node:crypto';

const bit = (index: number) => 1n << BigInt(index);

export const permission = {
  administrator: bit(3),
  manageChannels: bit(4),
  manageGuild: bit(5),
  viewChannel: bit(10),
  sendMessages: bit(11),
  manageMessages: bit(13),
  embedLinks: bit(14),
  attachFiles: bit(15),
  readMessageHistory: bit(16),
  connect: bit(20),
  speak: bit(21),
  moveMembers: bit(24),
  useVoiceActivity: bit(25),
  changeNickname: bit(26),
  useApplicationCommands: bit(31),
  createPrivateThreads: bit(36),
  sendMessagesInThreads: bit(38),
  sendVoiceMessages: bit(46),
  setVoiceChannelStatus: bit(48),
} as const;
export const everyPermission = (1n << 53n) - 1n;
export const usualPermissions = [6, 10, 11, 14, 15, 16, 20, 21, 25, 26, 31, 46].reduce(
  (sum, index) => sum | bit(index),
  0n,
);

export const intent = {
  guilds: 1,
  guildMembers: 2,
  guildVoiceStates: 128,
  guildPresences: 256,
  guildMessages: 512,
  directMessages: 4096,
  messageContent: 32768,
} as const;
export const privilegedIntents = intent.guildMembers | intent.guildPresences | intent.messageContent;

export const flag = {
  suppressEmbeds: 4,
  ephemeral: 64,
  loading: 128,
  voiceMessage: 8192,
  componentsV2: 32768,
} as const;

export const channelType = { text: 0, dm: 1, voice: 2, privateThread: 12, stage: 13 } as const;

const discordEpoch = 1_420_070_400_000n;
let increment = BigInt(randomInt(1024));
/** A fresh id, ordered by time as Discord's are. */
export const snowflake = (moment = Date.now()): string =>
  (((BigInt(moment) - discordEpoch) << 22n) | (increment++ & 0x3fffffn)).toString();

export const timestamp = (): string => new Date().toISOString().replace('Z', '000+00:00');

export type RawUser = {
  id: string;
  username: string;
  global_name: string | null;
  bot: boolean;
  discriminator: string;
  avatar: null;
  public_flags: number;
};
export type Role = { id: string; name: string; permissions: string; position: number; managed: boolean };
export type Member = { user: RawUser; nick: string | null; roles: string[]; joined_at: string };
export type Overwrite = { id: string; type: 0 | 1; allow: string; deny: string };
export type Channel = {
  id: string;
  type: number;
  name?: string;
  guild_id?: string;
  position?: number;
  permission_overwrites: Overwrite[];
  parent_id: string | null;
  nsfw: boolean;
  flags: number;
  last_message_id: string | null;
  user_limit?: number;
  bitrate?: number;
  recipients?: RawUser[];
  /** Of a thread. */
  owner_id?: string;
  member_count?: number;
  message_count?: number;
  rate_limit_per_user?: number;
  thread_metadata?: {
    archived: boolean;
    auto_archive_duration: number;
    archive_timestamp: string;
    locked: boolean;
    invitable: boolean;
  };
};
export type VoicePlace = {
  user_id: string;
  channel_id: string | null;
  session_id: string;
  self_mute?: boolean;
  self_deaf?: boolean;
  mute?: boolean;
  deaf?: boolean;
  suppress?: boolean;
};
export type Guild = {
  id: string;
  name: string;
  owner_id: string;
  joined_at: string;
  roles: Map<string, Role>;
  members: Map<string, Member>;
  voice: Map<string, VoicePlace>;
};

export type Component = {
  type: number;
  id?: number;
  custom_id?: string;
  label?: string;
  description?: string;
  style?: number;
  url?: string;
  emoji?: unknown;
  disabled?: boolean;
  value?: string;
  placeholder?: string;
  required?: boolean;
  content?: string;
  min_values?: number;
  max_values?: number;
  min_length?: number;
  max_length?: number;
  options?: { label: string; value: string; description?: string }[];
  media?: { url: string };
  file?: { url: string };
  items?: { media: { url: string } }[];
  components?: Component[];
  component?: Component;
  accessory?: Component;
};
export type Embed = {
  title?: string;
  description?: string;
  url?: string;
  color?: number;
  timestamp?: string;
  fields?: { name: string; value: string; inline?: boolean }[];
  footer?: { text: string; icon_url?: string };
  author?: { name: string; url?: string };
  image?: { url: string };
  thumbnail?: { url: string };
};
export type Attachment = {
  id: string;
  filename: string;
  size: number;
  url: string;
  proxy_url: string;
  content_type?: string;
  description?: string;
  waveform?: string;
  duration_secs?: number;
  ephemeral?: boolean;
};
export type AttachmentReference = {
  id: string | number;
  filename?: string;
  description?: string;
  waveform?: string;
  duration_secs?: number;
};
export type UploadedFile = { index: number; name: string; type?: string; data: Buffer };
export type MessageBody = {
  content?: string | null;
  embeds?: Embed[] | null;
  components?: Component[] | null;
  attachments?: AttachmentReference[];
  flags?: number;
  nonce?: string | number;
  enforce_nonce?: boolean;
  allowed_mentions?: { parse?: string[]; users?: string[]; roles?: string[] };
  message_reference?: { message_id: string; fail_if_not_exists?: boolean };
};
export type Message = {
  id: string;
  type: number;
  channel_id: string;
  author: RawUser;
  content: string;
  embeds: Embed[];
  components: Component[];
  attachments: Attachment[];
  mentions: RawUser[];
  mention_roles: string[];
  mention_everyone: boolean;
  timestamp: string;
  edited_timestamp: string | null;
  flags: number;
  pinned: boolean;
  tts: boolean;
  nonce?: string | number;
  webhook_id?: string;
  application_id?: string;
  message_reference?: { type: 0; channel_id: string; message_id: string };
  referenced_message?: Message | null;
};
export type CommandOption = {
  type: number;
  name: string;
  description: string;
  required?: boolean;
  autocomplete?: boolean;
  choices?: { name: string; value: string | number }[];
  min_value?: number;
  max_value?: number;
  options?: CommandOption[];
  name_localizations?: Record<string, string> | null;
  description_localizations?: Record<string, string> | null;
};
export type Command = {
  id: string;
  application_id: string;
  guild_id?: string;
  type?: number;
  name: string;
  description?: string;
  default_member_permissions?: string | null;
  options?: CommandOption[];
  name_localizations?: Record<string, string> | null;
  description_localizations?: Record<string, string> | null;
  version: string;
};
