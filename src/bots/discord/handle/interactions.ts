/** Every interaction: acknowledged before anything else, then done, and its faults said to the one who acted. */
import { type Interaction, MessageFlags, type RepliableInteraction } from 'discord.js';
import { soundIn } from '../attachments.ts';
import { readCustomId, renderCard } from '../cards.ts';
import type { Desk } from '../desk.ts';
import { tenantOf } from '../desk.ts';
import { loggable, viewFault } from '../faults.ts';
import type { Responder } from '../ports.ts';
import { isQuiet, pressButton } from './buttons.ts';
import { isPublic, runSlashCommand, suggestDomains } from './commands.ts';
import { answerForm, followUpForm, rememberTarget, scoreForm, scoreMessageForm, takeForm } from './forms.ts';
import { refusalOf } from './may-press.ts';

export async function handleInteraction(desk: Desk, interaction: Interaction): Promise<void> {
  try {
    if (interaction.isAutocomplete()) await suggestDomains(desk, interaction);
    else if (interaction.isRepliable() && !(await showForm(desk, interaction)))
      await answer(desk, interaction);
  } catch (error) {
    desk.context.log.warn(
      { fault: loggable(error), interactionId: interaction.id },
      'An interaction could not be answered',
    );
  }
}

async function answer(desk: Desk, interaction: RepliableInteraction): Promise<void> {
  const meaning = 'customId' in interaction ? readCustomId(interaction.customId) : null;
  const responder = await desk.responders.acknowledge(
    interaction,
    howToAnswer(interaction, meaning?.action ?? ''),
  );
  const tenant = meaning?.tenant ?? tenantOf(interaction.guildId ?? `user-${interaction.user.id}`);
  try {
    if (interaction.isChatInputCommand()) await runSlashCommand(desk, interaction, responder);
    else if (interaction.isButton() && meaning) await pressButton(desk, interaction, meaning, responder);
    else if (interaction.isModalSubmit() && meaning) {
      const view = await takeForm(desk, interaction, meaning, responder);
      await showUnlessReplaced(responder, renderCard(view, { tenant }));
    }
  } catch (error) {
    await responder.refuse(renderCard(viewFault(error, desk.context.log), { tenant }));
  }
}

/** The feedback may have come into the reply already: what was to be shown until then is not shown over it. */
async function showUnlessReplaced(responder: Responder, card: ReturnType<typeof renderCard>): Promise<void> {
  if (!responder.filled()) await responder.show(card);
}

function howToAnswer(interaction: RepliableInteraction, action: string): 'private' | 'public' | 'update' {
  if (interaction.isChatInputCommand()) return isPublic(interaction) ? 'public' : 'private';
  return interaction.isMessageComponent() && isQuiet(action) ? 'update' : 'private';
}

/** Forms are the first answer themselves: nothing slow may happen before them. */
async function showForm(desk: Desk, interaction: RepliableInteraction): Promise<boolean> {
  const tenant = tenantOf(interaction.guildId ?? `user-${interaction.user.id}`);
  if (interaction.isChatInputCommand() && interaction.commandName === 'score') {
    await interaction.showModal(scoreForm(tenant));
    return true;
  }
  if (interaction.isMessageContextMenuCommand()) {
    const { content, author, attachments } = interaction.targetMessage;
    const sound = soundIn({ attachments });
    if (!sound && content.trim() === '') {
      const view = {
        title: 'Nothing to score',
        meta: [],
        actions: [],
        blocks: [{ type: 'text' as const, text: 'This message holds neither text nor a recording.' }],
      };
      const { components, flags } = renderCard(view, { tenant });
      await interaction.reply({ components, flags: flags | MessageFlags.Ephemeral });
      return true;
    }
    rememberTarget(desk, interaction.id, { text: content, sound, authorId: author.id });
    const question = desk.sessions.inChannel(interaction.channelId ?? '')?.turn?.question.text ?? null;
    await interaction.showModal(scoreMessageForm(interaction.id, tenant, question));
    return true;
  }
  const meaning = interaction.isButton() ? readCustomId(interaction.customId) : null;
  if (!interaction.isButton() || !meaning) return false;
  const refusal = await refusalOf(desk, meaning, interaction.user.id);
  if (refusal !== null) {
    const { components, flags } = renderCard(viewFault(refusal, desk.context.log), { tenant });
    await interaction.reply({ components, flags: flags | MessageFlags.Ephemeral });
    return true;
  }
  if (meaning.action === 'answer') {
    const question = desk.sessions.byId(meaning.about)?.turn?.question.text ?? null;
    await interaction.showModal(answerForm(meaning.about, meaning.tenant, question));
    return true;
  }
  if (meaning.action === 'follow-up') {
    await interaction.showModal(followUpForm(meaning.about, meaning.tenant));
    return true;
  }
  return false;
}
