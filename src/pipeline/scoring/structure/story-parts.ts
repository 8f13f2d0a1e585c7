import type { FindingCode } from '../../../domain.ts';
import { type LanguageRules, matchesOf, mentions } from '../languages/rule-lists.ts';
import type { AnswerToScore, Sentence } from '../text/analysis.ts';
import { quoteAt } from '../text/quoting.ts';
import { hasNumber, type Part } from './part.ts';

/** House weights of the four parts: what the person did and what came of it is most of a story. */
const weights = { situation: 20, task: 15, action: 35, result: 30 };

type Found = { sentence: Sentence; index: number };

/** The parts of a story (STAR), each with the sentence that tells it. */
export function storyParts(answer: AnswerToScore, rules: LanguageRules): Part[] {
  const { sentences } = answer.analysis;
  const all = sentences.map((sentence, index): Found => ({ sentence, index }));
  const having = (patterns: readonly string[]) =>
    all.filter(({ sentence }) => mentions(sentence.text, patterns));
  const actions = all.filter(({ sentence }) => ownActions(answer, sentence, rules) > 0);
  const results = having(rules.story.result);
  const firstAction = actions[0]?.index ?? sentences.length;
  // A result comes after something was done; "we improved" before any action is the task.
  const after = results.filter(({ index }) => index >= Math.min(firstAction, sentences.length - 1));
  const situation = having(rules.story.situation).filter(({ index }) => index <= Math.max(2, firstAction));
  const opening = answer.language === 'en' && actions.length > 0 ? all.slice(0, 1).filter(isPast) : [];
  return [
    part(answer, 'situation', situation[0] ?? opening[0], situation[0] ? 1 : 0.75),
    part(answer, 'task', having(rules.story.task)[0]),
    actionPart(answer, rules, actions, all),
    resultPart(answer, rules, after, having(rules.story.learning)),
  ];
}

function part(
  answer: AnswerToScore,
  name: keyof typeof weights,
  found: Found | undefined,
  share = 1,
  flaw?: FindingCode,
): Part {
  const weight = weights[name];
  return found
    ? { name, weight, share, at: quoteAt(answer, found.sentence), ...(flaw && { flaw }) }
    : { name, weight, share: 0 };
}

/** A story may begin in the middle: "A colleague had been on one bug for four days." */
const isPast = ({ sentence }: Found): boolean =>
  sentence.words.some(({ lower }) => /^(?:was|were|had|did)$/.test(lower) || /\p{L}{3}ed$/u.test(lower));

function actionPart(answer: AnswerToScore, rules: LanguageRules, actions: Found[], all: Found[]): Part {
  const steps = actions.reduce((sum, { sentence }) => sum + ownActions(answer, sentence, rules), 0);
  const fullest = actions.toSorted(
    (a, b) =>
      ownActions(answer, b.sentence, rules) - ownActions(answer, a.sentence, rules) || a.index - b.index,
  )[0];
  if (fullest)
    return steps >= 2 ? part(answer, 'action', fullest) : part(answer, 'action', fullest, 0.6, 'one-step');
  const shared = all.find(({ sentence }) => sharedActions(answer, sentence, rules));
  return part(answer, 'action', shared, 0.4, 'we-only');
}

function resultPart(answer: AnswerToScore, rules: LanguageRules, results: Found[], learned: Found[]): Part {
  const measured = results.findLast(({ sentence }) => hasNumber(sentence.text, rules));
  if (measured) return part(answer, 'result', measured);
  const last = results.at(-1);
  if (last && definite.test(last.sentence.text)) return part(answer, 'result', last, 0.9);
  if (last) return part(answer, 'result', last, 0.7, 'no-number');
  return part(answer, 'result', learned.at(-1), 0.4, 'lesson-only');
}

/** Verbs that say what someone was, had, felt or wished, and not what they did. */
const stative = new Set(
  `be have need want know think feel believe like love hope guess suppose mean understand see hear remember realise realize
  learn seem work join become get be understand agree prefer worry consider say struggle enjoy hate wish find notice
  start try use graduate study live stay`.split(/\s+/),
);

/** An end that needs no number: it was kept, or it has not come back. */
const definite =
  /\b(?:on time|ahead of (?:time|schedule)|without (?:a|an|any) \w+|no (?:incidents?|complaints?|downtime|errors?|outages?)|not happened (?:again|since)|never (?:happened|failed|came) \w+|still use|signed|promoted)\b/i;

/** How many things the speaker says to have done alone in a sentence: verbs of doing that hang on "I". */
function ownActions(answer: AnswerToScore, sentence: Sentence, rules: LanguageRules): number {
  if (answer.language !== 'en') return matchesOf(sentence.text, rules.story.action).length;
  return doingsOf(sentence, 'i');
}

function sharedActions(answer: AnswerToScore, sentence: Sentence, rules: LanguageRules): boolean {
  if (answer.language !== 'en') return mentions(sentence.text, rules.story.sharedAction);
  return doingsOf(sentence, 'we') > 0;
}

/** After these a verb is what somebody would do or did not do. */
const unreal = new Set("would 'd could should might n't n’t not never will 'll ’ll can must".split(' '));

/** Verbs of doing that hang on a subject: the first one after it, and those joined to that by "and", "then" or a comma. */
function doingsOf(sentence: Sentence, subject: string): number {
  let count = 0;
  let speaking = false;
  let fresh = false;
  let real = true;
  for (const [at, { lower, pos, lemma }] of sentence.words.entries()) {
    const before = sentence.words[at - 1]?.lower ?? '';
    if (/^(?:i|we|they|he|she|it|you|who|which)$/.test(lower)) {
      speaking = lower === subject;
      fresh = true;
      real = true;
    } else if (!speaking) continue;
    else if (unreal.has(lower)) real = false;
    else if (!/^(?:VERB|AUX|ADV|PART|CCONJ)$/.test(pos)) fresh = false;
    else if (pos === 'VERB' && real) {
      const ongoing = lower.endsWith('ing') && before !== 'by';
      const joined = before === 'and' || before === 'then' || before === 'by' || afterComma(sentence, at);
      if ((fresh || joined) && !ongoing && !stative.has(lemma)) count += 1;
      fresh = false;
    }
  }
  return count;
}

const afterComma = (sentence: Sentence, at: number): boolean =>
  /,\s*$/.test(sentence.text.slice(0, (sentence.words[at]?.start ?? 0) - sentence.start));
