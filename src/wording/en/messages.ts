/** Everything that Greenroom says in English, by key: ICU MessageFormat, one file a surface. */
import { faults } from './faults.ts';

export const english = {
  ...faults,
} as const;
