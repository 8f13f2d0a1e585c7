import type { Entries } from '../bots/terminal/entries.ts';
import type { Screen } from '../bots/terminal/screen.ts';
import { type Level, levels } from '../domain.ts';
import { CoachError } from '../errors.ts';
import type { Bank } from '../pipeline/questions/bank.ts';

export type Start = { domain: string; level: Level; questions: number };

type Surroundings = {
  bank: Bank;
  interactive: boolean;
  entries: Entries;
  screen: Screen;
  signal: AbortSignal;
};

const defaultQuestions = 3;

/** What to practise: as given, else asked of the person at the terminal, else a middling backend interview. */
export async function chooseStart(
  given: Partial<Start>,
  { bank, interactive, entries, screen, signal }: Surroundings,
): Promise<Start | null> {
  const domains = bank.domains();
  const names = domains.map(({ name }) => name);
  if (given.domain !== undefined && !names.includes(given.domain))
    throw new CoachError(
      'bad_input',
      `There are no questions about "${given.domain}"; choose one of ${names.join(', ')}.`,
    );
  const ask = async (question: string, choices: readonly string[], fallback: string) => {
    while (!signal.aborted) {
      const reply = await entries.line(question, signal);
      if (reply === null) return null;
      const word = reply.trim().toLowerCase();
      if (word === '') return fallback;
      const chosen = choices[Number(word) - 1] ?? choices.find((choice) => choice.startsWith(word));
      if (chosen !== undefined) return chosen;
      screen.say(`Choose a number from 1 to ${choices.length}, or a name.`);
    }
    return null;
  };
  let domain: string | null = given.domain ?? null;
  const usual = names.includes('backend') ? 'backend' : (names[0] ?? 'backend');
  if (domain === null && interactive) {
    screen.say('What would you like to practise?');
    for (const [index, { title }] of domains.entries())
      screen.say(`${String(index + 1).padStart(4)}  ${title}`);
    domain = await ask(`Number or name [${usual}]: `, names, usual);
    if (domain === null) return null;
  }
  let level: string | null = given.level ?? null;
  if (level === null && interactive) {
    level = await ask(`Level: ${levels.join(', ')} [mid]: `, levels, 'mid');
    if (level === null) return null;
  }
  return {
    domain: domain ?? usual,
    level: levels.find((one) => one === level) ?? 'mid',
    questions: given.questions ?? defaultQuestions,
  };
}
