/** Which questions a practice of one or two has. */
import { randomUUID } from 'node:crypto';
import type { Question } from '../../domain.ts';
import type { ProgressOverview } from '../../pipeline/progress/progress-types.ts';
import { storyFixes } from '../../pipeline/progress/week-plan.ts';
import type { Bank } from '../../pipeline/questions/bank.ts';
import { easyQuestion } from '../../pipeline/questions/easy-question.ts';
import { createRandom } from '../../pipeline/questions/random.ts';
import type { Wording } from '../../wording/wording.ts';

type Parts = { bank: Bank; wording: Wording; overview: ProgressOverview };

/** What they practise most, or what most people begin with. */
export function mainDomain({ bank, overview }: Pick<Parts, 'bank' | 'overview'>): string {
  const names = bank.domains().map(({ name }) => name);
  const usual = names.includes('backend') ? 'backend' : (names[0] ?? '');
  return (
    overview.domains.find(({ domain }) => names.includes(domain) && domain !== 'behavioural')?.domain ?? usual
  );
}

/** One easy question and the opening of a story. */
export function warmUpQuestions(parts: Parts): Question[] {
  const domain = mainDomain(parts);
  const easy = easyQuestion(parts.bank, { domain, seed: randomUUID() });
  return [...(easy ? [easy] : []), openingOf('warm-up-opener', parts.wording.say('warm-up.opener'), domain)];
}

/** The first question that somebody answers here: about their own work, or a technical one that is short to answer. */
export function firstQuestion(parts: Parts, kind: 'story' | 'technical'): Question | null {
  const domain = mainDomain(parts);
  return kind === 'story'
    ? openingOf('first-story', parts.wording.say('welcome.story'), domain)
    : easyQuestion(parts.bank, { domain, seed: randomUUID() });
}

/** The question of a practice in a week's plan, by its key; null where the bank no longer has it. */
export function questionOfWeek(parts: Parts, key: string): Question | null {
  const { bank, overview } = parts;
  const [kind, questionId = ''] = key.split(':');
  const fix = overview.recurringFix?.fix.kind;
  const isStory = kind === 'story' || (kind === 'fix' && fix !== undefined && storyFixes.includes(fix));
  if (kind === 'again') return bank.byId(questionId);
  const pool = isStory
    ? bank.questions({ kind: 'behavioural' })
    : bank.questions({ domain: mainDomain(parts) });
  return createRandom(`week:${randomUUID()}`).pick(pool) ?? null;
}

/** A question of ours about what somebody did: it is judged as a story, without points to expect. */
const openingOf = (id: string, text: string, domain: string): Question => ({
  ...{ id, text, domain },
  level: 'junior',
  kind: 'behavioural',
  concepts: [],
  modelAnswer: null,
  tags: [],
  source: 'own',
});
