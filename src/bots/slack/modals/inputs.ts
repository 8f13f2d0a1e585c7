/** Fields of dialogs. The id of a block is the name under which its value comes back. */
import type { types } from '@slack/bolt';
import { cut } from '../render/mrkdwn.ts';

const plain = (text: string, max: number) => ({
  type: 'plain_text' as const,
  text: cut(text, max),
  emoji: false,
});

/** Slack takes at most 3,000 characters in one field. */
const longestText = 3000;

export function textInput(
  name: string,
  label: string,
  options: { lines?: boolean; initial?: string; hint?: string; isOptional?: boolean } = {},
): types.InputBlock {
  const { lines = false, initial, hint, isOptional = false } = options;
  return {
    type: 'input',
    block_id: name,
    optional: isOptional,
    label: plain(label, 200),
    ...(hint === undefined ? {} : { hint: plain(hint, 200) }),
    element: {
      type: 'plain_text_input',
      action_id: 'value',
      multiline: lines,
      max_length: longestText,
      ...(initial ? { initial_value: cut(initial, longestText) } : {}),
    },
  };
}

export type Choice = { value: string; label: string };

export function selectInput(
  name: string,
  label: string,
  choices: Choice[],
  chosen?: string,
): types.InputBlock {
  const options = choices.slice(0, 100).map(toOption);
  const initial = choices.find(({ value }) => value === chosen);
  return {
    type: 'input',
    block_id: name,
    label: plain(label, 200),
    element: {
      type: 'static_select',
      action_id: 'value',
      options,
      ...(initial ? { initial_option: toOption(initial) } : {}),
    },
  };
}

const toOption = ({ value, label }: Choice) => ({ text: plain(label, 75), value });

export const modal = (
  callbackId: string,
  title: string,
  submit: string,
  about: string,
  blocks: types.ModalView['blocks'],
): types.ModalView => ({
  type: 'modal',
  callback_id: callbackId,
  private_metadata: about,
  title: plain(title, 24),
  submit: plain(submit, 24),
  close: plain('Cancel', 24),
  blocks,
});
