/** What people type: commands in plain words, and answers. */
import type { SessionView } from '../../../pipeline/interview/interview-types.ts';
import type { Command } from '../../command.ts';
import { parseCommand } from '../../parse-command.ts';
import { isDirect } from '../call.ts';
import { actorOf, type Desk, type Doer, placeAt } from '../desk.ts';
import { answer, outletAt } from '../outlet.ts';
import type { MessageEvent } from '../payloads.ts';
import { plainText } from '../render/mrkdwn.ts';
import { takeClips } from './clips.ts';
import { actOn, domainNames } from './commands.ts';
import { joinIfNeeded, pieceKey } from './taking-part.ts';
import { welcome } from './welcome.ts';

/** Words that steer a running interview; everything else that is said in one is an answer. */
const steering = new Map<string, Command['name']>([
  ['done', 'interview done'],
  ['stop', 'interview stop'],
  ['pause', 'interview pause'],
  ['resume', 'interview pause'],
  ['skip', 'interview skip'],
  ['repeat', 'interview repeat'],
  ['status', 'interview status'],
  ['help', 'help'],
]);

export async function handleMessage(desk: Desk, doer: Doer, event: MessageEvent): Promise<void> {
  const spot = { channel: event.channel, threadTs: event.thread_ts };
  const isMention = event.type === 'app_mention';
  // A mention arrives twice, as a message and as a mention: the second one is taken.
  const mentionsUs = (event.text ?? '').includes(`<@${doer.workspace.botUserId}>`);
  if (!isMention && mentionsUs && !isDirect(event.channel)) return;
  const session = await sessionFor(desk, doer, event);
  if (session === null && !isMention && !isDirect(event.channel)) return;
  // What somebody writes to the bot in a channel is answered in a thread below it.
  const answered = isDirect(event.channel) ? spot : { ...spot, threadTs: event.thread_ts ?? event.ts };
  await answer(desk, outletAt(desk, doer, answered), async () => {
    const text = plainText((event.text ?? '').replaceAll(`<@${doer.workspace.botUserId}>`, '')).trim();
    if (event.files && event.files.length > 0) return await takeClips(desk, doer, session, event);
    const command = readWords(text, session !== null, domainNames(desk));
    if (command)
      return await actOn(desk, doer, command, { channelId: answered.channel, threadId: answered.threadTs });
    if (!session) return welcome();
    await joinIfNeeded(desk, doer, session);
    await desk.context.interview.addText(actorOf(doer), session.id, text, {
      key: pieceKey(event.channel, event.ts),
    });
    return null;
  });
}

/** The interview that a message belongs to. A reply below a question in direct messages belongs to the one that runs there. */
async function sessionFor(desk: Desk, doer: Doer, event: MessageEvent): Promise<SessionView | null> {
  const { interview } = desk.context;
  const { channel, thread_ts: threadTs } = event;
  if (!isDirect(channel)) {
    if (threadTs === undefined) return null;
    const { tenant } = actorOf(doer);
    // The question of a planned practice stands in the channel: what is written below it answers it.
    const isBelowUs = event.parent_user_id === doer.workspace.botUserId;
    const known =
      desk.sessions.inThread(tenant, channel, threadTs) ??
      (isBelowUs ? desk.sessions.inChannel(tenant, channel) : null);
    return known && (await interview.sessionAt(known.place));
  }
  const inThread =
    threadTs === undefined ? null : await interview.sessionAt(placeAt(doer, channel, threadTs));
  return inThread ?? (await interview.sessionAt(placeAt(doer, channel)));
}

function readWords(text: string, inSession: boolean, domains: readonly string[]): Command | null {
  const name = steering.get(text.toLowerCase().replace(/[.!]$/, ''));
  if (name === 'help' || (name && inSession)) return parseCommand(name, domains);
  if (inSession)
    return /^\/?interview \w+/i.test(text) && text.length < 80 ? parseCommand(text, domains) : null;
  if (/^start\b/i.test(text)) return parseCommand(`interview ${text}`, domains);
  return parseCommand(text, domains);
}

/** What was changed before the answer was submitted counts as changed; what was deleted is withdrawn. */
export async function handleEdit(desk: Desk, doer: Doer, event: MessageEvent): Promise<void> {
  const { channel, message, previous_message: before } = event;
  const ts = message?.ts ?? before?.ts;
  if (ts === undefined || message?.text === before?.text) return;
  const text = plainText(message?.text ?? '').trim();
  await desk.context.interview.replaceText(actorOf(doer), pieceKey(channel, ts), text);
}
