/** The parts of Slack's payloads that the bot reads, checked at the door. */
import { z } from 'zod';
import { sentFile } from './clips/read-clip.ts';

const typed = {
  user: z.string().optional(),
  text: z.string().optional(),
  ts: z.string(),
  thread_ts: z.string().optional(),
  /** Who wrote the message that a thread hangs on. */
  parent_user_id: z.string().optional(),
  files: z.array(sentFile).optional(),
};

/** A `message` or `app_mention` event. */
export const messageEvent = z.object({
  type: z.enum(['message', 'app_mention']),
  subtype: z.string().optional(),
  channel: z.string(),
  channel_type: z.string().optional(),
  ...typed,
  ts: z.string().default(''),
  message: z.object(typed).optional(),
  previous_message: z.object(typed).optional(),
});
export type MessageEvent = z.infer<typeof messageEvent>;

export const slashCommand = z.object({
  command: z.string(),
  text: z.string().default(''),
  team_id: z.string(),
  channel_id: z.string(),
  user_id: z.string(),
  trigger_id: z.string(),
});
export type SlashCommand = z.infer<typeof slashCommand>;

const who = { user: z.object({ id: z.string() }), team: z.object({ id: z.string() }) };

/** A click on a button, in a message or on the home tab. */
export const click = z.object({
  ...who,
  trigger_id: z.string(),
  container: z.object({
    type: z.string(),
    message_ts: z.string().optional(),
    channel_id: z.string().optional(),
    thread_ts: z.string().optional(),
    is_ephemeral: z.boolean().optional(),
  }),
  actions: z.array(z.object({ action_id: z.string(), value: z.string().optional() })).min(1),
});
export type Click = z.infer<typeof click>;

export const shortcutCall = z.object({
  ...who,
  callback_id: z.string(),
  trigger_id: z.string(),
  channel: z.object({ id: z.string() }).optional(),
  message: z.object(typed).optional(),
});
export type ShortcutCall = z.infer<typeof shortcutCall>;

const inputValue = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_conversation: z.string().nullish(),
});

/** A dialog that was filled in: values by the id of their block. */
export const submission = z
  .object({
    ...who,
    view: z.object({
      callback_id: z.string(),
      private_metadata: z.string(),
      state: z.object({ values: z.record(z.string(), z.record(z.string(), inputValue)) }),
    }),
  })
  .transform(({ user, team, view }) => ({
    userId: user.id,
    teamId: team.id,
    callbackId: view.callback_id,
    about: view.private_metadata,
    values: Object.fromEntries(
      Object.entries(view.state.values).map(([block, inputs]) => {
        const [input] = Object.values(inputs);
        return [
          block,
          (input?.selected_option?.value ?? input?.selected_conversation ?? input?.value ?? '').trim(),
        ];
      }),
    ) as Partial<Record<string, string>>,
  }));
export type Submission = z.infer<typeof submission>;

export const homeOpened = z.object({ user: z.string(), tab: z.string() });

export const assistantOpened = z.object({
  assistant_thread: z.object({ channel_id: z.string(), thread_ts: z.string(), user_id: z.string() }),
});
