import { describe, expect, it } from 'vitest';
import { commandDefinitions } from '../../src/bots/discord/commands/definitions.ts';
import { sameCommands } from '../../src/bots/discord/commands/register.ts';
import { discordInvite } from '../../src/bots/discord/permissions.ts';
import { englishWording } from '../../src/wording/wording.ts';
import { checkCommandList } from '../servers/discord/validate/command.ts';

describe('the commands of the Discord bot', () => {
  it('are what Discord takes, in five languages', () => {
    const definitions = commandDefinitions(englishWording);
    expect(() => checkCommandList(definitions)).not.toThrow();
    for (const command of definitions)
      expect(Object.keys(Object(command).name_localizations ?? {})).toEqual(
        expect.arrayContaining(['de', 'es-ES', 'fr']),
      );
  });

  it('are described in every language, down to their last option', () => {
    type Described = { description?: string; description_localizations?: object; options?: Described[] };
    const untranslated = (one: Described): string[] => [
      ...(one.description !== undefined &&
      !['de', 'es-ES', 'es-419', 'fr'].every((code) => code in (one.description_localizations ?? {}))
        ? [one.description]
        : []),
      ...(one.options ?? []).flatMap(untranslated),
    ];
    expect(commandDefinitions(englishWording).flatMap((one) => untranslated(one as Described))).toEqual([]);
  });

  it('count as the same when Discord only added to them', () => {
    const wanted = commandDefinitions(englishWording);
    const present = structuredClone(wanted).map((command) => ({
      ...command,
      id: '1',
      version: '2',
      nsfw: false,
    }));
    expect(sameCommands(present.reverse(), wanted)).toBe(true);
  });

  it('count as different when a word of them differs', () => {
    const wanted = commandDefinitions(englishWording);
    const present = structuredClone(wanted);
    Object.assign(Object(present[0]).options[0].options[0], { description: 'Something else' });
    expect(sameCommands(present, wanted)).toBe(false);
    expect(sameCommands(wanted.slice(1), wanted)).toBe(false);
  });
});

it('invites with exactly the permissions that are used', () => {
  const invite = new URL(discordInvite('42'));
  expect(invite.searchParams.get('client_id')).toBe('42');
  expect(invite.searchParams.get('scope')).toBe('bot applications.commands');
  const bits = [10n, 11n, 15n, 16n, 20n, 21n, 26n, 36n, 38n, 48n].reduce((sum, bit) => sum | (1n << bit), 0n);
  expect(BigInt(invite.searchParams.get('permissions') ?? 0)).toBe(bits);
});
