/** Chooses a question for one place in a plan. */
import { type Level, levels, type Question } from '../../domain.ts';
import type { Bank } from '../questions/bank.ts';
import type { Closeness } from '../questions/closeness.ts';
import { createRandom } from '../questions/random.ts';
import { contentWords, jaccard } from '../questions/words.ts';
import { ownQuestion, type PrepareWords, projectQuestion, skillQuestion } from './own-questions.ts';
import type { Found, FoundSkill, PlannedQuestion, Reason } from './prepare-types.ts';
import type { RoundFile, Slot } from './round-files.ts';
import { type Skill, skillList } from './skill-list.ts';

export type Choosing = {
  bank: Pick<Bank, 'questions' | 'domains'>;
  closeness: Closeness;
  words: PrepareWords;
  found: Found;
  domain: string;
  level: Level;
  round: RoundFile | null;
  seed: string;
  /** Ids of questions that may not be chosen: they are in the plan, or were refused. */
  taken: ReadonlySet<string>;
  /** What the plan asks about so far: each skill, project and principle comes once before one comes twice. */
  reasons: readonly Reason[];
};

/** Null where there is nothing left for such a place. */
export async function chooseFor(slot: Slot, choosing: Choosing): Promise<PlannedQuestion | null> {
  switch (slot) {
    case 'project':
      return forProject(choosing);
    case 'skill':
      return await forSkills(choosing, ({ behavioural }) => !behavioural);
    case 'behaviour':
      return (
        (await forSkills(choosing, ({ behavioural }) => behavioural)) ??
        anyQuestionOf(choosing, { domain: 'behavioural' })
      );
    case 'design':
      return (
        (await forSkills(choosing, ({ domains }) => domains.includes('system-design'), 'design')) ??
        anyQuestionOf(choosing, { domain: 'system-design' }) ??
        anyQuestionOf(choosing, { kind: 'design' })
      );
    case 'principle':
      return forPrinciple(choosing);
    case 'ask':
      return forAsk(choosing);
  }
}

/** Any question of a domain at the level; for places that nothing better fits. */
export function anyQuestionOf(
  { bank, level, taken, seed }: Choosing,
  filter: { domain?: string; kind?: 'design' },
): PlannedQuestion | null {
  const free = nearestLevel(bank.questions(filter), level).filter(({ id }) => !taken.has(id));
  const question = createRandom(`plan:${seed}:${filter.domain}:${filter.kind}:${taken.size}`).pick(free);
  return question ? { question, reason: { for: 'round' } } : null;
}

function forProject({ found, words, domain, level, seed, taken }: Choosing): PlannedQuestion | null {
  const random = createRandom(`projects:${seed}`);
  const first = Math.floor(random.next() * 100);
  for (const [at, project] of found.projects.entries()) {
    const question = projectQuestion(project, { words, domain, level, way: first + at });
    if (!taken.has(question.id)) return { question, reason: { for: 'project', ...project } };
  }
  return null;
}

/** Below this, a question is not about a skill. */
const leastFit = 0.3;

async function forSkills(
  choosing: Choosing,
  wanted: (skill: Skill) => boolean,
  kind?: 'design',
): Promise<PlannedQuestion | null> {
  const used = new Set(choosing.reasons.flatMap((reason) => (reason.for === 'skill' ? [reason.skill] : [])));
  const known = choosing.found.skills.flatMap((found) => {
    const skill = skillList().find(({ name }) => name === found.name);
    return skill && wanted(skill) ? [{ found, skill }] : [];
  });
  const fresh = known.filter(({ found }) => !used.has(found.name));
  for (const { found, skill } of [...fresh, ...known]) {
    const question = await forSkill(choosing, skill, kind);
    if (question) return { question, reason: reasonOf(found) };
    const own =
      kind === undefined && !skill.behavioural && found.need === 'must'
        ? experience(choosing, known, found)
        : null;
    if (own) return { question: own, reason: reasonOf(found) };
  }
  return null;
}

/** What somebody did with a skill that the bank does not ask about; once in a plan, since such questions are alike. */
function experience(
  { words, domain, level, taken, seed }: Choosing,
  known: readonly { found: FoundSkill }[],
  { name }: FoundSkill,
): Question | null {
  const way = Math.floor(createRandom(`experience:${seed}`).next() * 100);
  const about = { words, domain, level, way };
  const all = known.map(({ found }) => skillQuestion(found.name, about).id);
  return all.some((id) => taken.has(id)) ? null : skillQuestion(name, about);
}

const reasonOf = ({ name, need, quotes }: FoundSkill): Reason => {
  const [quote = { source: 'job' as const, quote: name }] = quotes;
  return { for: 'skill', skill: name, need, quote };
};

/** The question in the bank that is most about a skill. */
export async function forSkill(
  { bank, closeness, found, domain, level, taken }: Choosing,
  skill: Skill,
  kind?: 'design',
): Promise<Question | null> {
  const near = skill.behavioural ? ['behavioural'] : [domain, ...found.domains.map(({ name }) => name)];
  const domains = new Set([...skill.domains, ...near]);
  const pool = bank
    .questions(kind === undefined ? {} : { kind })
    .filter((question) => domains.has(question.domain) && !taken.has(question.id));
  const free = nearestLevel(
    pool.filter((question) => wordFit(question, skill) > 0 || closeness.by === 'meaning'),
    level,
  );
  if (free.length === 0) return null;
  const subject = `${skill.name}: ${skill.about.join(', ')}`;
  const meanings = await closeness.between(
    free.map(({ text }) => text),
    [subject],
  );
  const fits = free.map((question, at) => ({
    question,
    fit:
      wordFit(question, skill) +
      (meanings[at]?.[0] ?? 0) +
      (question.domain === domain ? 0.2 : near.includes(question.domain) ? 0.1 : 0),
    /** Meaning alone may choose only where it is sure. */
    isAbout: wordFit(question, skill) >= leastFit || (meanings[at]?.[0] ?? 0) >= leastMeaning[closeness.by],
  }));
  return fits.filter(({ isAbout }) => isAbout).toSorted((a, b) => b.fit - a.fit)[0]?.question ?? null;
}

/** MiniLM cosine of a skill's subject and a question about it; words alone never choose by likeness. */
const leastMeaning = { meaning: 0.45, words: 2 };

/** How much the words and tags of a question are about a skill, 0 to about 1.2. */
function wordFit({ text, tags, concepts }: Question, { find, about }: Skill): number {
  const matches = (where: string) => find(where) !== null;
  const named =
    matches(text) || matches(tags.join(' '))
      ? 0.6
      : concepts.some(({ statement }) => matches(statement))
        ? 0.3
        : 0;
  // What a skill is about most comes first in its list.
  const tagged = Math.max(0, ...about.map((tag, at) => (tags.includes(tag) ? 0.45 - 0.05 * at : 0)));
  const shared = jaccard(contentWords(about.join(' ')), contentWords(text));
  return named + Math.max(0, tagged) + shared;
}

/** Those of the level; where there are none, those of the nearest one. */
function nearestLevel(questions: readonly Question[], level: Level): Question[] {
  const at = levels.indexOf(level);
  for (const distance of levels.keys()) {
    const found = questions.filter((one) => Math.abs(levels.indexOf(one.level) - at) === distance);
    if (found.length > 0) return found;
  }
  return [];
}

function forPrinciple(choosing: Choosing): PlannedQuestion | null {
  const { round, reasons, bank, level, taken, seed } = choosing;
  const used = new Set(reasons.flatMap((reason) => (reason.for === 'principle' ? [reason.principle] : [])));
  const principles = createRandom(`principles:${seed}`).shuffle(round?.principles ?? []);
  const fresh = principles.filter(({ name }) => !used.has(name));
  for (const { name, tags, asks } of [...fresh, ...principles]) {
    const reason = { for: 'principle', principle: name } as const;
    const own = asks.map((text) =>
      ownQuestion(text, { domain: 'behavioural', level, kind: 'behavioural', about: text }),
    );
    const ofBank = bank
      .questions({ domain: 'behavioural' })
      .filter((question) => question.tags.some((tag) => tags.includes(tag)));
    const question = [...nearestLevel(ofBank, level), ...own].find(({ id }) => !taken.has(id));
    if (question) return { question, reason };
  }
  return null;
}

function forAsk({ round, domain, level, taken }: Choosing): PlannedQuestion | null {
  const own = (round?.asks ?? []).map(({ text, kind }) =>
    ownQuestion(text, { domain, level, kind, about: text }),
  );
  const question = own.find(({ id }) => !taken.has(id));
  return question ? { question, reason: { for: 'round' } } : null;
}
