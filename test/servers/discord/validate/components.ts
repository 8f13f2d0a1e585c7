import type { Component } from '../protocol.ts';
import type { Form, Path } from './form.ts';

const selects = [3, 5, 6, 7, 8];
/** Component types that Discord takes in each place. */
const allowedIn = {
  message: [1],
  messageV2: [1, 9, 10, 12, 13, 14, 17],
  modal: [1, 10, 18],
  row: [2, ...selects],
  modalRow: [4],
  label: [...selects, 4, 19, 21, 22, 23],
  container: [1, 9, 10, 12, 13, 14],
  section: [10],
  accessory: [2, 11],
} as const;
type Place = keyof typeof allowedIn;

/** Checks the components of a message (old layout or V2) or of a modal. */
export function checkComponents(
  form: Form,
  list: Component[],
  layout: 'message' | 'messageV2' | 'modal',
  path: Path,
): void {
  const size = { message: { max: 5 }, messageV2: { max: 40 }, modal: { min: 1, max: 5 } }[layout];
  if (!form.list(path, list, size)) return;
  const customIds = new Set<string>();
  let total = 0;
  let text = 0;

  function customId(at: Path, component: Component): void {
    const id = component.custom_id;
    if (!form.text([...at, 'custom_id'], id, { min: 1, max: 100, required: true })) return;
    if (customIds.has(id))
      form.add(
        [...at, 'custom_id'],
        'COMPONENT_CUSTOM_ID_DUPLICATED',
        'Component custom id cannot be duplicated',
      );
    customIds.add(id);
  }

  function walk(component: Component, at: Path, place: Place): void {
    total++;
    const allowed: readonly number[] = allowedIn[place];
    if (!allowed.includes(component?.type)) {
      form.add(
        [...at, 'type'],
        'UNION_TYPE_CHOICES',
        `Value of field "type" must be one of (${allowed.join(', ')}).`,
      );
      return;
    }
    const inside = (list: Component[] | undefined, next: Place, limits: { min: number; max: number }) => {
      if (!form.list([...at, 'components'], list, { ...limits, required: true })) return;
      list?.forEach((child, index) => {
        walk(child, [...at, 'components', index], next);
      });
    };
    switch (component.type) {
      case 1:
        inside(component.components, place === 'modal' ? 'modalRow' : 'row', { min: 1, max: 5 });
        if (component.components?.some((child) => child.type !== 2) && component.components.length > 1)
          form.add(
            [...at, 'components'],
            'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
            'The specified component exceeds the maximum width',
          );
        return;
      case 2: {
        checkButton(component, at);
        return;
      }
      case 4: {
        checkTextInput(component, at, place);
        return;
      }
      case 9:
        inside(component.components, 'section', { min: 1, max: 3 });
        if (component.accessory) walk(component.accessory, [...at, 'accessory'], 'accessory');
        else form.required([...at, 'accessory']);
        return;
      case 10:
        if (form.text([...at, 'content'], component.content, { min: 1, max: 4000, required: true }))
          text += [...(component.content ?? '')].length;
        return;
      case 11: {
        form.url([...at, 'media', 'url'], component.media?.url);
        return;
      }
      case 12:
        form.list([...at, 'items'], component.items, { min: 1, max: 10, required: true });
        return;
      case 13: {
        form.url([...at, 'file', 'url'], component.file?.url);
        return;
      }
      case 17: {
        inside(component.components, 'container', { min: 1, max: 40 });
        return;
      }
      case 18:
        form.text([...at, 'label'], component.label, { min: 1, max: 45, required: true });
        form.text([...at, 'description'], component.description, { max: 100 });
        if (component.component) walk(component.component, [...at, 'component'], 'label');
        else form.required([...at, 'component']);
        return;
      case 14:
        return;
      default:
        checkSelect(component, at);
    }
  }

  function checkButton(button: Component, at: Path): void {
    if (![1, 2, 3, 4, 5, 6].includes(button.style ?? 0))
      form.add([...at, 'style'], 'BASE_TYPE_CHOICES', 'Value must be one of {1, 2, 3, 4, 5, 6}.');
    form.text([...at, 'label'], button.label, { max: 80 });
    if (button.style === 5) {
      if (!button.url) form.required([...at, 'url']);
      form.url([...at, 'url'], button.url, ['http:', 'https:', 'discord:']);
    } else customId(at, button);
    if (button.custom_id && button.url)
      form.add(
        [...at, 'custom_id'],
        'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE',
        'A custom id and url cannot both be specified',
      );
    if (!button.label && !button.emoji)
      form.add(at, 'BUTTON_COMPONENT_INVALID_LABEL', 'A button must have either a label or an emoji');
  }

  function checkTextInput(input: Component, at: Path, place: Place): void {
    customId(at, input);
    if (![1, 2].includes(input.style ?? 0))
      form.add([...at, 'style'], 'BASE_TYPE_CHOICES', 'Value must be one of {1, 2}.');
    if (place === 'modalRow') form.text([...at, 'label'], input.label, { min: 1, max: 45, required: true });
    else if (input.label)
      form.add(
        [...at, 'label'],
        'COMPONENT_LABEL_NOT_ALLOWED',
        'Text inputs inside a label component cannot have a label',
      );
    form.text([...at, 'placeholder'], input.placeholder, { max: 100 });
    form.text([...at, 'value'], input.value, { max: 4000 });
    form.range([...at, 'min_length'], input.min_length, 0, 4000);
    form.range([...at, 'max_length'], input.max_length, 1, 4000);
  }

  function checkSelect(select: Component, at: Path): void {
    customId(at, select);
    form.text([...at, 'placeholder'], select.placeholder, { max: 150 });
    form.range([...at, 'min_values'], select.min_values, 0, 25);
    form.range([...at, 'max_values'], select.max_values, 1, 25);
    if (select.type !== 3) return;
    if (!form.list([...at, 'options'], select.options, { min: 1, max: 25, required: true })) return;
    const seen = new Set<string>();
    select.options?.forEach((option, index) => {
      const place = [...at, 'options', index];
      form.text([...place, 'label'], option.label, { min: 1, max: 100, required: true });
      form.text([...place, 'value'], option.value, { min: 1, max: 100, required: true });
      form.text([...place, 'description'], option.description, { max: 100 });
      if (seen.has(option.value))
        form.add(
          [...place, 'value'],
          'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
          'The specified option value is already used',
        );
      seen.add(option.value);
    });
  }

  list.forEach((component, index) => {
    walk(component, [...path, index], layout);
  });
  if (layout !== 'messageV2') return;
  if (total > 40)
    form.add(
      path,
      'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
      `The maximum number of components in a message is 40, got ${total}`,
    );
  if (text > 4000)
    form.add(
      path,
      'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
      'Total number of characters in all text display components exceeds maximum size of 4000',
    );
}
