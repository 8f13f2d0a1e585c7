import { expect } from 'vitest';
import { fileNameOf, secretNames } from '../../../src/config/secret-files.ts';
import { readConfig, settings } from '../../../src/config.ts';

/** Expects each name to be a setting, or the file of a secret, and each value to be one that the program takes. */
export function expectKnownSettings(environment: Readonly<Record<string, string>>): void {
  const files = secretNames.map(fileNameOf);
  const known = [...Object.keys(settings.shape), ...files];
  for (const name of Object.keys(environment)) expect(known).toContain(name);
  const direct = Object.entries(environment).filter(([name]) => !files.includes(name));
  expect(() =>
    readConfig({ GREENROOM_DATA: '/data', GREENROOM_MODELS: '/models', ...Object.fromEntries(direct) }),
  ).not.toThrow();
}
