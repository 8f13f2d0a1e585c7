/** Commands, clicks, shortcuts and dialogs of Slack. Each is acknowledged before anything else. */
import type { App, RespondFn } from '@slack/bolt';
import { z } from 'zod';
import { retry } from '../../async/retry.ts';
import type { Wording } from '../../wording/wording.ts';
import type { Happened, Press } from '../happened.ts';
import { buttonActions } from '../message.ts';
import { type Content, readButton, renderMessage } from './cards.ts';
import { queueOf } from './connection/event-queue.ts';
import { dialogCallback, submission } from './dialogs.ts';
import { sentFileOf } from './files.ts';
import { happenedAt, type Listening, typed, workspaceOf } from './happened-at.ts';
import { openDirect } from './slack-platform.ts';
import { plainText } from './text.ts';

export const practiseShortcut = 'practise_interview';
export const scoreShortcut = 'score_answer';

const slashCommand = z.object({
  command: z.string(),
  text: z.string().default(''),
  team_id: z.string(),
  enterprise_id: z.string().optional(),
  channel_id: z.string(),
  user_id: z.string(),
  trigger_id: z.string(),
});

const who = {
  user: z.object({ id: z.string(), team_id: z.string().optional() }),
  /** Null for some interactions where an organisation installed the app. */
  team: z.object({ id: z.string() }).nullish(),
  enterprise: z.object({ id: z.string() }).nullish(),
};
const whereOf = ({ user, team, enterprise }: z.infer<z.ZodObject<typeof who>>) => ({
  teamId: team?.id ?? user.team_id ?? '',
  organisationId: enterprise?.id ?? null,
});

/** A click on a button, in a message or on the home tab. */
const click = z.object({
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

const shortcutCall = z.object({
  ...who,
  callback_id: z.string(),
  trigger_id: z.string(),
  channel: z.object({ id: z.string() }).optional(),
  message: z.object(typed).optional(),
});

export function listenToInteractions(app: App, listening: Listening): void {
  listenToCommands(app, listening);
  listenToDialogs(app, listening);
}

function listenToCommands(app: App, listening: Listening): void {
  const { conversation, platform, queues, wording } = listening;
  // Every command is handled, known or not: bolt would leave an unknown one unanswered.
  app.command(/.*/, async ({ command, ack, respond }) => {
    await ack();
    const given = slashCommand.parse(command);
    const workspace = await workspaceOf(listening, {
      teamId: given.team_id,
      organisationId: given.enterprise_id ?? null,
    });
    const at = { channel: given.channel_id, key: given.trigger_id, triggerId: given.trigger_id };
    const happened = happenedAt(listening, workspace, given.user_id, at);
    await conversation.command({
      ...happened,
      type: 'command',
      given: { words: `${given.command.replace(/^\//, '')} ${withMembers(given.text)}`.trim() },
      reply: (message, options) =>
        respondOr(respond, renderMessage(message, { wording }), options, () =>
          happened.reply(message, options),
        ),
    });
  });
  app.action(/.*/, async ({ body, ack, respond }) => {
    await ack();
    const given = click.parse(body);
    const [pressed] = given.actions;
    const button = pressed ? readButton(pressed) : null;
    if (!button) return;
    const workspace = await workspaceOf(listening, whereOf(given));
    const {
      channel_id: shown,
      message_ts: ts,
      thread_ts: threadTs,
      is_ephemeral: isEphemeral,
    } = given.container;
    // A click on the home tab has no conversation: its reply goes to the direct messages.
    const channel = shown ?? (await openDirect(workspace, given.user.id));
    const at = { channel, threadTs, key: given.trigger_id, triggerId: given.trigger_id };
    const happened = happenedAt(listening, workspace, given.user.id, at);
    const action = buttonActions.find((one) => one === button.action) ?? 'unknown';
    const press: Press = {
      ...happened,
      type: 'press',
      pressed: { ...button, action },
      on: ts === undefined || isEphemeral ? null : { channelId: channel, messageId: ts },
      ...(action === 'forget-all' ? { reply: inPlace(respond, wording) } : {}),
    };
    const work = () => conversation.press(press);
    // A dialog cannot wait for earlier actions: its trigger is valid for three seconds.
    if (conversation.expects(press) === 'dialog') await work();
    else await queues.run(queueOf(workspace.teamId, given.user.id), work);
  });
  app.shortcut(/.*/, async ({ shortcut, body, ack }) => {
    await ack();
    const given = shortcutCall.parse({ ...body, ...shortcut });
    const workspace = await workspaceOf(listening, whereOf(given));
    const channel = await openDirect(workspace, given.user.id);
    const at = { channel, key: given.trigger_id, triggerId: given.trigger_id };
    const happened = happenedAt(listening, workspace, given.user.id, at);
    if (given.callback_id === practiseShortcut)
      await conversation.press({
        ...happened,
        type: 'press',
        pressed: { action: 'setup', about: '' },
        on: null,
      });
    if (given.callback_id !== scoreShortcut) return;
    const { message } = given;
    const scored = {
      text: plainText(message?.text ?? ''),
      files: (message?.files ?? []).map((file) =>
        sentFileOf(listening.files, workspace, file, message?.user ?? ''),
      ),
      authorId: message?.user ?? null,
    };
    await conversation.score({
      ...happened,
      type: 'score-message',
      about: platform.keep(scored),
      message: scored,
    });
  });
}

/** Replaces the message whose button was clicked. */
const inPlace =
  (respond: RespondFn, wording: Wording): Happened['reply'] =>
  async (message) =>
    await respondTwice(respond, { ...renderMessage(message, { wording }), replace_original: true });

/** After a passing failure of Slack's there is one more try. */
async function respondTwice(respond: RespondFn, content: Parameters<RespondFn>[0]): Promise<void> {
  await retry(() => respond(content), { tries: 2, firstMs: 500, longestMs: 500 });
}

/**
 * Replies at the response URL, which Slack allows five times within half an hour; if that fails, in the
 * channel.
 */
async function respondOr(
  respond: RespondFn,
  content: Content,
  options: { private?: boolean } | undefined,
  otherwise: () => Promise<void>,
): Promise<void> {
  const to = options?.private === false ? ('in_channel' as const) : ('ephemeral' as const);
  try {
    await respondTwice(respond, { ...content, response_type: to });
  } catch {
    await otherwise();
  }
}

/** `<@U123|name>` is how a command names somebody, `<#C123|name>` a channel; the pipeline knows them by their ids. */
const withMembers = (text: string) => text.replace(/<[@#]([A-Z0-9]+)(?:\|[^<>]*)?>/g, '$1');

function listenToDialogs(app: App, listening: Listening): void {
  const { conversation, queues } = listening;
  app.view(dialogCallback, async ({ body, ack }) => {
    await ack();
    const { userId, teamId, organisationId, key, action, about, turn, channelId, values } =
      submission.parse(body);
    if (action === null) return;
    const workspace = await workspaceOf(listening, { teamId, organisationId });
    await queues.run(queueOf(teamId, userId), async () => {
      const direct = await openDirect(workspace, userId);
      const answering = happenedAt(listening, workspace, userId, { channel: direct, key });
      // Solo interviews run in direct messages; group interviews where the dialog was opened.
      const isWithOthers = action === 'setup' && values.style !== 'solo' && channelId !== '';
      const place = isWithOthers ? { ...answering.place, channelId } : answering.place;
      await conversation.dialog({
        ...answering,
        type: 'dialog',
        place,
        action,
        about,
        ...(turn === undefined ? {} : { turn }),
        values,
      });
    });
  });
}
