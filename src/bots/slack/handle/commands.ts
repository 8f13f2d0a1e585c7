/** Commands: typed as words, given with a slash, or clicked. */
import { CoachError } from '../../../errors.ts';
import { personMark } from '../../../wording/marks.ts';
import type { Command } from '../../command.ts';
import { sayView } from '../../desk-view.ts';
import { parseCommand } from '../../parse-command.ts';
import { runCommand } from '../../run-command.ts';
import { call, isDirect } from '../call.ts';
import { actorOf, type Desk, type Doer, openDirect, placeAt } from '../desk.ts';
import { scoreModal } from '../modals/score-modal.ts';
import { setupModal } from '../modals/setup-modal.ts';
import { forOne, type SlackReply } from '../outlet.ts';
import type { SlashCommand } from '../payloads.ts';
import { type StartPlace, startInterview, viewStarted } from '../start.ts';
import { askToForget } from './erase.ts';
import { submitAnswer } from './taking-part.ts';
import { setupButton } from './welcome.ts';

/** Commands that Slack has: it lets no app listen, so there is no microphone to test. */
const has = (name: string) => name !== 'mic-test';

/** Does a slash command. Dialogs are opened at once: their trigger is worth three seconds. */
export async function actOnSlash(desk: Desk, doer: Doer, given: SlashCommand): Promise<SlackReply | null> {
  const domains = domainNames(desk);
  const words = `${given.command.replace(/^\//, '')} ${withMembers(given.text)}`.trim();
  if (words === 'score') return await openModal(doer, given.trigger_id, scoreModal({}));
  if (words === 'interview' || words === 'interview start')
    return await openModal(doer, given.trigger_id, setupModal(desk.context.bank.domains(), given.channel_id));
  const command = parseCommand(words, domains) ?? parseCommand(`${words} show`, domains);
  if (command) return await actOn(desk, doer, command, { channelId: given.channel_id });
  throw new CoachError('bad_input', `I do not know "${words}"; /help lists what I can do.`);
}

/** `<@U123|name>` is how a command names somebody; the pipeline knows them by the id. */
const withMembers = (text: string) => text.replace(/<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g, '$1');

export const domainNames = ({ context }: Desk): string[] => context.bank.domains().map(({ name }) => name);

export async function openModal(
  { workspace }: Doer,
  triggerId: string,
  view: Parameters<Doer['workspace']['client']['views']['open']>[0]['view'],
): Promise<null> {
  await workspace.client.views.open({ trigger_id: triggerId, view });
  return null;
}

/** Does a command that needs no dialog. */
export async function actOn(
  desk: Desk,
  doer: Doer,
  command: Command,
  at: StartPlace,
): Promise<SlackReply | null> {
  const { context } = desk;
  switch (command.name) {
    case 'interview start': {
      const session = await startInterview(desk, doer, command.options, at);
      // Where the first question is shown anyway, nothing needs to be said before it.
      return session.place.channelId === at.channelId ? null : forOne(viewStarted(session, at.channelId));
    }
    case 'score':
      return forOne(
        sayView('Score an answer', 'Use /score, or "Score this answer" in the menu of a message.'),
        [setupButton],
      );
    case 'privacy forget':
      return askToForget();
    case 'mic-test':
      throw new CoachError('bad_input', 'Slack lets no app listen to calls; send an audio clip instead.');
    case 'interview done': {
      const { session } = await placeOf(desk, doer, at);
      if (!session) break;
      return await submitAnswer(desk, doer, session);
    }
    default:
  }
  const isPlan = command.name.startsWith('schedule');
  const { place } = isPlan
    ? { place: placeAt(doer, at.channelId) }
    : command.name === 'practice weak'
      ? { place: placeAt(doer, isDirect(at.channelId) ? at.channelId : await openDirect(doer)) }
      : await placeOf(desk, doer, at);
  const member = isPlan ? await memberOf(doer) : null;
  // Whoever plans a practice means the clock that Slack shows them.
  const meant =
    command.name === 'schedule add' && command.zone === undefined && member?.zone !== undefined
      ? { ...command, zone: member.zone }
      : command;
  return await runCommand(meant, {
    actor: actorOf(doer),
    place,
    context,
    nameOf: personMark,
    manages: member?.manages ?? false,
    has,
  });
}

/** The interview that a command means: in this thread or channel, else the person's own wherever it runs. */
async function placeOf(desk: Desk, doer: Doer, { channelId, threadId = null }: StartPlace) {
  const { interview } = desk.context;
  const here = placeAt(doer, channelId, threadId);
  const known =
    (await interview.sessionAt(here)) ??
    (threadId === null ? null : await interview.sessionAt(placeAt(doer, channelId))) ??
    desk.sessions.ofPerson(here.tenant, doer.userId, channelId);
  const session = known && (await interview.sessionAt(known.place));
  return { place: session?.place ?? here, session };
}

/** Owners and administrators of the workspace look after its schedules. `zone` is what the person set in Slack. */
async function memberOf({ workspace, userId }: Doer): Promise<{ manages: boolean; zone?: string }> {
  const { user } = await call(() => workspace.client.users.info({ user: userId }));
  return {
    manages: user?.is_admin === true || user?.is_owner === true,
    ...(user?.tz === undefined ? {} : { zone: user.tz }),
  };
}
