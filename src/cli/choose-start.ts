import type { Screen } from '../bots/terminal/client.ts';
import type { Entries } from '../bots/terminal/inbox.ts';
import { type Level, levels } from '../domain.ts';
import { CoachError } from '../errors.ts';
import type { Bank } from '../pipeline/questions/bank.ts';
import type { Wording } from '../wording/wording.ts';

export type Start = { domain: string; level: Level; questions: number };

type Surroundings = {
  bank: Bank;
  /** Whether a person is at the terminal; otherwise a pipe may send the replies before the answers. */
  interactive: boolean;
  entries: Entries;
  screen: Screen;
  wording: Wording;
  signal: AbortSignal;
};

const defaultQuestions = 3;
const defaultLevel = 'mid';

/** How long a pipe may take to reply to a menu before the usual choice is taken. */
const pipeRepliesMs = 5_000;

/** What to practise: as given, otherwise as the person replies, otherwise a mid-level backend interview. */
export async function chooseStart(given: Partial<Start>, at: Surroundings): Promise<Start | null> {
  const { bank, interactive, screen, wording } = at;
  const { say } = wording;
  const domains = bank.domains();
  const names = domains.map(({ name }) => name);
  if (given.domain !== undefined && !names.includes(given.domain))
    throw new CoachError('bad_input', 'fault.no-such-domain', {
      domain: given.domain,
      domains: names.join(', '),
    });
  let domain: string | null = given.domain ?? null;
  if (domain === null) {
    const usual = names.includes('backend') ? 'backend' : (names[0] ?? 'backend');
    screen.say(say('cli.practice.which-domain'));
    for (const [index, { title }] of domains.entries())
      screen.say(`${String(index + 1).padStart(4)}  ${title}`);
    domain = await choose(
      { prompt: say('cli.practice.domain-prompt', { usual }), choices: names, usual },
      at,
    );
    if (domain === null) return null;
  }
  let level: Level | null = given.level ?? null;
  if (level === null && !interactive && given.domain !== undefined) level = defaultLevel;
  if (level === null) {
    const prompt = say('cli.practice.level-prompt', { levels: levels.join(', '), usual: defaultLevel });
    level = await choose({ prompt, choices: levels, usual: defaultLevel }, at);
    if (level === null) return null;
  }
  if (!interactive && given.domain === undefined) screen.say(say('cli.practice.chosen', { domain, level }));
  return { domain, level, questions: given.questions ?? defaultQuestions };
}

type Menu<Choice extends string> = { prompt: string; choices: readonly Choice[]; usual: Choice };

/**
 * One of the choices, by its number or name; null when the person leaves. `usual` if nothing valid is given.
 */
async function choose<Choice extends string>(
  { prompt, choices, usual }: Menu<Choice>,
  { interactive, entries, screen, wording, signal }: Surroundings,
): Promise<Choice | null> {
  const named = (word: string) => choices[Number(word) - 1] ?? choices.find((choice) => choice === word);
  if (!interactive) {
    screen.say(prompt);
    // A line that is not a choice is the first answer.
    const fits = (line: string) => named(line.trim().toLowerCase()) !== undefined;
    const soon = AbortSignal.any([signal, AbortSignal.timeout(pipeRepliesMs)]);
    const reply = await entries.line(prompt, soon, fits);
    return (reply === null ? undefined : named(reply.trim().toLowerCase())) ?? usual;
  }
  while (!signal.aborted) {
    const reply = await entries.line(prompt, signal);
    if (reply === null) return null;
    const word = reply.trim().toLowerCase();
    if (word === '') return usual;
    const chosen = named(word) ?? choices.find((choice) => choice.startsWith(word));
    if (chosen !== undefined) return chosen;
    screen.say(wording.say('cli.practice.choose-again', { count: choices.length }));
  }
  return null;
}
