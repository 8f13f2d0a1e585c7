import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BankFault } from '../../../src/domain.ts';
import { isCoachError } from '../../../src/errors.ts';
import { openBank } from '../../../src/pipeline/questions/bank.ts';
import { checkBank, countByLevel } from '../../../src/pipeline/questions/check-bank.ts';
import { parseBankFile } from '../../../src/pipeline/questions/read-bank-file.ts';
import { printFaults, wordBankFault } from '../../../src/wording/bank-fault.ts';
import { englishWording } from '../../../src/wording/wording.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/bank');

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'greenroom-bank-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A file with one question, in which `change` may break something. */
const file = (change: (lines: string[]) => string[] = (lines) => lines): string =>
  change([
    'domain: cooking',
    'title: Cooking for guests',
    'questions:',
    '  - id: cooking-mid-sauce',
    '    level: mid',
    '    kind: technical',
    '    text: How do you save a sauce that has split?',
    '    concepts:',
    ...['whisk', 'cool', 'start-over'].flatMap((id) => [
      `      - id: ${id}`,
      '        weight: must',
      `        statement: The way called ${id} brings fat and water together again.`,
    ]),
  ]).join('\n');

const replaced = (from: string, to: string) => (lines: string[]) =>
  lines.map((line) => line.replace(from, to));

describe('a bank', () => {
  it('knows its domains with their titles before it has read a question', () => {
    expect(openBank({ folder: fixtures }).domains()).toEqual([
      { name: 'cooking', title: 'Cooking for guests' },
    ]);
  });

  it('finds questions by domain, level, kind and tag', () => {
    const bank = openBank({ folder: fixtures });
    expect(bank.questions().length).toBe(3);
    expect(bank.questions({ domain: 'cooking', level: 'senior' }).map(({ id }) => id)).toEqual([
      'cooking-senior-menu-for-twenty',
    ]);
    expect(bank.questions({ kind: 'technical', tag: 'tools' }).map(({ id }) => id)).toEqual([
      'cooking-junior-sharp-knife',
    ]);
    expect(bank.questions({ domain: 'sailing' })).toEqual([]);
  });

  it('finds a question by its id, and by its wording whatever the case and punctuation', () => {
    const bank = openBank({ folder: fixtures });
    expect(bank.byId('cooking-junior-sharp-knife')?.text).toBe(
      'Why is a sharp knife safer than a blunt one?',
    );
    expect(bank.byId('cooking-junior-nothing')).toBeNull();
    expect(bank.findByText('why is a  sharp knife safer than a blunt one')?.id).toBe(
      'cooking-junior-sharp-knife',
    );
    expect(bank.findByText('Why is a sharp knife safer?')).toBeNull();
    expect(bank.findByText('')).toBeNull();
  });

  it('says null for a model answer that a question does not have', () => {
    expect(openBank({ folder: fixtures }).byId('cooking-senior-menu-for-twenty')?.modelAnswer).toBeNull();
  });

  it("merges the owner's folder in, and a question of the same id replaces the built-in one", () => {
    writeFileSync(
      join(folder, 'mine.yaml'),
      file(replaced('cooking-mid-sauce', 'cooking-junior-sharp-knife')).replace(
        'level: mid',
        'level: junior',
      ),
    );
    writeFileSync(join(folder, 'more.yml'), file().replaceAll('cooking', 'sailing'));
    const bank = openBank({ folder: fixtures, ownFolder: folder });
    expect(bank.domains().map(({ name }) => name)).toEqual(['cooking', 'sailing']);
    expect(bank.questions({ domain: 'cooking' }).length).toBe(3);
    expect(bank.byId('cooking-junior-sharp-knife')?.text).toBe('How do you save a sauce that has split?');
    expect(bank.questions({ domain: 'sailing' }).length).toBe(1);
  });

  it("refuses to open with a file of the owner's that cannot be used, and names every fault by line", () => {
    writeFileSync(join(folder, 'a.yaml'), file(replaced('level: mid', 'level: middling')));
    writeFileSync(join(folder, 'b.yaml'), 'domain: [');
    const opening = () => openBank({ folder: fixtures, ownFolder: folder });
    expect(opening).toThrow(
      expect.objectContaining({
        fault: 'fault.own-questions-unusable',
        values: { places: 'a.yaml:5, b.yaml:1', folder },
      }),
    );
    expect(() => openBank({ folder: fixtures, ownFolder: join(folder, 'gone') })).toThrow(
      expect.objectContaining({ fault: 'fault.question-folder-missing' }),
    );
  });

  it('reads JSON too', () => {
    const { content } = parseBankFile(file(), 'a.yaml');
    writeFileSync(join(folder, 'a.json'), JSON.stringify(content, null, 1));
    expect(openBank({ folder: fixtures, ownFolder: folder }).byId('cooking-mid-sauce')?.concepts.length).toBe(
      3,
    );
  });
});

describe('a file of questions', () => {
  const faultsOf = (text: string) =>
    printFaults(englishWording, parseBankFile(text, 'f.yaml').faults).split('\n');

  it('is accepted when nothing is wrong with it', () => {
    expect(parseBankFile(file(), 'f.yaml').faults).toEqual([]);
  });

  it('has all its faults reported at once, in the order of their lines', () => {
    const faults = faultsOf(
      file((lines) =>
        lines
          .map((line) => line.replace('kind: technical', 'kind: trick').replace('split?', 'split'))
          .map((line) => line.replace('weight: must', 'weight: heavy'))
          .concat('    hint: taste it'),
      ),
    );
    expect(faults).toEqual([
      'f.yaml:6: cooking-mid-sauce › kind must be one of technical, behavioural, design',
      'f.yaml:7: cooking-mid-sauce › text must end with a question mark or a full stop',
      'f.yaml:10: cooking-mid-sauce › whisk › weight must be one of must, should, bonus',
      'f.yaml:13: cooking-mid-sauce › cool › weight must be one of must, should, bonus',
      'f.yaml:16: cooking-mid-sauce › start-over › weight must be one of must, should, bonus',
      'f.yaml:18: cooking-mid-sauce has hint, which is not a known name here; correct or remove it',
    ]);
  });

  it.each([
    [
      'a missing field, at the question that lacks it',
      replaced('    kind: technical', ''),
      /:4: cooking-mid-sauce › kind must be/,
    ],
    [
      'an id of another level',
      replaced('cooking-mid-sauce', 'cooking-junior-sauce'),
      /:4: .* must begin with cooking-mid-/,
    ],
    [
      'a keyword in place of a statement',
      replaced('The way called cool brings fat and water together again.', 'Cooling.'),
      /:14: .*cool › statement must be a whole sentence/,
    ],
    [
      'no concept that must be there',
      replaced('weight: must', 'weight: bonus'),
      /:8: .*needs at least one concept with weight must/,
    ],
    ['too few concepts', (lines: string[]) => lines.slice(0, -3), /:8: .*needs at least 3 concepts/],
    [
      'the id of another concept',
      replaced('- id: cool', '- id: whisk'),
      /:12: .*is the id of another concept/,
    ],
    [
      'the same question twice',
      (lines: string[]) => [...lines, ...lines.slice(3)],
      /:18: .*is used twice in this file/,
    ],
    [
      'text with a colon that YAML reads as a mapping',
      replaced('brings fat', 'says: brings fat'),
      /:11: This is not valid YAML.*in quotes/,
    ],
    [
      'something that is not a bank at all',
      () => ['just text'],
      /:1: The file must begin with domain, title and questions/,
    ],
    ['an empty file', () => [''], /:1: The file must begin with/],
  ])('is told of %s', (_, change, expected) => {
    expect(faultsOf(file(change)).join('\n')).toMatch(expected);
  });
});

describe('checking a bank', () => {
  const messageOf = (fault: BankFault) => wordBankFault(englishWording, fault);

  it('gives advice that does not keep a file from being used', () => {
    writeFileSync(join(folder, 'mine.yaml'), file());
    const { faults, questions } = checkBank(folder);
    expect(questions.length).toBe(1);
    expect(faults.every(({ severity }) => severity === 'advice')).toBe(true);
    expect(faults.map(messageOf)).toContainEqual(
      'cooking-mid-sauce has no modelAnswer, so there is no outline to show',
    );
    expect(faults.filter(({ code }) => code === 'no-misconceptions').map(({ line }) => line)).toEqual([
      9, 12, 15,
    ]);
  });

  it('finds an id that is used in two files, and questions that ask the same thing', () => {
    writeFileSync(join(folder, 'a.yaml'), file());
    const again = file()
      .split('\n')
      .slice(3)
      .join('\n')
      .replace('cooking-mid-sauce', 'cooking-mid-split-sauce');
    writeFileSync(join(folder, 'b.yaml'), `${file()}\n${again}`);
    const messages = checkBank(folder).faults.map(messageOf);
    expect(messages).toContainEqual(expect.stringMatching(/cooking-mid-sauce is also used in .*a\.yaml/));
    expect(messages).toContainEqual('cooking-mid-split-sauce asks much the same as cooking-mid-sauce');
  });

  it('has nothing to say about a well-made file', () => {
    mkdirSync(join(folder, 'good'));
    cpSync(join(fixtures, 'cooking.yaml'), join(folder, 'good', 'cooking.yaml'));
    expect(checkBank(join(folder, 'good')).faults.map(messageOf)).toEqual([
      'cooking-senior-menu-for-twenty has no modelAnswer, so there is no outline to show',
    ]);
    expect(countByLevel(checkBank(fixtures).questions).get('cooking')).toEqual({
      junior: 2,
      mid: 0,
      senior: 1,
    });
  });

  it('says what to do about a name that does not exist', () => {
    expect(() => checkBank(join(folder, 'gone'))).toThrow(
      expect.objectContaining({ fault: 'fault.no-such-file' }),
    );
    try {
      checkBank(join(folder, 'gone'));
    } catch (error) {
      expect(isCoachError(error, 'bad_input')).toBe(true);
    }
  });
});
