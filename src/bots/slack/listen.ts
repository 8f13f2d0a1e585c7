/** What happens in Slack, led to what is done about it. Everything is acknowledged before anything else. */
import type { App } from '@slack/bolt';
import { z } from 'zod';
import { CoachError } from '../../errors.ts';
import type { Desk, Doer } from './desk.ts';
import { openDirect } from './desk.ts';
import { greet } from './handle/assistant.ts';
import { actOnClick, readClick, shareAt } from './handle/buttons.ts';
import { actOnSlash, openModal } from './handle/commands.ts';
import { scoreFromDialog, scoreMessage, startFromDialog } from './handle/dialogs.ts';
import { showHome } from './handle/home.ts';
import { handleEdit, handleMessage } from './handle/words.ts';
import { laneOf } from './inbox.ts';
import { scoreCallback } from './modals/score-modal.ts';
import { setupCallback, setupModal } from './modals/setup-modal.ts';
import { shareCallback } from './modals/share-modal.ts';
import { answer, outletAt, outletForCommand, outletInPlace, type SlackReply } from './outlet.ts';
import {
  assistantOpened,
  click,
  homeOpened,
  messageEvent,
  type Submission,
  shortcutCall,
  slashCommand,
  submission,
} from './payloads.ts';
import { actionId } from './render/view-blocks.ts';

export const practiseShortcut = 'practise_interview';
export const scoreShortcut = 'score_answer';

const revoked = z.object({ tokens: z.object({ bot: z.array(z.string()).nullish() }) });

const teamOf = z.object({ team_id: z.string() });

export function listen(app: App, desk: Desk): void {
  listenToEvents(app, desk);
  listenToCommands(app, desk);
  listenToDialogs(app, desk);
}

async function doerOf({ workspaces }: Desk, teamId: string, userId: string): Promise<Doer> {
  const workspace = await workspaces.find(teamId);
  if (!workspace) throw new CoachError('not_found', 'The app is not installed in this workspace.');
  return { workspace, userId };
}

/** What somebody did is done after everything that they did before. */
const inOrder = (desk: Desk, { workspace, userId }: Doer, work: () => Promise<void>): Promise<void> =>
  desk.lanes.run(laneOf(workspace.teamId, userId), work);

function listenToEvents(app: App, desk: Desk): void {
  // Events are stored and put in order before they come here.
  for (const type of ['message', 'app_mention'] as const) {
    app.event(type, async ({ event, body }) => {
      const given = messageEvent.safeParse(event).data;
      if (!given) return;
      const isEdit = given.subtype === 'message_changed' || given.subtype === 'message_deleted';
      const userId = isEdit ? (given.message?.user ?? given.previous_message?.user) : given.user;
      if (userId === undefined) return;
      const doer = await doerOf(desk, teamOf.parse(body).team_id, userId);
      if (isEdit) await handleEdit(desk, doer, given);
      else if (spoken.has(given.subtype)) await handleMessage(desk, doer, given);
    });
  }
  app.event('app_home_opened', async ({ event, body }) => {
    const { user, tab } = homeOpened.parse(event);
    if (tab === 'home') await showHome(desk, await doerOf(desk, teamOf.parse(body).team_id, user));
  });
  app.event('assistant_thread_started', async ({ event, body }) => {
    const given = assistantOpened.parse(event);
    await greet(desk, await doerOf(desk, teamOf.parse(body).team_id, given.assistant_thread.user_id), given);
  });
  for (const type of ['app_uninstalled', 'tokens_revoked'] as const) {
    app.event(type, async ({ event, body }) => {
      const { team_id: teamId } = teamOf.parse(body);
      // Somebody's own token is none of the app's.
      if (type === 'tokens_revoked' && (revoked.parse(event).tokens.bot ?? []).length === 0) return;
      desk.log.warn({ team: teamId }, 'The app was removed from a Slack workspace');
      await desk.workspaces.remove(teamId);
    });
  }
}

const spoken = new Set<string | undefined>([undefined, 'file_share', 'thread_broadcast']);

function listenToCommands(app: App, desk: Desk): void {
  // Every command is taken, known or not: bolt leaves an unknown one without an answer.
  app.command(/.*/, async ({ command, ack, respond }) => {
    await ack();
    const given = slashCommand.parse(command);
    const doer = await doerOf(desk, given.team_id, given.user_id);
    await answer(desk, outletForCommand(desk, doer, respond), () => actOnSlash(desk, doer, given));
  });
  app.action(/.*/, async ({ body, ack, respond }) => {
    await ack();
    const given = click.parse(body);
    if (!given.actions[0]?.action_id.startsWith(actionId(''))) return;
    const doer = await doerOf(desk, given.team.id, given.user.id);
    const clicked = readClick(given, actionId(''));
    // A click on the home tab has no conversation: what it leads to is shown in direct messages.
    const channel = clicked.at.channelId === '' ? await openDirect(doer) : clicked.at.channelId;
    const at = { ...clicked.at, channelId: channel };
    const outlet =
      clicked.name === 'forget-all'
        ? outletInPlace(respond)
        : outletAt(desk, doer, { channel, threadTs: at.threadId });
    const work = () => answer(desk, outlet, () => actOnClick(desk, doer, { ...clicked, at }));
    // A dialog cannot wait for what came before it: its trigger is worth three seconds.
    if (clicked.name === 'setup' || clicked.name === 'share') await work();
    else await inOrder(desk, doer, work);
  });
  app.shortcut(/.*/, async ({ shortcut, body, ack }) => {
    await ack();
    const given = shortcutCall.parse({ ...body, ...shortcut });
    const doer = await doerOf(desk, given.team.id, given.user.id);
    if (given.callback_id === scoreShortcut) await scoreMessage(doer, given);
    if (given.callback_id === practiseShortcut)
      await openModal(doer, given.trigger_id, setupModal(desk.context.bank.domains(), ''));
  });
}

function listenToDialogs(app: App, desk: Desk): void {
  const on = (callbackId: string, work: (doer: Doer, given: Submission) => Promise<SlackReply | null>) =>
    app.view(callbackId, async ({ body, ack }) => {
      await ack();
      const given = submission.parse(body);
      const doer = await doerOf(desk, given.teamId, given.userId);
      await inOrder(desk, doer, async () => {
        const channel = await openDirect(doer);
        await answer(desk, outletAt(desk, doer, { channel }), () => work(doer, given));
      });
    });
  on(setupCallback, (doer, given) => startFromDialog(desk, doer, given));
  on(scoreCallback, (doer, given) => scoreFromDialog(desk, doer, given));
  on(shareCallback, (doer, given) =>
    shareAt(desk, doer, given.about, { channel: given.values.channel ?? '' }),
  );
}
