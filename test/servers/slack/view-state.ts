/** What Slack's client puts into actions and into the state of a view, and what it refuses to send. */
import { type Block, type Element, elementsOf, type Fields, type View } from './protocol.ts';

/** What a person filled in: `{ block: value }`. */
export type Filled = Record<string, string>;

export function stateOf(element: Element, value: string | undefined): Fields {
  if (element.type === 'static_select' || element.type === 'radio_buttons') {
    if (value === undefined) return { type: element.type, selected_option: element.initial_option ?? null };
    const option = element.options?.find((one) => one.value === value || one.text.text === value);
    if (!option) throw new Error(`${element.action_id} has no option ${value}`);
    return { type: element.type, selected_option: option };
  }
  if (element.type === 'conversations_select')
    return { type: element.type, selected_conversation: value ?? null };
  return { type: element.type, value: value ?? element.initial_value ?? null };
}

export function fillIn(view: View, filled: Filled): void {
  const values: View['state']['values'] = {};
  for (const { block, element } of elementsOf(view.blocks)) {
    if (block.type !== 'input' || element.action_id === undefined || block.block_id === undefined) continue;
    values[block.block_id] = { [element.action_id]: stateOf(element, filled[block.block_id]) };
  }
  view.state.values = values;
}

/** What the client says before it sends anything, by block. */
export function clientErrors(view: View): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const block of view.blocks.filter((candidate) => candidate.type === 'input')) {
    const error = clientError(block, view.state.values);
    if (error) errors[block.block_id ?? ''] = error;
  }
  return errors;
}

function clientError(block: Block, values: View['state']['values']): string | null {
  const given = values[block.block_id ?? '']?.[block.element?.action_id ?? ''];
  const value = given?.value ?? given?.selected_option ?? given?.selected_conversation ?? null;
  if (value === null || value === '') return block.optional ? null : 'required';
  const max = Number(block.element?.max_length ?? 3000);
  return typeof value === 'string' && value.length > max ? 'too long' : null;
}
