import { describe, expect, test } from 'vitest';
import { faultsOfWording } from '../../../scripts/check-wording.ts';

const check = (files: Record<string, string>) => faultsOfWording(new Map(Object.entries(files)));
const messages = (text: string) => `export const some = { ${text} } as const;`;

describe('what is wrong with the messages', () => {
  test('nothing, where each is used by its key or by a fixed beginning of it', () => {
    expect(
      check({
        'src/wording/en/some.ts': messages(
          `'card.title': 'Feedback', 'notice.late': 'It is late.', 'notice.early': 'It is early.'`,
        ),
        'src/bots/view.ts': `say('card.title'); say(\`notice.\${kind}\`);`,
      }),
    ).toEqual([]);
  });

  test('a message that nothing uses', () => {
    expect(
      check({
        'src/wording/en/some.ts': messages(`'card.title': 'Feedback', 'card.foot': 'The end'`),
        'src/bots/view.ts': `say('card.title'); say(\`\${surface}.foot\`); say(\`card\${part}\`);`,
      }),
    ).toEqual(['card.foot in src/wording/en/some.ts is not used.']);
  });

  test('a key in two files, of which one would win silently', () => {
    expect(
      check({
        'src/wording/en/one.ts': messages(`'card.title': 'Feedback'`),
        'src/wording/en/two.ts': messages(`'card.title': 'Your feedback'`),
        'src/bots/view.ts': "say('card.title');",
      }),
    ).toEqual(['card.title stands in src/wording/en/one.ts and src/wording/en/two.ts.']);
  });

  test('a message that cannot be formatted', () => {
    const faults = check({
      'src/wording/en/one.ts': messages(`'card.title': '{count, plural, one {# answer}}'`),
      'src/bots/view.ts': "say('card.title', { count: 1 });",
    });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(/^card\.title is no ICU MessageFormat: /);
  });

  test('a sentence that stands twice; a label may', () => {
    expect(
      check({
        'src/wording/en/one.ts': messages(
          `'a.stop': 'Stop', 'b.stop': 'Stop', 'a.gone': 'This button is no longer here.', 'b.gone': 'This button is no longer here.'`,
        ),
        'src/bots/view.ts': `say(\`a.\${what}\`); say(\`b.\${what}\`);`,
      }),
    ).toEqual(['a.gone and b.gone say the same: This button is no longer here.']);
  });
});
