import type { Gateway } from '../gateway.ts';
import { type Interaction, tokenLifeMs } from '../interaction.ts';
import type { Messages } from '../messages.ts';
import { flag, intent, type Message } from '../protocol.ts';
import { type Route, route } from '../rest.ts';
import { checkAutocomplete, checkModal } from '../validate/command.ts';
import { ApiError, unknownThing } from '../validate/form.ts';
import { checkMessage } from '../validate/message.ts';
import type { World } from '../world.ts';

/** Which kinds of answer each kind of interaction takes. */
const allowedAnswers: Record<number, number[]> = {
  2: [4, 5, 9],
  3: [4, 5, 6, 7, 9],
  4: [8],
  5: [4, 5, 6, 7],
};

/** Answers to interactions, and the webhook through which they are edited and followed up for 15 minutes. */
export function interactionRoutes(world: World, gateway: Gateway, messages: Messages): Route[] {
  function hook(token: string | undefined): Interaction {
    const found = world.interactions.get(token ?? '');
    if (!found || found.ageMs() > tokenLifeMs) throw new ApiError(401, 50027, 'Invalid Webhook Token');
    if (!found.acknowledged) throw unknownThing(10015, 'Webhook');
    return found;
  }
  function messageOf(interaction: Interaction, id: string | undefined): Message {
    const found =
      id === '@original'
        ? interaction.original
        : [...interaction.followups, interaction.original].find((one) => one?.id === id);
    if (!found) throw unknownThing(10008, 'Message');
    return found;
  }
  const announceEdit = (interaction: Interaction, message: Message) => {
    if ((message.flags & flag.ephemeral) === 0)
      messages.publish(interaction.channel, message, 'MESSAGE_UPDATE');
  };

  return [
    route('POST', '/interactions/:id/:token/callback', ({ parameters, body, files, query }) => {
      const interaction = world.interactions.get(parameters[1] ?? '');
      if (!interaction || interaction.id !== parameters[0]) throw unknownThing(10062, 'interaction');
      if (interaction.acknowledged)
        throw new ApiError(400, 40060, 'Interaction has already been acknowledged.');
      if (interaction.waitedMs() > world.acknowledgeMs) throw unknownThing(10062, 'interaction');
      const data = body.data ?? {};
      if (!allowedAnswers[interaction.type]?.includes(body.type))
        throw new ApiError(400, 50035, `Response type ${body.type} is not valid for this interaction.`);
      if (body.type === 4) checkMessage(data, files, { path: ['data'] });
      if (body.type === 8) checkAutocomplete(data);
      if (body.type === 9) checkModal(data);
      interaction.acknowledged = body.type;
      interaction.acknowledgedAfterMs = interaction.waitedMs();
      if (body.type === 4) {
        interaction.original = messages.respond(interaction, data, files);
        world.record('message', { via: 'interaction', interaction, message: interaction.original, files });
      } else if (body.type === 5) {
        const flags = ((data.flags ?? 0) & flag.ephemeral) | flag.loading;
        interaction.original = messages.respond(interaction, { flags }, []);
        world.record('defer', { interaction, message: interaction.original });
      } else if (body.type === 6) interaction.original = interaction.message;
      else if (body.type === 7 && interaction.message) {
        interaction.original = messages.edit(interaction.channel, interaction.message, data, files);
        announceEdit(interaction, interaction.original);
        world.record('edit', { via: 'interaction', interaction, message: interaction.original, files });
      } else if (body.type === 8) {
        interaction.choices = data.choices;
        world.record('autocomplete', { interaction });
      } else if (body.type === 9) {
        interaction.modal = structuredClone(data);
        world.record('modal', { interaction });
      }
      if (query.get('with_response') !== 'true') return null;
      const { original } = interaction;
      return {
        interaction: { id: interaction.id, type: interaction.type, response_message_id: original?.id },
        resource: { type: body.type, ...(original ? { message: original } : {}) },
      };
    }),
    route('POST', '/webhooks/:app/:token', ({ parameters, body, files }) => {
      const interaction = hook(parameters[1]);
      checkMessage(body, files);
      const { original } = interaction;
      if (original && (original.flags & flag.loading) !== 0) {
        original.flags &= ~flag.loading;
        messages.edit(interaction.channel, original, body, files);
        announceEdit(interaction, original);
        world.record('message', { via: 'followup', interaction, message: original, files });
        return original;
      }
      const made = messages.respond(interaction, body, files);
      interaction.followups.push(made);
      world.record('message', { via: 'followup', interaction, message: made, files });
      return made;
    }),
    route('GET', '/webhooks/:app/:token/messages/:message', ({ parameters }) =>
      messageOf(hook(parameters[1]), parameters[2]),
    ),
    route('PATCH', '/webhooks/:app/:token/messages/:message', ({ parameters, body, files }) => {
      const interaction = hook(parameters[1]);
      const message = messageOf(interaction, parameters[2]);
      const filled = (message.flags & flag.loading) !== 0;
      messages.edit(interaction.channel, message, body, files);
      message.flags &= ~flag.loading;
      announceEdit(interaction, message);
      interaction.edits++;
      world.record(filled ? 'message' : 'edit', { via: 'webhook', interaction, message, files });
      return message;
    }),
    route('DELETE', '/webhooks/:app/:token/messages/:message', ({ parameters }) => {
      const interaction = hook(parameters[1]);
      const message = messageOf(interaction, parameters[2]);
      world.ephemerals.delete(message.id);
      if (interaction.original === message) interaction.original = null;
      if (world.messagesOf(interaction.channel.id).delete(message.id))
        gateway.dispatch(
          'MESSAGE_DELETE',
          { id: message.id, channel_id: interaction.channel.id, guild_id: interaction.guild?.id },
          intent.guildMessages,
        );
      world.record('delete', { via: 'webhook', interaction, message });
      return null;
    }),
  ];
}
