import type { FindingCode } from '../../../domain.ts';
import { type LanguageRules, matchesOf, mentions } from '../languages/rule-lists.ts';
import type { AnswerToScore, Sentence } from '../text/analysis.ts';
import { quoteAt } from '../text/quoting.ts';
import { type Deeds, type Doer, deedsIn, isPastForm } from './deeds.ts';
import { type Labelled, labelledParts, type StoryPart } from './labels.ts';
import { isFixed, isMaxim } from './maxims.ts';
import { hasNumber, type Part } from './part.ts';

/** House weights of the four parts: what the person did, and the result, are most of a story. */
const weights = { situation: 20, task: 15, action: 35, result: 30 };

type Told = { sentence: Sentence; index: number; deeds: Deeds };

/** The parts of a story (STAR), each with the sentence that tells it: in any person, tense or voice, or under labels. */
export function storyParts(answer: AnswerToScore, rules: LanguageRules): Part[] {
  const english = answer.language === 'en';
  const labelled = english ? labelledParts(answer.analysis.sentences) : null;
  if (labelled) return partsUnderLabels(answer, rules, labelled);
  const all = answer.analysis.sentences.map(
    (sentence, index): Told => ({ sentence, index, deeds: deedsOf(answer, sentence, rules) }),
  );
  const told = english ? toldIn(all, rules) : all;
  const doing = told.filter(({ deeds }) => sumOf(deeds) > 0);
  const firstDeed = doing[0]?.index ?? answer.analysis.sentences.length;
  // One sentence about an event among maxims is not a story yet.
  const real = Math.min(1, (2 * told.length) / Math.max(1, all.length));
  return [
    situationPart(answer, rules, told, firstDeed),
    taskPart(answer, rules, told, doing),
    actionPart(answer, doing),
    resultPart(answer, rules, told, firstDeed),
  ].map((one) => ({ ...one, share: one.share * real }));
}

/**
 * The sentences that tell of an event; none if nothing is in the past and nothing is tied to a time, a size
 * or spoken words.
 */
function toldIn(all: readonly Told[], rules: LanguageRules): Told[] {
  const told = all.filter(({ sentence }) => !isMaxim(sentence));
  const isReal = told.some(
    ({ sentence }) =>
      isFixed(sentence) ||
      hasNumber(sentence.text, rules) ||
      /["“”]/.test(sentence.text) ||
      sentence.words.some(
        (word) => /^(?:was|were|had|did)$/.test(word.lower) || (word.pos === 'VERB' && isPastForm(word)),
      ),
  );
  return isReal || told.length >= 4 ? told : [];
}

const sumOf = (deeds: Deeds): number => Object.values(deeds).reduce((sum, count) => sum + count, 0);

function deedsOf(answer: AnswerToScore, sentence: Sentence, rules: LanguageRules): Deeds {
  if (answer.language === 'en') return deedsIn(sentence);
  return {
    i: matchesOf(sentence.text, rules.story.action).length,
    we: matchesOf(sentence.text, rules.story.sharedAction).length,
    you: 0,
    others: 0,
    unnamed: 0,
  };
}

function part(
  answer: AnswerToScore,
  name: keyof typeof weights,
  found: Pick<Told, 'sentence'> | undefined,
  share = 1,
  flaw?: FindingCode,
): Part {
  const weight = weights[name];
  return found && share > 0
    ? { name, weight, share, at: quoteAt(answer, found.sentence), ...(flaw && { flaw }) }
    : { name, weight, share: 0 };
}

const having = (told: readonly Told[], patterns: readonly string[]): Told[] =>
  told.filter(({ sentence }) => mentions(sentence.text, patterns));

/**
 * A story may begin in the middle ("A colleague had been on one bug for four days"); then most of the scene
 * is already set.
 */
function situationPart(
  answer: AnswerToScore,
  rules: LanguageRules,
  told: readonly Told[],
  firstDeed: number,
): Part {
  const cued = having(told, rules.story.situation).find(({ index }) => index <= Math.max(2, firstDeed));
  const opening = answer.language === 'en' ? told[0] : undefined;
  const early =
    opening && opening.index <= 1 && firstDeed < answer.analysis.sentences.length ? opening : undefined;
  return part(answer, 'situation', cued ?? early, cued ? 1 : 0.75);
}

/** Whether it tells of something that was or happened, in the past or the narrative present. */
function happened({ sentence, deeds }: Told): boolean {
  return (
    sumOf(deeds) > 0 ||
    sentence.words.some(
      (word) => /^(?:was|were|had|did)$/.test(word.lower) || (word.pos === 'VERB' && isPastForm(word)),
    )
  );
}

/**
 * What was wanted, or what got in the way; a story with neither gets half, because its question says the
 * rest.
 */
function taskPart(
  answer: AnswerToScore,
  rules: LanguageRules,
  told: readonly Told[],
  doing: readonly Told[],
): Part {
  const cued = having(told, rules.story.task)[0];
  if (cued || answer.language !== 'en') return part(answer, 'task', cued);
  const firstDeed = doing[0]?.index ?? 0;
  const trouble = having(told, rules.story.trouble).find(({ index }) => index <= firstDeed + 1);
  if (trouble) return part(answer, 'task', trouble);
  const steps = doing.reduce((sum, { deeds }) => sum + sumOf(deeds), 0);
  return part(answer, 'task', steps >= 3 ? told[0] : undefined, 0.6);
}

/** The worth of two or more steps by each kind of doer, in the order in which they are checked. */
const byDoer: readonly [Doer, number, FindingCode?][] = [
  ['i', 1],
  ['you', 1],
  ['unnamed', 0.8],
  ['we', 0.7, 'we-only'],
  ['others', 0.6, 'we-only'],
];

function actionPart(answer: AnswerToScore, doing: readonly Told[]): Part {
  const total = (doer: Doer) => doing.reduce((sum, { deeds }) => sum + deeds[doer], 0);
  const all = doing.reduce((sum, { deeds }) => sum + sumOf(deeds), 0);
  const own = total('i');
  const fullest = (doer: Doer) =>
    doing.toSorted((a, b) => b.deeds[doer] - a.deeds[doer] || a.index - b.index)[0];
  // What others did as well shows that there was more than one step.
  if (own >= 2 || (own === 1 && all >= 3)) return part(answer, 'action', fullest('i'));
  const whole = byDoer.find(([doer]) => total(doer) >= 2);
  if (whole) return part(answer, 'action', fullest(whole[0]), whole[1], own > 0 ? undefined : whole[2]);
  if (own === 1) return part(answer, 'action', fullest('i'), 0.6, 'one-step');
  const first = byDoer.find(([doer]) => total(doer) > 0)?.[0];
  if (first === undefined) return part(answer, 'action', undefined);
  return part(
    answer,
    'action',
    fullest(first),
    0.4,
    first === 'you' || first === 'unnamed' ? 'one-step' : 'we-only',
  );
}

/** An end that needs no number: the change was kept, or the problem has not come back. */
const definite =
  /\b(?:on time|ahead of (?:time|schedule)|in time|without (?:a|an|any) \w+|no (?:incidents?|complaints?|downtime|errors?|outages?|one|longer)|nobody|not (?:happened|come back)|(?:n't|not) (?:happened|come back|missed|failed) (?:again|since)|never (?:happened|failed|came|again) ?\w*|still (?:use[sd]?|in use|runs?|there|in)|in use|every ?(?:day|week|time) (?:since|now)|since then|ever since|signed|promoted|shut down|cancelled|canceled|went live|accepted)\b/i;
/** An end that only says that it turned out all right. */
const faint =
  /\b(?:(?:went|worked|turned out|ended) (?:well|fine|okay|ok|good|out|smoothly)|was (?:happy|okay|ok|fine|good|satisfied|pleased)|feel (?:comfortable|good)|much (?:better|cleaner|nicer))\b/i;

function resultPart(
  answer: AnswerToScore,
  rules: LanguageRules,
  told: readonly Told[],
  firstDeed: number,
): Part {
  const last = answer.analysis.sentences.length - 1;
  // A result comes after something was done; "we improved" before any action is the task.
  const after = told.filter(({ index }) => index >= Math.min(firstDeed, last));
  const cued = having(after, rules.story.result);
  const ended =
    answer.language === 'en' ? after.filter((one) => one.index >= last - 1 && isOutcome(one)) : [];
  const learned = having(told, rules.story.learning).at(-1);
  const measured = [...cued, ...ended]
    .toSorted((a, b) => a.index - b.index)
    .findLast(({ sentence }) => hasNumber(sentence.text, rules));
  if (measured) return part(answer, 'result', measured);
  const found = [...cued, ...ended].toSorted((a, b) => b.index - a.index)[0];
  if (found && (definite.test(found.sentence.text) || learned)) return part(answer, 'result', found, 0.9);
  if (found && faint.test(found.sentence.text)) return part(answer, 'result', found, 0.5, 'no-number');
  if (found) return part(answer, 'result', found, 0.7, 'no-number');
  return learned ? part(answer, 'result', learned, 0.5, 'lesson-only') : endOfShort(answer, rules, told);
}

/** A story in a sentence or two has its end in the last piece: "…, and latency fell by half", "; 40 orders, one hour". */
function endOfShort(answer: AnswerToScore, rules: LanguageRules, told: readonly Told[]): Part {
  const last = told.at(-1);
  const pieces = last?.sentence.text.split(/[;,]\s+(?:and\s+)?|\s+and\s+/) ?? [];
  if (!last || told.length > 2 || pieces.length < 3 || answer.language !== 'en')
    return part(answer, 'result', undefined);
  const end = pieces.slice(-2).join(' ');
  if (hasNumber(end, rules)) return part(answer, 'result', last, 0.9);
  return /\b(?:now|is|are|was|were|fell|rose|went|got|came|stayed|since|live)\b/i.test(pieces.at(-1) ?? '')
    ? part(answer, 'result', last, 0.7, 'no-number')
    : part(answer, 'result', undefined);
}

/** The last event told is an end if it is not one of the teller's own steps. */
function isOutcome(one: Told): boolean {
  const { sentence, deeds, index } = one;
  if (index === 0 || deeds.i + deeds.you > 0) return false;
  const telling = sentence.words.filter(({ isFunction }) => !isFunction).length;
  return telling >= 3 && (happened(one) || /\d/.test(sentence.text));
}

const fewestWordsInPart = 3;

/** A label says which part is meant; the text after it says whether the part is there. */
function partsUnderLabels(
  answer: AnswerToScore,
  rules: LanguageRules,
  labelled: readonly Labelled[],
): Part[] {
  const under = (name: StoryPart) =>
    labelled.filter((one) => one.part === name && one.said.split(/\s+/).length >= fewestWordsInPart);
  const [situation] = under('situation');
  const [task] = under('task');
  const actions = under('action');
  const steps = actions
    .flatMap(({ said }) => said.split(/[,;:.]|\band\b/))
    .filter((step) => step.trim().includes(' '));
  const results = under('result');
  const measured = results.find(({ said }) => hasNumber(said, rules));
  const result = measured ?? results.find(({ said }) => definite.test(said)) ?? results[0];
  const lesson = under('lesson')[0];
  return [
    part(answer, 'situation', situation),
    part(answer, 'task', task ?? situation, task ? 1 : 0.6),
    part(
      answer,
      'action',
      actions[0],
      steps.length >= 2 ? 1 : 0.6,
      steps.length >= 2 ? undefined : 'one-step',
    ),
    measured || (result && lesson)
      ? part(answer, 'result', result)
      : result
        ? part(answer, 'result', result, definite.test(result.said) ? 0.9 : 0.75, 'no-number')
        : part(answer, 'result', lesson, 0.5, 'lesson-only'),
  ];
}
