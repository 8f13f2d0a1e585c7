/** The interactive elements that the app uses; any other is refused, so that a new one gets its rules here first. */
import { type Fields, isFields } from '../protocol.ts';
import type { Check } from './check.ts';

type ElementRules = { properties: readonly string[]; places: readonly Place[] };
export type Place = 'section' | 'actions' | 'input';

const rules: Record<string, ElementRules> = {
  button: {
    properties: ['text', 'action_id', 'url', 'value', 'style', 'confirm', 'accessibility_label'],
    places: ['section', 'actions'],
  },
  static_select: {
    properties: ['placeholder', 'action_id', 'options', 'initial_option'],
    places: ['section', 'actions', 'input'],
  },
  radio_buttons: {
    properties: ['action_id', 'options', 'initial_option'],
    places: ['section', 'actions', 'input'],
  },
  plain_text_input: {
    properties: ['action_id', 'initial_value', 'multiline', 'min_length', 'max_length', 'placeholder'],
    places: ['input'],
  },
  conversations_select: {
    properties: ['placeholder', 'action_id', 'filter', 'default_to_current_conversation'],
    places: ['section', 'actions', 'input'],
  },
};

export function checkElement(check: Check, element: unknown, path: string, place: Place) {
  if (!isFields(element)) return check.add('must provide an object', path);
  const type = String(element.type);
  const rule = rules[type];
  if (!rule?.places.includes(place)) return check.add(`unsupported type: ${type}`, `${path}/type`);
  check.only(element, ['type', ...rule.properties], path);
  check.string(element, 'action_id', path, { max: 255 });
  check.text(element, 'placeholder', path, { max: 150, types: ['plain_text'] });
  if (type === 'button') checkButton(check, element, path);
  if (type === 'static_select') checkOptions(check, element, path, 100);
  if (type === 'radio_buttons') checkOptions(check, element, path, 10);
  if (type === 'plain_text_input') {
    check.string(element, 'initial_value', path, { min: 0, max: Number(element.max_length ?? 3000) });
    if (Number(element.max_length ?? 3000) > 3000) {
      check.add('must be less than 3001', `${path}/max_length`);
    }
  }
}

function checkButton(check: Check, button: Fields, path: string) {
  check.text(button, 'text', path, { max: 75, types: ['plain_text'], required: true });
  check.string(button, 'value', path, { min: 0, max: 2000 });
  check.string(button, 'url', path, { max: 3000 });
  check.string(button, 'accessibility_label', path, { max: 75 });
  if (button.style !== undefined && button.style !== 'primary' && button.style !== 'danger') {
    check.add('must be a valid enum value', `${path}/style`);
  }
  if (button.confirm === undefined) return;
  const at = `${path}/confirm`;
  if (!isFields(button.confirm)) return check.add('must provide an object', at);
  check.only(button.confirm, ['title', 'text', 'confirm', 'deny', 'style'], at);
  check.text(button.confirm, 'title', at, { max: 100, types: ['plain_text'] });
  check.text(button.confirm, 'text', at, { max: 300 });
  check.text(button.confirm, 'confirm', at, { max: 30, types: ['plain_text'] });
  check.text(button.confirm, 'deny', at, { max: 30, types: ['plain_text'] });
}

function checkOptions(check: Check, element: Fields, path: string, max: number) {
  const options = check.list(element, 'options', path, { max });
  for (const [index, option] of options.entries()) {
    const at = `${path}/options/${index}`;
    if (!isFields(option)) {
      check.add('must provide an object', at);
      continue;
    }
    check.only(option, ['text', 'value', 'description'], at);
    check.text(option, 'text', at, { max: 75, types: ['plain_text'], required: true });
    check.string(option, 'value', at, { max: 150, required: true });
  }
  if (element.initial_option === undefined) return;
  const same = options.some((option) => JSON.stringify(option) === JSON.stringify(element.initial_option));
  if (!same) check.add('must match an option in the options', `${path}/initial_option`);
}
