/** The shapes that Slack's platform and an app exchange, as far as the stand-in needs them. */
export type Fields = Record<string, unknown>;

/** Also the `channel_type` of an event. */
export type ChannelKind = 'channel' | 'group' | 'im' | 'mpim';

export type Element = Fields & {
  type: string;
  action_id?: string;
  value?: string;
  text?: { text: string };
  options?: Option[];
};
export type Option = { text: { text: string }; value: string };
export type Block = Fields & {
  type: string;
  block_id?: string;
  text?: { type: string; text: string };
  elements?: Element[];
  fields?: { text: string }[];
  accessory?: Element;
  element?: Element;
  alt_text?: string;
  optional?: boolean;
};

export type Message = {
  type: 'message';
  ts: string;
  team: string;
  user: string;
  text: string;
  blocks?: Block[];
  thread_ts?: string;
  parent_user_id?: string;
  subtype?: string;
  bot_id?: string;
  files?: Fields[];
  edited?: { user: string; ts: string };
  metadata?: Fields;
};

export type Channel = {
  id: string;
  name: string;
  kind: ChannelKind;
  members: Set<string>;
  archived: boolean;
  messages: Message[];
  /** The person of a direct message. */
  user?: string;
};

export type User = { id: string; name: string; tz: string; isBot: boolean; isAdmin: boolean };

/** A message that only one person sees. */
export type Ephemeral = {
  ts: string;
  channel: string;
  to: string;
  text: string;
  blocks?: Block[];
  is_ephemeral: true;
};

export type View = {
  id: string;
  type: 'modal' | 'home';
  user: string;
  hash: string;
  callback_id: string;
  private_metadata: string;
  title?: { text: string };
  blocks: Block[];
  state: { values: Record<string, Record<string, Fields>> };
  notify_on_close?: boolean;
};

/** An error answer of the Web API. */
export class ApiError extends Error {
  readonly extra: Fields;
  constructor(error: string, extra: Fields = {}) {
    super(error);
    this.extra = extra;
  }
}

export const badArguments = (...messages: string[]) =>
  new ApiError('invalid_arguments', {
    response_metadata: { messages: messages.map((message) => `[ERROR] ${message}`) },
  });

export const isFields = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** A required argument as text. */
export function needed(args: Fields, name: string): string {
  const value = args[name];
  if (value === undefined || value === '') throw badArguments(`missing required field: ${name}`);
  return String(value);
}

export const given = (args: Fields, name: string): string | undefined =>
  args[name] === undefined ? undefined : String(args[name]);

export const isTrue = (value: unknown) => value === true || value === 'true' || value === '1' || value === 1;

/** Every element with its block, wherever Block Kit allows one. */
export function elementsOf(blocks: Block[] | undefined): { block: Block; element: Element }[] {
  return (blocks ?? []).flatMap((block) =>
    [...(block.elements ?? []), block.accessory, block.element]
      .filter((element) => element?.action_id !== undefined)
      .map((element) => ({ block, element: element as Element })),
  );
}
