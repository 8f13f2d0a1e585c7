/** `/interview start`: finds the right place, checks what stands in the way, and begins. */
import type { ChatInputCommandInteraction, GuildBasedChannel } from 'discord.js';
import type { Place } from '../../../domain.ts';
import { isCoachError } from '../../../errors.ts';
import type { SessionView, StartRequest } from '../../../pipeline/interview/interview-types.ts';
import type { TenantSettings } from '../../../pipeline/tenant-settings.ts';
import type { StartOptions } from '../../command.ts';
import { sayView } from '../../desk-view.ts';
import type { View } from '../../view.ts';
import { renderCard } from '../cards.ts';
import type { Desk } from '../desk.ts';
import { badInput, notAllowed, wrongState } from '../faults.ts';
import { mayPost } from '../permissions.ts';
import { sendToPerson } from '../send.ts';
import { voiceChannelOf } from './voice-channel.ts';
import { whereIs } from './where.ts';

type Start = {
  desk: Desk;
  interaction: ChatInputCommandInteraction;
  options: StartOptions;
  settings: TenantSettings;
};

/** Gives what to tell the person who started it. */
export async function startInterview(
  desk: Desk,
  interaction: ChatInputCommandInteraction,
  wanted: StartOptions,
): Promise<View> {
  const { actor } = await whereIs(desk, interaction);
  const settings = await desk.context.tenantSettings.read(actor.tenant);
  const said = interaction.options.getBoolean('private');
  const options = { ...wanted, private: said ?? !(settings.publicResults ?? false) };
  const start: Start = { desk, interaction, options, settings };
  if (options.mode === 'voice') return await startByVoice(start);
  return options.private && options.style === 'solo' && interaction.guild !== null
    ? await startInPrivate(start)
    : await startHere(start, '');
}

async function begin(
  { desk, interaction, options, settings }: Start,
  where: Pick<Place, 'channelId' | 'voiceChannelId' | 'originChannelId'>,
): Promise<SessionView> {
  const { actor } = await whereIs(desk, interaction);
  const request: StartRequest = {
    place: { tenant: actor.tenant, platform: 'discord', ...where },
    userId: actor.userId,
    ...options,
    ...(settings.language === null ? {} : { language: settings.language }),
  };
  const session = await desk.context.interview.start(request);
  desk.sessions.put(session);
  return session;
}

async function startByVoice(start: Start): Promise<View> {
  const { desk, interaction } = start;
  const voice = voiceChannelOf(interaction);
  const channel = await postingChannel(start);
  const session = await desk.rooms.enter(voice, () =>
    begin(start, { channelId: channel.id, voiceChannelId: voice.id }),
  );
  const where = channel.id === interaction.channelId ? '' : ` Questions appear in #${channel.name}.`;
  return sayView(
    'Here we go',
    `I am in “${voice.name}”. ${session.private ? 'Feedback comes to you alone.' : 'Feedback is posted for everyone.'}${where}`,
  );
}

/** The channel that the server's managers chose for interviews, else this one. Throws when the bot may not post there. */
async function postingChannel({ desk, interaction, settings }: Start): Promise<GuildBasedChannel> {
  const id = settings.channel ?? interaction.channelId;
  const channel =
    interaction.guild?.channels.cache.get(id) ?? (await desk.client.channels.fetch(id).catch(() => null));
  if (!channel && id === interaction.channelId)
    throw notAllowed(
      'I cannot see this channel: give me “View Channel” and “Send Messages” here (Edit Channel ▸ Permissions ▸ add this bot, or its role), then try again.',
    );
  if (!channel || channel.isDMBased())
    throw badInput(
      'The channel for interviews is gone, or I cannot see it; choose another one with /settings, or let me see it.',
    );
  mayPost(channel);
  return channel;
}

async function startHere(start: Start, note: string): Promise<View> {
  const { interaction, options } = start;
  if (interaction.guild === null) {
    await begin(start, { channelId: interaction.channelId });
    return sayView('Here we go', 'Write your answers here, or send voice messages.');
  }
  const channel = await postingChannel(start);
  await begin(start, { channelId: channel.id }).catch((error: unknown) => {
    throw isTakenByOthers(start, channel.id, error) ? takenByOthers(channel.name, note) : error;
  });
  const how = 'Press Answer under a question, or reply to it with text or a voice message.';
  const whose = options.private ? ' Feedback comes to you alone.' : '';
  return sayView('Here we go', `${note}Questions appear in #${channel.name}. ${how}${whose}`);
}

/** Whoever does not lead the interview that runs in a channel cannot stop it. */
function isTakenByOthers({ desk, interaction }: Start, channelId: string, error: unknown): boolean {
  const running = desk.sessions.inChannel(channelId);
  return (
    isCoachError(error, 'wrong_state') && running !== null && running.ownerUserId !== interaction.user.id
  );
}

const takenByOthers = (channelName: string, note: string) =>
  wrongState(
    note === ''
      ? `Somebody else’s interview is running in #${channelName}; wait until it ends, or start yours in another channel.`
      : `Your direct messages are closed to me, and in #${channelName} somebody else’s interview is running; open them for this server, or start yours in another channel.`,
  );

/** A private interview is held in direct messages, where nobody else reads along; with those closed, in the channel. */
async function startInPrivate(start: Start): Promise<View> {
  const { desk, interaction, options } = start;
  const hello = `${options.questions} ${options.questions === 1 ? 'question' : 'questions'} about ${options.domain}, ${options.level}.`;
  const place = await openPrivatePlace(desk, interaction, hello);
  if (!place)
    return await startHere(
      start,
      'Your direct messages are closed to me, so we stay here; open them for this server to practise unseen. ',
    );
  await begin(start, place);
  return sayView('Here we go', `I wrote to you: we go on in our direct messages. ${place.url}`);
}

/**
 * The direct messages of whoever uses a command, greeted; null when they are closed. Throws `wrong_state` while an
 * interview is running there.
 */
export async function openPrivatePlace(
  desk: Desk,
  interaction: ChatInputCommandInteraction,
  hello: string,
): Promise<{ channelId: string; originChannelId: string; url: string } | null> {
  const { actor } = await whereIs(desk, interaction);
  const { id } = await desk.client.users.createDM(actor.userId);
  if (desk.sessions.inChannel(id))
    throw wrongState(
      'An interview with you is running in our direct messages already; finish it or stop it there first.',
    );
  const view = sayView(
    'Your interview',
    `${hello} Write your answers here, or send voice messages; nobody else sees them.`,
  );
  const once = { nonce: interaction.id, again: false };
  const sent = await sendToPerson(desk, actor.userId, renderCard(view, { tenant: actor.tenant }), once);
  return sent ? { channelId: id, originChannelId: interaction.channelId, url: sent.url } : null;
}
