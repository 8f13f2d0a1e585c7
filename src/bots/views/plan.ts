/** An interview plan as it is shown before it starts, and the plans that somebody keeps. */
import type {
  Found,
  FoundSkill,
  KeptPlan,
  Need,
  Plan,
  PlannedQuestion,
  Quote,
  Reason,
} from '../../pipeline/prepare/prepare-types.ts';
import type { Wording } from '../../wording/wording.ts';
import type { Block, Point, View } from '../view.ts';

/** The titles of round and manner, and which documents the plan was made from. */
export type PlanShown = {
  round: string | null;
  manner: string | null;
  has: { job: boolean; resume: boolean };
};

/** A chat message has room for so many, with their quotes; the others are named. */
const mostQuoted = 5;
const mostQuoteCharacters = 90;

export function viewPlan(wording: Wording, plan: Plan, { round, manner, has }: PlanShown): View {
  const { say } = wording;
  const { domain, level, found, questions, unasked, by } = plan;
  const levelText = say(`term.level.${level}`);
  return {
    title: say('prepare.title', { domain, level: levelText }),
    meta: [
      say('prepare.meta.questions', { count: questions.length }),
      ...(round === null ? [] : [say('prepare.meta.round', { round })]),
      ...(manner === null ? [] : [say('prepare.meta.manner', { manner })]),
    ],
    blocks: [
      ...foundBlocks(wording, found, has),
      {
        type: 'points',
        title: say('prepare.questions'),
        points: questions.map((one, at) => questionPoint(wording, one, at)),
      },
      ...notes(wording, { unasked, by, has }),
    ],
  };
}

function foundBlocks(wording: Wording, found: Found, has: PlanShown['has']): Block[] {
  const { say } = wording;
  const { level, quote } = found.level;
  if (!has.job && !has.resume) return [];
  const groups: readonly (readonly [Need | null, 'must' | 'named' | 'nice' | 'own'])[] = [
    ['must', 'must'],
    ['named', 'named'],
    ['nice', 'nice'],
    [null, 'own'],
  ];
  const points = groups.flatMap(([need, title]): Block[] => {
    const skills = found.skills.filter((skill) => skill.need === need);
    if (skills.length === 0) return [];
    return [skillsBlock(wording, say(`prepare.${title}`), skills, has)];
  });
  const levelPoint: Point =
    quote === null
      ? { mark: 'info', text: say('prepare.level-unsaid', { level: say(`term.level.${level}`) }) }
      : {
          mark: 'info',
          text: say('prepare.level', { level: say(`term.level.${level}`) }),
          quote: short(quote),
        };
  const domains = found.domains.map(
    ({ name, quotes: [first] }): Point => ({
      mark: 'info',
      text: say('prepare.domain', { domain: name }),
      ...(first ? { quote: short(first) } : {}),
    }),
  );
  return [{ type: 'points', title: say('prepare.domains'), points: [levelPoint, ...domains] }, ...points];
}

function skillsBlock(
  { say, list }: Wording,
  title: string,
  skills: readonly FoundSkill[],
  has: PlanShown['has'],
): Block {
  const shown = skills.slice(0, mostQuoted);
  const rest = skills.slice(mostQuoted);
  const points = shown.map(({ name, need, quotes }): Point => {
    const [quote] = quotes;
    const inBoth = quotes.some(({ source }) => source === 'resume');
    const key =
      need === null || !has.resume
        ? 'prepare.skill'
        : inBoth
          ? 'prepare.skill-shared'
          : need === 'must'
            ? 'prepare.skill-missing'
            : 'prepare.skill';
    return { mark: 'info', text: say(key, { skill: name }), ...(quote ? { quote: short(quote, name) } : {}) };
  });
  const names = list(rest.map(({ name }) => name));
  const more: Point[] =
    rest.length === 0
      ? []
      : [{ mark: 'info', text: say('prepare.more-skills', { count: rest.length, skills: names }) }];
  return { type: 'points', title, points: [...points, ...more] };
}

/** At most a line of it, cut at words, with what it is quoted for in it. */
function short({ quote }: Quote, about = ''): string {
  if (quote.length <= mostQuoteCharacters) return quote;
  const at = quote.toLowerCase().indexOf(about.toLowerCase());
  const isFar = at + about.length > mostQuoteCharacters;
  const from = isFar ? quote.indexOf(' ', at - mostQuoteCharacters / 2) + 1 : 0;
  const last = from + mostQuoteCharacters;
  const to = last >= quote.length ? quote.length : quote.lastIndexOf(' ', last);
  return `${from > 0 ? '… ' : ''}${quote.slice(from, to)}${to < quote.length ? ' …' : ''}`;
}

const questionPoint = (wording: Wording, { question, reason }: PlannedQuestion, at: number): Point => ({
  mark: 'info',
  text: wording.say('prepare.question', {
    number: String(at + 1),
    question: question.text,
    why: sayWhy(wording, reason),
  }),
});

function sayWhy({ say }: Wording, reason: Reason): string {
  switch (reason.for) {
    case 'skill':
      return say(`prepare.why.${reason.need ?? 'own'}`, { skill: reason.skill });
    case 'project':
      return say('prepare.why.project');
    case 'principle':
      return say('prepare.why.principle', { principle: reason.principle });
    case 'round':
      return say('prepare.why.round');
  }
}

function notes(
  { say, list }: Wording,
  { unasked, by, has }: Pick<Plan, 'unasked' | 'by'> & Pick<PlanShown, 'has'>,
): Block[] {
  const texts = [
    ...(unasked.length === 0 ? [] : [say('prepare.unasked', { skills: list(unasked) })]),
    ...(has.job && !has.resume ? [say('prepare.send-resume')] : []),
    ...(has.resume && !has.job ? [say('prepare.send-job')] : []),
    ...(by === 'words' && (has.job || has.resume) ? [say('prepare.words-only')] : []),
  ];
  return texts.map((text) => ({ type: 'text', text }));
}

/** The plans that a person keeps; `day` is when each was kept. */
export function viewPlans(wording: Wording, plans: readonly KeptPlan[], prepare: string): View {
  const { say, day } = wording;
  const title = say('plans.title');
  if (plans.length === 0)
    return { title, meta: [], blocks: [{ type: 'text', text: say('plans.none', { prepare }) }] };
  const points = plans.map(({ at, plan }, index): Point => {
    const { domain, level, questions } = plan;
    const number = String(index + 1);
    const about = { number, domain, level: say(`term.level.${level}`), count: questions.length };
    return { mark: 'info', text: say('plans.plan', { ...about, day: day(at, 'UTC') }) };
  });
  return { title, meta: [], blocks: [{ type: 'points', title: say('plans.list'), points }] };
}
