import { tmpdir } from 'node:os';
import type { Command } from 'commander';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { printChecks } from '../../../src/cli/doctor.ts';
import { createProgram } from '../../../src/cli/program.ts';
import { wordUsage } from '../../../src/cli/word-usage.ts';
import { levels, questionKinds } from '../../../src/domain.ts';
import { CoachError } from '../../../src/errors.ts';
import { openManners, openRounds } from '../../../src/pipeline/prepare/round-files.ts';
import { accent, pseudoMessage, pseudoWording, untranslated } from '../../support/pseudo-locale.ts';
import { temporaryFolder } from '../../support/temporary.ts';

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
  test.each([
    ['an unknown option', 'practice --lvel x'],
    ['an unknown command', 'practise'],
    ['a missing argument', 'backup'],
    ['a missing value', 'practice --level'],
    ['a value that does not fit', 'practice --questions 99'],
    ['a choice that there is not', 'practice --level wizard'],
    ['too many arguments', 'backup 1 2'],
  ])('what is said of %s has no English word', async (_, words) => {
    const program = createProgram(pseudoWording);
    const quiet = (command: Command): void => {
      command.configureOutput({ writeErr: () => undefined });
      command.commands.forEach(quiet);
    };
    quiet(program);
    const error = await program
      .parseAsync(words.split(' '), { from: 'user' })
      .catch((thrown: unknown) => thrown);
    const said = wordUsage(error instanceof Error ? error.message : '', pseudoWording);
    expect(said).not.toBe('');
    const data = [
      'level',
      'lvel',
      'backup',
      'practise',
      'practice',
      'junior',
      'mid',
      'senior',
      'wizard',
      'file',
      'questions',
    ];
    expect(untranslated(said, data)).toEqual([]);
  });

  test('the checks of doctor have no English word', async () => {
    vi.stubEnv('GREENROOM_DATA', temporaryFolder());
    vi.stubEnv('MODELS', 'none');
    vi.stubEnv('DISCORD_TOKN', '1');
    const printed: string[] = [];
    const write = vi
      .spyOn(process.stdout, 'write')
      .mockImplementation((text) => printed.push(String(text)) > 0);
    onTestFinished(() => {
      write.mockRestore();
      vi.unstubAllEnvs();
      process.exitCode = undefined;
    });
    await printChecks({}, pseudoWording);
    write.mockRestore();
    const data = [
      'Greenroom',
      'Node',
      'cpu',
      'sqlite',
      'whisper.cpp',
      'espeak-ng',
      'Ollama',
      'Discord',
      'Slack',
      tmpdir(),
    ];
    const lines = printed
      .join('')
      .split('\n')
      .map((line) => ({ line, words: untranslated(line.replaceAll(/\S*\/\S+/g, ' '), data) }));
    expect(lines.length).toBeGreaterThan(8);
    expect(lines.filter(({ words }) => words.length > 0)).toEqual([]);
  });

  test('the help of every command has no English word', () => {
    const helpOf = (command: Command): string[] => [
      command.helpInformation(),
      ...command.commands.flatMap(helpOf),
    ];
    const program = createProgram(pseudoWording);
    const namesOf = (command: Command): string[] => [command.name(), ...command.commands.flatMap(namesOf)];
    const choicesOf = (command: Command): string[] => [
      ...command.options.flatMap(({ argChoices }) => argChoices ?? []),
      ...command.commands.flatMap(choicesOf),
    ];
    const data = [
      ...['[files...]', '[names...]', '<files...>', 'files', 'file', 'address', 'shell'],
      ...choicesOf(program),
      ...[...openRounds(), ...openManners()].map(({ name }) => name),
      ...namesOf(program),
      ...levels,
      ...questionKinds,
      '{statement, aliases?, weight?}',
    ];
    const found = helpOf(program).flatMap((text) => untranslated(text.replaceAll(/\s+/g, ' '), data));
    expect(found).toEqual([]);
  });
});
