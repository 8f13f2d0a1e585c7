import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { createProgram } from '../../../src/cli/program.ts';
import { levels, questionKinds } from '../../../src/domain.ts';
import { CoachError } from '../../../src/errors.ts';
import { accent, pseudoMessage, pseudoWording, untranslated } from '../../support/pseudo-locale.ts';

describe('the language that tests make from English', () => {
  test('changes what a message says, and nothing of what it asks for', () => {
    expect(pseudoMessage('It took {ms, number} ms.')).toBe('⟦Íţ ţóóķ {ms, number} ɱš.⟧');
    expect(pseudoMessage('{count, plural, =0 {none} one {# answer} other {# answers}} for {who}')).toBe(
      '⟦{count, plural, =0 {ñóñé} one {# áñšŵéř} other {# áñšŵéřš}} ƒóř {who}⟧',
    );
    expect(pseudoMessage("{kind, select, a {it's '{'x'}'} other {#1}}")).toBe(
      "⟦{kind, select, a {íţ''š '{'ẋ'}'} other {'#'1}}⟧",
    );
  });

  test('finds the word that did not come from the language folder', () => {
    expect(
      untranslated(`${accent('Listening')}… for Ada: --json, LOG_LEVEL, /skip, 12 ms and more`, ['Ada']),
    ).toEqual(['for', 'and', 'more']);
  });

  test('says lists, days, times and faults too', () => {
    const { list, day, time, fault } = pseudoWording;
    const moment = '2026-11-27T23:30:00.000Z';
    const said = [
      list(['1', '2', '3']),
      day(moment, 'UTC'),
      time(moment, { timeZone: 'UTC', now: new Date('2026-11-20T00:00:00.000Z') }),
      fault(new CoachError('bad_input', 'fault.score-needs-answer')),
    ];
    expect(untranslated(said.join('\n'))).toEqual([]);
  });
});

describe('in another language than English', () => {
  test('the help of every command has no English word', () => {
    const helpOf = (command: Command): string[] => [
      command.helpInformation(),
      ...command.commands.flatMap(helpOf),
    ];
    const program = createProgram(pseudoWording);
    const namesOf = (command: Command): string[] => [command.name(), ...command.commands.flatMap(namesOf)];
    const data = [
      ...['[files...]', '[names...]', '<files...>', 'files', 'file'],
      ...namesOf(program),
      ...levels,
      ...questionKinds,
      '{statement, aliases?, weight?}',
    ];
    const found = helpOf(program).flatMap((text) => untranslated(text, data));
    expect(found).toEqual([]);
  });
});
