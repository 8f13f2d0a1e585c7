import type { Command, CommandOption, Component } from '../protocol.ts';
import { checkComponents } from './components.ts';
import { ApiError, type Form, openForm, type Path } from './form.ts';

const namePattern = /^[-_'\p{L}\p{N}\p{sc=Devanagari}\p{sc=Thai}]{1,32}$/u;
const locales =
  'id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th zh-CN ja zh-TW ko'.split(
    ' ',
  );

/** Checks a whole list of commands, as a bulk overwrite sends it. */
export function checkCommandList(list: unknown): void {
  if (!Array.isArray(list)) throw new ApiError(400, 50035, 'Invalid Form Body');
  const commands: Command[] = list;
  const form = openForm();
  commands.forEach((command, index) => {
    checkInto(form, command, [index]);
  });
  const names = commands.map((command) => `${command.type ?? 1}:${command.name}`);
  names.forEach((name, index) => {
    if (names.indexOf(name) !== index)
      form.add([index], 'APPLICATION_COMMANDS_DUPLICATE_NAME', 'Application command names must be unique');
  });
  const count = (type: number) => commands.filter((command) => (command.type ?? 1) === type).length;
  if (count(1) > 100 || count(2) > 15 || count(3) > 15)
    throw new ApiError(400, 30032, 'Maximum number of application commands reached (100)');
  form.throwIfWrong();
}

function checkInto(form: Form, command: Command, path: Path): void {
  const chat = (command.type ?? 1) === 1;
  let size = 0;
  const measure = (text: string | undefined) => {
    size += text?.length ?? 0;
  };
  const name = (at: Path, value: string, strict: boolean) => {
    if (!form.text(at, value, { min: 1, max: 32, required: true }) || !strict) return;
    if (!namePattern.test(value) || value.toLowerCase() !== value)
      form.add(at, 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
  };
  const localized = (
    at: Path,
    texts: Record<string, string> | null | undefined,
    max: number,
    strict: boolean,
  ) => {
    for (const [locale, text] of Object.entries(texts ?? {})) {
      if (!locales.includes(locale))
        form.add([...at, locale], 'BASE_TYPE_CHOICES', `Value must be one of ${locales.join(', ')}.`);
      if (strict) name([...at, locale], text, true);
      else form.text([...at, locale], text, { min: 1, max });
    }
  };
  const options = (list: CommandOption[], at: Path, depth: number): void => {
    if (!form.list(at, list, { max: 25 })) return;
    let optionalSeen = false;
    list.forEach((option, index) => {
      const here = [...at, index];
      name([...here, 'name'], option.name, true);
      form.text([...here, 'description'], option.description, { min: 1, max: 100, required: true });
      localized([...here, 'name_localizations'], option.name_localizations, 32, true);
      localized([...here, 'description_localizations'], option.description_localizations, 100, false);
      measure(option.name);
      measure(option.description);
      if (list.findIndex((other) => other.name === option.name) !== index)
        form.add(
          at,
          'APPLICATION_COMMAND_OPTIONS_NAME_INVALID',
          `Option name "${option.name}" is duplicated`,
        );
      if (option.type <= 2) {
        if (depth > (option.type === 2 ? 0 : 1))
          form.add([...here, 'type'], 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', 'Nested too deep');
        options(option.options ?? [], [...here, 'options'], depth + 1);
        return;
      }
      if (option.required && optionalSeen)
        form.add(
          at,
          'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
          'Required options must be placed before non-required options',
        );
      optionalSeen ||= !option.required;
      if (option.choices && option.autocomplete)
        form.add(
          [...here, 'autocomplete'],
          'APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES',
          'Autocomplete and choices are mutually exclusive',
        );
      form.list([...here, 'choices'], option.choices, { max: 25 });
      option.choices?.forEach((choice, number) => {
        form.text([...here, 'choices', number, 'name'], choice.name, { min: 1, max: 100, required: true });
        measure(choice.name);
        measure(String(choice.value));
      });
    });
    if (list.some((option) => option.type <= 2) && list.some((option) => option.type > 2))
      form.add(
        at,
        'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
        'Sub-command and option types cannot be mixed',
      );
  };

  name([...path, 'name'], command.name, chat);
  localized([...path, 'name_localizations'], command.name_localizations, 32, chat);
  measure(command.name);
  if (chat) {
    form.text([...path, 'description'], command.description, { min: 1, max: 100, required: true });
    localized([...path, 'description_localizations'], command.description_localizations, 100, false);
    measure(command.description);
    options(command.options ?? [], [...path, 'options'], 0);
  } else if (command.description || command.options?.length)
    form.add(
      [...path, 'description'],
      'APPLICATION_COMMAND_DESCRIPTION_NOT_ALLOWED',
      'Context menu commands cannot have description or options',
    );
  if (size > 8000) form.add(path, 'APPLICATION_COMMAND_TOO_LARGE', 'Command exceeds maximum size (8000)');
}

/** Checks the answer that opens a modal. */
export function checkModal(data: { title?: unknown; custom_id?: unknown; components?: Component[] }): void {
  const form = openForm();
  form.text(['data', 'title'], data.title, { min: 1, max: 45, required: true });
  form.text(['data', 'custom_id'], data.custom_id, { min: 1, max: 100, required: true });
  if (data.components) checkComponents(form, data.components, 'modal', ['data', 'components']);
  else form.required(['data', 'components']);
  form.throwIfWrong();
}

/** Checks the choices that answer an autocomplete. */
export function checkAutocomplete(data: { choices?: { name: string; value: unknown }[] }): void {
  const form = openForm();
  form.list(['data', 'choices'], data.choices, { max: 25, required: true });
  data.choices?.forEach((choice, index) => {
    form.text(['data', 'choices', index, 'name'], choice.name, { min: 1, max: 100, required: true });
    if (typeof choice.value === 'string')
      form.text(['data', 'choices', index, 'value'], choice.value, { max: 100 });
  });
  form.throwIfWrong();
}
