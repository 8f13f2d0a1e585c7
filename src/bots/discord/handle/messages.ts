/** Messages as answers: in direct messages all of them, in a server those that reply to the bot or mention it. */
import type { Message, PartialMessage, Typing } from 'discord.js';
import { sayView } from '../../desk-view.ts';
import { soundIn } from '../attachments.ts';
import { renderCard } from '../cards.ts';
import { actorIn, type Desk } from '../desk.ts';
import { isDiscordFault, loggable, viewFault } from '../faults.ts';
import { answerWithSound, joinToAnswer } from './answers.ts';
import { homeTenant } from './where.ts';

export async function handleMessage(desk: Desk, message: Message): Promise<void> {
  if (message.author.bot || message.system) return;
  if (!isMeantForUs(desk, message)) {
    await explainOnce(desk, message);
    return;
  }
  const session = desk.sessions.inChannel(message.channelId);
  try {
    if (!session) {
      if (message.guildId === null) await pointOut(desk, message);
      return;
    }
    const actor = actorIn(session.place.tenant, message.author.id);
    const sound = soundIn(message);
    if (sound) {
      await answerWithSound(desk, actor, session, sound, message.id);
      return;
    }
    const text = textOf(desk, message);
    if (text === '') return;
    await joinToAnswer(desk, actor, session);
    await desk.context.interview.addText(actor, session.id, text, { key: message.id });
    desk.typed.wrote(actor, session.id);
  } catch (error) {
    const { tenant } = session?.place ?? { tenant: await homeTenant(desk, message.author) };
    const card = renderCard(viewFault(error, desk.context.log), { tenant });
    await message.reply({ ...card, failIfNotExists: false }).catch((fault: unknown) => {
      if (!isDiscordFault(fault, 'missingPermissions', 'missingAccess', 'closedDms'))
        desk.context.log.warn({ fault: loggable(fault) }, 'A message could not be replied to');
    });
  }
}

/** An edit before the answer is submitted counts; after that it is too late, and nothing is said. */
export async function handleEdit(desk: Desk, message: Message | PartialMessage): Promise<void> {
  const session = desk.sessions.inChannel(message.channelId);
  if (!session || !message.author || message.author.bot || message.content === null) return;
  try {
    const text = textOf(desk, message as Message);
    if (text === '' && message.guildId !== null) return;
    await desk.context.interview.replaceText(
      actorIn(session.place.tenant, message.author.id),
      message.id,
      text,
    );
  } catch (error) {
    desk.context.log.warn({ fault: loggable(error) }, 'An edited message could not be taken over');
  }
}

export function handleTyping(desk: Desk, { user, channel }: Typing): void {
  if (desk.sessions.inChannel(channel.id)) desk.typed.typing(user.id);
}

/** In a server people also talk to each other: only what addresses the bot is an answer. */
function isMeantForUs(desk: Desk, message: Message): boolean {
  if (message.guildId === null) return true;
  return message.mentions.has(desk.client.user, { ignoreEveryone: true, ignoreRoles: true });
}

const explained = new WeakMap<Desk, Set<string>>();

/** Somebody whose turn it is writes where the bot cannot read it: once in a session it is said how to answer. */
async function explainOnce(desk: Desk, message: Message): Promise<void> {
  const session = desk.sessions.inChannel(message.channelId);
  if (session?.mode !== 'text' || session.turn?.userId !== message.author.id) return;
  const known = explained.get(desk) ?? new Set();
  explained.set(desk, known);
  if (known.has(session.id)) return;
  known.add(session.id);
  const view = sayView(
    'I cannot read this',
    'Discord shows me only what is meant for me. Press Answer under the question, or use Reply on it.',
  );
  await message
    .reply({ ...renderCard(view, { tenant: session.place.tenant }), failIfNotExists: false })
    .catch((error: unknown) =>
      desk.context.log.warn({ fault: loggable(error) }, 'A hint could not be given'),
    );
}

const textOf = (desk: Desk, { content }: Pick<Message, 'content'>): string =>
  content.replaceAll(new RegExp(`<@!?${desk.client.user.id}>`, 'g'), ' ').trim();

async function pointOut(desk: Desk, message: Message): Promise<void> {
  const tenant = await homeTenant(desk, message.author);
  const view = sayView(
    'No interview is running here',
    'Start one with /interview start, or score an answer with /score.',
  );
  if (message.channel.isSendable()) await message.channel.send(renderCard(view, { tenant }));
}
