import type { Question } from '../../../domain.ts';
import { openBank } from '../../questions/bank.ts';
import { analyse } from '../text/analyse.ts';
import type { AnswerToScore } from '../text/analysis.ts';
import { tellsOfSubject } from './story-subjects.ts';

/**
 * Whether a story belongs to another question: its words fit another behavioural question of the bank much
 * better than its own.
 */
export function fitsAnotherQuestion(answer: AnswerToScore): boolean {
  const lead = leadOverOtherQuestions(answer);
  if (lead === null) return false;
  const subject = tellsOfSubject(answer.question.text, answer.text);
  return lead < farBehind[subject === null ? 'unknown' : subject ? 'told' : 'untold'];
}

/**
 * How much better the words of a story fit its own question than the one of the bank that they fit best otherwise: below
 * −0.7 in nine of ten stories for another question, in one of ten of the others. Null where that is not known: for answers
 * that are no English story, and for questions that neither state what they expect nor resemble one in the bank.
 */
export function leadOverOtherQuestions({
  question,
  analysis,
  language,
  followUpDepth,
}: AnswerToScore): number | null {
  if (language !== 'en' || question.kind !== 'behavioural' || followUpDepth > 0) return null;
  const { themes, rarity } = knownThemes();
  const own = themes.get(question.id) ?? ownTheme(question, themes, rarity);
  if (!own) return null;
  const said = new Set(analysis.words.filter(isTelling).map(({ stem }) => stem));
  if (said.size < fewestWords) return null;
  const others = [...themes.values()].filter(
    (theme) => theme !== own && nearness(own.asked, theme, rarity) < sibling,
  );
  return nearness(said, own, rarity) - Math.max(...others.map((theme) => nearness(said, theme, rarity)));
}

/** Fewer content words fit everything equally. */
const fewestWords = 12;
/**
 * The margin for that: smaller if the story has no word of what was asked for, larger if it has one. Chosen
 * on the train and tune stories of the corpus.
 */
const farBehind = { told: -1.6, unknown: -0.9, untold: -0.35 };
/** Two questions this similar may be answered by one story. */
const sibling = 2.2;

/**
 * Stems that a good answer to a question may contain, each with its weight: the question and its points count
 * most.
 */
type Theme = { asked: ReadonlySet<string>; weights: ReadonlyMap<string, number>; size: number };
/** How distinctive a stem is: the fewer questions have it, the more; 0 if none has it. */
type Rarity = (stem: string) => number;
type Themes = { themes: Map<string, Theme>; rarity: Rarity };

let known: Themes | undefined;

/** The behavioural questions that come with the program; read at the first story. */
function knownThemes(): Themes {
  if (known) return known;
  const weighed = openBank()
    .questions()
    .filter(({ kind }) => kind === 'behavioural')
    .map((question) => ({ question, weights: weightsOf(question) }));
  const counts = new Map<string, number>();
  for (const { weights } of weighed)
    for (const stem of weights.keys()) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  const rarity: Rarity = (stem) => {
    const count = counts.get(stem);
    return count === undefined ? 0 : Math.log((weighed.length + 1) / (1 + count)) + 0.1;
  };
  const themes = new Map(
    weighed.map(({ question, weights }) => [question.id, themeOf(question, weights, rarity)]),
  );
  known = { themes, rarity };
  return known;
}

const themeOf = (question: Question, weights: ReadonlyMap<string, number>, rarity: Rarity): Theme => ({
  asked: new Set(stemsOf(question.text)),
  weights,
  size: [...weights].reduce((sum, [stem, weight]) => sum + weight * rarity(stem), 0),
});

function weightsOf({ text, concepts, modelAnswer }: Question): Map<string, number> {
  const weights = new Map<string, number>();
  const add = (words: string, weight: number) => {
    for (const stem of stemsOf(words)) weights.set(stem, Math.max(weights.get(stem) ?? 0, weight));
  };
  add(text, 1);
  for (const { statement, aliases, misconceptions, followUps } of concepts) {
    add(statement, 1);
    for (const words of [...aliases, ...misconceptions]) add(words, 0.5);
    for (const words of followUps) add(words, 0.35);
  }
  add(modelAnswer ?? '', 0.5);
  return weights;
}

/** The theme of a question: from what it expects, or from the bank's question that asks nearly the same. */
function ownTheme(question: Question, themes: ReadonlyMap<string, Theme>, rarity: Rarity): Theme | null {
  if (question.concepts.length >= 2) return themeOf(question, weightsOf(question), rarity);
  const words = new Set(stemsOf(question.text));
  const shares = [...themes.values()].map((theme) => ({
    theme,
    share: words.intersection(theme.asked).size / words.union(theme.asked).size,
  }));
  const best = shares.toSorted((a, b) => b.share - a.share)[0];
  return best && best.share >= 0.6 ? best.theme : null;
}

/** How well words fit a theme: by how rare the shared ones are, relative to the length of both. */
function nearness(said: ReadonlySet<string>, { weights, size }: Theme, rarity: Rarity): number {
  let shared = 0;
  let all = 0;
  for (const stem of said) {
    all += rarity(stem);
    shared += rarity(stem) * (weights.get(stem) ?? 0);
  }
  return all === 0 ? 0 : shared / Math.sqrt(all) / (size / 100) ** 0.25;
}

const isTelling = ({ isFunction, lower }: { isFunction: boolean; lower: string }): boolean =>
  !isFunction && /\p{L}{2}/u.test(lower);

const stemsOf = (text: string): string[] =>
  analyse(text)
    .words.filter(isTelling)
    .map(({ stem }) => stem);
