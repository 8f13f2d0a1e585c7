import type { DimensionScore, Finding } from '../../../domain.ts';
import { rulesFor } from '../languages/rules.ts';
import { notJudged, tooShort } from '../not-judged.ts';
import type { AnswerToScore } from '../text/analysis.ts';
import { findFillers, findRepetitions } from '../text/disfluencies.ts';
import { saysSomething } from '../text/sentence-shape.ts';
import { countSpokenWords } from '../text/spoken-words.ts';
import { timelineOf } from '../text/timeline.ts';
import { checkerFits, checkWording } from './checker.ts';
import { meantText } from './meant-text.ts';
import { remarksByRule, type WordingRemark } from './remarks.ts';

const mostRemarks = 3;
/** Points lost per remark in a hundred words; wording never scores below the floor. */
const pointsPerRemark = 10;
const floor = 35;

/**
 * How the words go together, in English: Harper in a worker thread if the machine has the memory, and always
 * our own rules. Fillers and repeats are removed first. Spelling, case and punctuation, accent and dialect
 * are not judged. At most three remarks, each with the words and what is usually said instead. Throws only
 * when aborted.
 */
export async function scoreGrammar(
  answer: AnswerToScore,
  options: { signal?: AbortSignal; harper?: boolean } = {},
): Promise<DimensionScore> {
  const short = tooShort(answer, 'grammar');
  if (short) return short;
  if (answer.language !== 'en') return notJudged('grammar', 'english-only');
  if (!hasSentences(answer)) return notJudged('grammar', 'no-sentences');
  const own = remarksByRule(answer.analysis, answer.recognised);
  const checked = (options.harper ?? checkerFits()) ? await byChecker(answer, options.signal) : null;
  const remarks = merged(own, checked ?? []);
  const words = countSpokenWords(answer.analysis);
  const per100 = (remarks.length / Math.max(words, 40)) * 100;
  return {
    score: Math.round(Math.max(floor, 100 - pointsPerRemark * per100)),
    scorer: checked ? 'harper+rules' : 'rules',
    confidence: !checked || words < 40 ? 'low' : answer.recognised ? 'medium' : 'high',
    findings: differentFirst(remarks)
      .slice(0, mostRemarks)
      .map((remark) => slip(answer, remark)),
  };
}

/** Whether there are English sentences whose wording can be judged. */
function hasSentences({ analysis }: AnswerToScore): boolean {
  const glue = analysis.words.filter(({ isFunction }) => isFunction).length / analysis.words.length;
  const told = analysis.sentences.filter(saysSomething).length / analysis.sentences.length;
  return glue >= 0.15 && told >= 0.5;
}

async function byChecker(answer: AnswerToScore, signal?: AbortSignal): Promise<WordingRemark[] | null> {
  const rules = rulesFor('en');
  const fillers = rules ? findFillers(answer.analysis, rules) : [];
  const repeats = findRepetitions(answer.analysis, fillers, rules).map(({ start, end, text }) => ({
    // The first of the two goes, the second stays.
    start,
    end: start + Math.ceil((end - start) / 2),
    text,
  }));
  const meant = meantText(
    answer.analysis,
    [...fillers, ...repeats].sort((a, b) => a.start - b.start),
  );
  const found = await checkWording(meant.text, signal);
  if (!found) return null;
  return found
    .filter(({ rule, text, start }) => isTheirs(answer, rule, text, meant.text.slice(start)))
    .map(({ rule, start, end, replacement }) => ({
      rule,
      start: meant.originalAt(start),
      end: meant.originalAt(end - 1) + 1,
      replacement,
    }));
}

/** What the checker marks although it is regular in a variety of English: "them logs", a missing article. */
const ofVarieties = /^(?:TheyToThem|MissingDeterminer|MissingTo|NounCountability)$/;
/** The same, but only if the answer shows that variety in other places; otherwise it is a slip. */
const ofVarietiesThatShow = /^(?:AnA|PronounInflectionBe|PronounVerbAgreement)$/;
/** Words and forms that are typical of some varieties. */
const variety =
  /\b(?:ain't|y'all|finna|'em|(?:he|she|it|that|one|which) don't|(?:they|we|you|folks|it|he|she|that) be(?! (?:able|sure))|done (?:\p{L}+ed|went|told|gone|got)|them \p{L}+s|don't (?:\p{L}+ )?(?:no|nothing|nobody))\b/iu;

/**
 * Remarks that say nothing about the person: a recogniser's spelling, a variety's grammar, or a short form
 * with two pronunciations.
 */
function isTheirs(
  { recognised, text: answer }: AnswerToScore,
  rule: string,
  text: string,
  rest: string,
): boolean {
  if (ofVarieties.test(rule)) return false;
  if (ofVarietiesThatShow.test(rule) && variety.test(answer.replaceAll('’', "'"))) return false;
  if (rule === 'AnA') return !recognised && !/^\S+\s+\S*(?:\p{Lu}\p{Lu}|\d|\p{Ll}\p{Lu})/u.test(rest);
  if (recognised && /^(?:Its|Their|There|They|Your|ModalOf|Lets|ThenThan|ToTwo)/.test(rule)) return false;
  return !/\b(?:ain't|y'all|gonna|wanna|gotta|innit)\b/i.test(text);
}

/** If both remark on the same words, ours wins: its replacement is fuller. */
function merged(own: readonly WordingRemark[], checked: readonly WordingRemark[]): WordingRemark[] {
  const all = [...own];
  for (const remark of checked)
    if (!all.some(({ start, end }) => remark.start < end && start < remark.end)) all.push(remark);
  return all.sort((a, b) => a.start - b.start);
}

/** One of each rule before a second of any. */
function differentFirst(remarks: readonly WordingRemark[]): WordingRemark[] {
  const seen = new Set<string>();
  const again: WordingRemark[] = [];
  const first = remarks.filter((remark) => {
    if (!seen.has(remark.rule)) return seen.add(remark.rule);
    again.push(remark);
    return false;
  });
  return [...first, ...again];
}

function slip(answer: AnswerToScore, { rule, start, end, replacement }: WordingRemark): Finding {
  const { text } = answer;
  const from = wordsBefore(text, start, 3);
  const to = wordsAfter(text, end, 3);
  const said = text.slice(start, end);
  return {
    code: 'slip',
    dimension: 'grammar',
    about: rule,
    values: { said, better: replacement },
    evidence: {
      quote: text.slice(from, to).replace(/\s+/g, ' ').trim(),
      ...timelineOf(answer).of(start, end),
    },
  };
}

const wordsBefore = (text: string, offset: number, count: number): number =>
  offset -
  (new RegExp(`(?:[^\\s.!?;]+\\s+){0,${count}}$`).exec(text.slice(Math.max(0, offset - 80), offset))?.[0]
    .length ?? 0);
const wordsAfter = (text: string, offset: number, count: number): number =>
  offset +
  (new RegExp(`^(?:\\s+[^\\s.!?;]+){0,${count}}`).exec(text.slice(offset, offset + 80))?.[0].length ?? 0);
