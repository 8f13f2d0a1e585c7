/** Slash commands: read, run, shown. */
import {
  type AutocompleteInteraction,
  type ChatInputCommandInteraction,
  PermissionFlagsBits,
} from 'discord.js';
import type { Place } from '../../../pipeline/interview/interview-types.ts';
import { personMark } from '../../../wording/marks.ts';
import { englishWording } from '../../../wording/wording.ts';
import { commandFrom, type GivenOptions } from '../../command.ts';
import { sayView } from '../../desk-view.ts';
import { type Reply, runCommand } from '../../run-command.ts';
import { type CardButton, renderCard } from '../cards.ts';
import type { Desk } from '../desk.ts';
import { badInput } from '../faults.ts';
import { mayPost } from '../permissions.ts';
import type { Responder } from '../ports.ts';
import { testMicrophone } from '../voice/mic-test.ts';
import { submitAnswer } from './answers.ts';
import { changeSettings } from './settings.ts';
import { openPrivatePlace, startInterview } from './start.ts';
import { whereIs } from './where.ts';

const nameOf = (interaction: ChatInputCommandInteraction | AutocompleteInteraction): string =>
  [interaction.commandName, interaction.options.getSubcommand(false)].filter(Boolean).join(' ');

const managesServer = ({ memberPermissions }: ChatInputCommandInteraction): boolean =>
  memberPermissions?.has(PermissionFlagsBits.ManageGuild) ?? false;

/** Seen by everyone in the channel. */
export function isPublic(interaction: ChatInputCommandInteraction): boolean {
  const name = nameOf(interaction);
  return name === 'leaderboard' || (name === 'schedule add' && managesServer(interaction));
}

export async function runSlashCommand(
  desk: Desk,
  interaction: ChatInputCommandInteraction,
  responder: Responder,
): Promise<void> {
  const reply = await replyTo(desk, interaction);
  const { actor } = await whereIs(desk, interaction);
  const { view, files = [], buttons = [] } = reply;
  await responder.show(renderCard(view, { tenant: actor.tenant, files, buttons }));
}

/** Nothing is erased before it was asked for twice. */
const askToForget: Reply & { buttons: CardButton[] } = {
  view: sayView(
    'Erase everything about you?',
    'Your answers, scores, progress and consents are erased for good. /privacy export gives you a copy first.',
  ),
  private: true,
  buttons: [{ action: 'forget-all', label: 'Erase everything', about: '' }],
};

async function replyTo(
  desk: Desk,
  interaction: ChatInputCommandInteraction,
): Promise<Reply & { buttons?: CardButton[] }> {
  const name = nameOf(interaction);
  const { bank } = desk.context;
  if (name === 'settings') return { view: await changeSettings(desk, interaction), private: true };
  const domains = bank.domains().map((domain) => domain.name);
  const command = commandFrom(name, optionsOf(interaction), domains);
  if (!command) throw badInput('I do not know this command any more; use /help to see what I can do.');
  if (command.name === 'interview start')
    return { view: await startInterview(desk, interaction, command.options), private: true };
  if (command.name === 'mic-test')
    return {
      view: await testMicrophone(
        {
          rooms: desk.rooms,
          transcriber: desk.context.models.transcriber,
          timings: desk.timings,
          wording: englishWording,
          log: desk.context.log,
          signal: desk.signal,
        },
        interaction,
      ),
      private: true,
    };
  if (command.name === 'privacy forget') return askToForget;
  if (command.name === 'score' || command.name === 'settings')
    throw badInput('The form could not be opened; use /score again.');
  const { actor, session, place: here } = await whereIs(desk, interaction);
  const place = await placeFor(command.name, desk, interaction, here);
  if (command.name === 'interview done' && session) await submitAnswer(desk, actor, session);
  const reply = await runCommand(command, {
    actor,
    place,
    context: desk.context,
    nameOf: personMark,
    manages: managesServer(interaction),
  });
  if (command.name.startsWith('privacy ')) await desk.rooms.consentChanged(actor.tenant, actor.userId);
  return reply;
}

/** Most commands mean the session that runs; practice of one's own is held in direct messages, planned practice right here. */
async function placeFor(
  name: string,
  desk: Desk,
  interaction: ChatInputCommandInteraction,
  session: Place,
): Promise<Place> {
  const { tenant, platform } = session;
  const here: Place = { tenant, platform, channelId: interaction.channelId };
  if (name === 'practice weak' && interaction.guild !== null) {
    const place = await openPrivatePlace(desk, interaction, 'We go over your weak spots.');
    return place ? { ...here, channelId: place.channelId, originChannelId: place.originChannelId } : here;
  }
  if (!name.startsWith('schedule ')) return session;
  if (name === 'schedule add' && interaction.channel && !interaction.channel.isDMBased())
    mayPost(interaction.channel);
  return here;
}

function optionsOf(interaction: ChatInputCommandInteraction): GivenOptions {
  const top = interaction.options.data;
  const given = top.length === 1 && top[0]?.options ? top[0].options : top;
  return Object.fromEntries(given.map(({ name, value }) => [name, value ?? null]));
}

/** Domains whose name or title holds what was typed so far; at most 25, as Discord allows. */
export async function suggestDomains(desk: Desk, interaction: AutocompleteInteraction): Promise<void> {
  const typed = interaction.options.getFocused().toLowerCase();
  const found = desk.context.bank
    .domains()
    .filter(({ name, title }) => name.includes(typed) || title.toLowerCase().includes(typed))
    .slice(0, 25);
  await interaction.respond(
    found.map(({ name, title }) => ({ name: title.slice(0, 100), value: name.slice(0, 100) })),
  );
}
