/** Dialogs as Slack's modals. The id of a block is the name under which its value comes back. */
import type { types } from '@slack/bolt';
import { z } from 'zod';
import { type Dialog, type DialogAction, type DialogField, dialogActions } from '../message.ts';
import { isOrganisation } from './connection/workspaces.ts';
import { cut } from './text.ts';

/** Slack takes at most 3,000 characters in one field. */
export const longestText = 3000;

const prefix = 'greenroom:';
export const dialogCallback = new RegExp(`^${prefix}`);

/** What a modal returns besides its values: what it is about, and the channel where it was opened. */
const metadata = z.object({ about: z.string(), turn: z.string().optional(), channelId: z.string() });

export function renderDialog(dialog: Dialog, channelId: string, cancel: string): types.ModalView {
  const { action, about, turn, title, submit, note, fields } = dialog;
  return {
    type: 'modal',
    callback_id: `${prefix}${action}`,
    private_metadata: JSON.stringify({ about, ...(turn === undefined ? {} : { turn }), channelId }),
    title: plain(title, 24),
    submit: plain(submit, 24),
    close: plain(cancel, 24),
    blocks: [
      ...(note === undefined ? [] : [{ type: 'section' as const, text: plain(note, 3000) }]),
      ...fields.map(renderField),
    ],
  };
}

function renderField(field: DialogField): types.InputBlock {
  const { name, label, hint, optional = false } = field;
  return {
    type: 'input',
    block_id: name,
    optional,
    label: plain(label, 200),
    ...(hint === undefined ? {} : { hint: plain(hint, 200) }),
    element: renderElement(field),
  };
}

function renderElement(field: DialogField): types.InputBlock['element'] {
  switch (field.type) {
    case 'text': {
      const longest = Math.min(field.longest ?? longestText, longestText);
      return {
        type: 'plain_text_input',
        action_id: 'value',
        multiline: field.lines ?? false,
        max_length: longest,
        ...(field.value ? { initial_value: cut(field.value, longest) } : {}),
      };
    }
    case 'choice': {
      const initial = field.choices.find(({ value }) => value === field.value);
      return {
        type: 'static_select',
        action_id: 'value',
        options: field.choices.slice(0, 100).map(toOption),
        ...(initial ? { initial_option: toOption(initial) } : {}),
      };
    }
    case 'channel':
      return {
        type: 'conversations_select',
        action_id: 'value',
        filter: { include: ['public', 'private'], exclude_bot_users: true },
      };
  }
}

const plain = (text: string, max: number) => ({
  type: 'plain_text' as const,
  text: cut(text, max),
  emoji: false,
});
const toOption = ({ value, label }: { value: string; label: string }) => ({ text: plain(label, 75), value });

const inputValue = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_conversation: z.string().nullish(),
});

/** A modal that was filled in. In a channel shared with another organisation, `app_installed_team_id` is ours. */
export const submission = z
  .object({
    user: z.object({ id: z.string(), team_id: z.string().optional() }),
    team: z.object({ id: z.string() }).nullish(),
    enterprise: z.object({ id: z.string() }).nullish(),
    view: z.object({
      id: z.string(),
      callback_id: z.string(),
      app_installed_team_id: z.string().nullish(),
      private_metadata: z.string(),
      state: z.object({ values: z.record(z.string(), z.record(z.string(), inputValue)) }),
    }),
  })
  .transform(({ user, team, enterprise, view }) => ({
    userId: user.id,
    teamId: installedTeam(view.app_installed_team_id) ?? team?.id ?? user.team_id ?? '',
    organisationId: enterprise?.id ?? null,
    key: view.id,
    action: actionOf(view.callback_id),
    ...metadata.parse(JSON.parse(view.private_metadata)),
    values: Object.fromEntries(
      Object.entries(view.state.values).map(([block, inputs]) => {
        const [input] = Object.values(inputs);
        const value = input?.selected_option?.value ?? input?.selected_conversation ?? input?.value ?? '';
        return [block, value.trim()];
      }),
    ) as Partial<Record<string, string>>,
  }));

/** An organisation that installed the app stands there as itself, not as one of its workspaces. */
const installedTeam = (id: string | null | undefined) => (id && !isOrganisation(id) ? id : null);

const actionOf = (callbackId: string): DialogAction | null =>
  dialogActions.find((action) => `${prefix}${action}` === callbackId) ?? null;
