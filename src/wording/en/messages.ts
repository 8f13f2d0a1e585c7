/**
 * Everything that Greenroom says in English, by key: ICU MessageFormat, one file a surface. A command of the program is
 * written with `{greenroom}`, as in `Run: {greenroom} models pull {model}`; the wording fills it in.
 */
import { cards } from './cards.ts';
import { conversation } from './conversation.ts';
import { dialogs } from './dialogs.ts';
import { faults } from './faults.ts';
import { models } from './models.ts';
import { terminal } from './terminal.ts';

export const english = {
  ...faults,
  ...cards,
  ...conversation,
  ...dialogs,
  ...models,
  ...terminal,
} as const;
