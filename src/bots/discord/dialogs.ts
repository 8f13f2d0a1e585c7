/** Dialogs as Discord modals, and what they send back. */
import {
  type APIModalInteractionResponseCallbackData,
  ChannelType,
  ComponentType,
  type ModalSubmitInteraction,
  TextInputStyle,
} from 'discord.js';
import type { TenantId } from '../../domain.ts';
import type { DialogReturn } from '../happened.ts';
import { type Dialog, type DialogField, dialogActions } from '../message.ts';
import { longId, shortId } from './cards.ts';
import { guildIdOf, tenantOfGuild } from './guild-tenant.ts';
import { cutText } from './text.ts';

type Modal = APIModalInteractionResponseCallbackData;

/** The longest text that a field takes. */
export const longestField = 4000;
const longestNote = 1500;
const mostChoices = 25;

/** Discord adds the button that submits a modal, with its own label. */
export const renderDialog = ({ title, note, fields, ...meaning }: Dialog, tenant: TenantId): Modal => ({
  custom_id: dialogId({ ...meaning, tenant }),
  title: cutText(title, 45),
  components: [
    ...(note === undefined
      ? []
      : [{ type: ComponentType.TextDisplay as const, content: cutText(note, longestNote) }]),
    ...fields.map((field) => ({
      type: ComponentType.Label as const,
      label: cutText(field.label, 45),
      ...(field.hint === undefined ? {} : { description: cutText(field.hint, 100) }),
      component: inputOf(field),
    })),
  ],
});

function inputOf(field: DialogField) {
  const { name, optional } = field;
  const required = !optional;
  switch (field.type) {
    case 'text': {
      const longest = Math.min(longestField, field.longest ?? longestField);
      return {
        type: ComponentType.TextInput as const,
        custom_id: name,
        style: field.lines ? TextInputStyle.Paragraph : TextInputStyle.Short,
        required,
        max_length: longest,
        ...(field.value === undefined ? {} : { value: cutText(field.value, longest) }),
      };
    }
    case 'choice':
      return {
        type: ComponentType.StringSelect as const,
        custom_id: name,
        required,
        options: field.choices.slice(0, mostChoices).map(({ value, label }) => ({
          value,
          label: cutText(label, 100),
          default: value === field.value,
        })),
      };
    case 'channel':
      return {
        type: ComponentType.ChannelSelect as const,
        custom_id: name,
        required,
        channel_types: [ChannelType.GuildText],
      };
  }
}

type DialogMeaning = Pick<DialogReturn, 'action' | 'about' | 'turn'> & { tenant: TenantId };

const ours = 'gd';

/** At most 100 characters, as for buttons. */
const dialogId = ({ action, about, turn = '', tenant }: DialogMeaning): string =>
  [ours, action, shortId(about), guildIdOf(tenant), shortId(turn)].join('|');

/** Null for a dialog that is not ours. */
export function readDialogId(id: string): DialogMeaning | null {
  const [first, name, about = '', server, turn = ''] = id.split('|');
  const action = dialogActions.find((one) => one === name);
  if (first !== ours || !server || !action) return null;
  return {
    action,
    about: longId(about),
    tenant: tenantOfGuild(server),
    ...(turn === '' ? {} : { turn: longId(turn) }),
  };
}

/** What was filled in, by the name of the field. */
export function readDialog({ fields }: ModalSubmitInteraction): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, field] of fields.fields) {
    const value = 'value' in field ? field.value : 'values' in field ? field.values?.[0] : undefined;
    if (typeof value === 'string' && value !== '') values[name] = value;
  }
  return values;
}
