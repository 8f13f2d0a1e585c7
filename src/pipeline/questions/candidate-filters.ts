import type { Closeness } from './closeness.ts';
import { contentWords, jaccard, wordCount } from './words.ts';

/** Why a model's proposed question is not asked. */
export type Refusal =
  | 'not a question'
  | 'length'
  | 'opening'
  | 'first person'
  | 'foreign text'
  | 'personal'
  | 'asked before'
  | 'off the subject'
  | 'gives the answer away';

/** The outcome for the candidates that a model wrote in one go: numbers, and no text. */
export type GenerationCounts = {
  task: 'question' | 'follow-up';
  /** The name of the model. */
  generator: string;
  proposed: number;
  passed: number;
  /** Chosen to be asked: one or none. */
  used: 0 | 1;
  refused: Partial<Record<Refusal, number>>;
};

/** The candidates that passed, and how many were refused for each reason. */
export async function sift(
  candidates: readonly string[],
  refusal: (candidate: string) => Promise<Refusal | null>,
): Promise<{ passing: string[]; refused: GenerationCounts['refused'] }> {
  const passing: string[] = [];
  const refused: GenerationCounts['refused'] = {};
  for (const candidate of candidates) {
    const reason = await refusal(candidate);
    if (reason === null) passing.push(candidate);
    else refused[reason] = (refused[reason] ?? 0) + 1;
  }
  return { passing, refused };
}

/**
 * The length limits of a question in words; shorter ones say nothing, and longer ones are hard to remember.
 */
const words = { least: 6, most: 28 };
/** Two questions that share more words than this ask the same thing. */
const sameWords = 0.6;
/** Two questions closer in meaning than this (MiniLM) ask the same thing. */
const sameMeaning = 0.85;

/** Checks only the wording. Null when there is no objection. */
export function refusalOf(candidate: string, asked: readonly string[]): Refusal | null {
  if (!/^[^?]+\?$/.test(candidate) || /[.!;:]\s+\p{Lu}/u.test(candidate)) return 'not a question';
  const count = wordCount(candidate);
  if (count < words.least || count > words.most) return 'length';
  if (!openings.test(candidate)) return 'opening';
  if (/\b(?:I|my|we|our|us)\b|(?<!\b(?:tell|walk|show|give) )\bme\b/.test(candidate)) return 'first person';
  if (foreign.test(candidate)) return 'foreign text';
  if (isPersonal(candidate)) return 'personal';
  const content = contentWords(candidate);
  if (content.size < 2) return 'off the subject';
  return asked.some((other) => jaccard(content, contentWords(other)) >= sameWords) ? 'asked before' : null;
}

const openings =
  /^(?:how|what|why|when|where|which|who|can you|could you|would you|describe|explain|tell me|in what|under what|under which|if|given|suppose)\b/i;

/** Text that belongs to the page, chat or prompt around a question, not in the question. */
const foreign =
  /https?:|www\.|[@<>{}[\]_|\\`"“”*#=]|\d{5,}|\b(?:ignore|disregard) (?:all|any|the|previous|above|everything)\b|\b(?:system prompt|as an ai|language model|instructions?|assistant|candidate|interviewer)\b/i;

/** Topics that may not be asked about in an interview, or are nobody's business. */
export const isPersonal = (text: string): boolean => personal.some((pattern) => pattern.test(text));

const personal = [
  /\bhow old\b.*\byou\b|\b(?:your|the candidate'?s?) age\b|\byour (?:birth|birthday|generation)\b|\b(?:date|year|place) of birth\b|\byou (?:were )?born\b|\bwere you born\b|\b(?:young|old) (?:enough|for (?:this|a))\b|\bretire(?:ment)?\b|\bdid you (?:graduate|(?:finish|leave) (?:high )?school)\b/i,
  /\byour (?:own )?(?:wife|husband|spouse|partner at home|girlfriend|boyfriend|fianc\w+|child|children|kids?|son|daughter|famil(?:y|ies)|parents|mother|father|siblings?|marriage|home life|private life|personal life|social life)\b/i,
  /\b(?:are|were|have|do|did|will|would|when) you\b.{0,40}\b(?:married|single|engaged|divorced|pregnant|(?:have|having|had|want|raise|expect\w*) (?:any |a |more )?(?:child|children|kids?|baby|babies|famil(?:y|ies)))\b/i,
  /\bpregnan\w+|\bmarital\b|\bmaternity\b|\bpaternity\b|\bchild ?care\b/i,
  /\breligio\w+|\bchurch(?:es)?\b|\bmosque|\bsynagogue|\bpray(?:er|ing)?s?\b|\byour (?:faith|beliefs?|god)\b|\b(?:christian|muslim|jewish|hindu|buddhist|atheist)s?\b/i,
  /\byour (?:own )?(?:health(?! (?:check|endpoint|probe))|illness\w*|sickness|medical|medication|therapy|doctor|diagnos\w+|disabilit(?:y|ies)|disorder|diet|mental)\b|\byou\b.{0,30}\b(?:disabled|sick|ill|depress\w+|smok\w+|drink(?:ing)? alcohol|drugs)\b/i,
  /\b(?:illness|disease|sickness|surger)\w*\b.{0,30}\byou\b|\b(?:do|did|have) you (?:have|had|suffer\w*)\b.{0,20}\b(?:disabilit|illness|disease|surger)\w*/i,
  /\bnationalit\w+|\bcitizen(?:ship)?\b|\bethnic\w*|\bimmigra\w+|\byour (?:race|skin|accent|native language|mother tongue|home ?land|country|origins?|visa|passport|surname)\b|\bwhere (?:are|were|do) you (?:really |originally )?(?:from|come from)\b/i,
  /\byour (?:own )?(?:gender|sex|sexual\w*|orientation|pronouns|looks|appearance|clothes)\b|\bare you (?:gay|straight|lesbian|trans\w*|a (?:man|woman))\b/i,
  /\byou(?:r)?\b.{0,30}\b(?:vote|voted|political|politics|party member|trade union|union member)\b|(?<!third[- ])\bparty (?:do|did|would) you (?:support|belong|prefer)\b/i,
  /\byour (?:current |last |previous )?(?:salary|wage|income|debts?|credit score|rent|mortgage|savings)\b|\bhow much (?:do|did) you (?:earn|make)\b/i,
  /\b(?:arrest\w*|criminal record|convict(?:ed|ion)|military (?:service|discharge))\b/i,
];

/** Whether a question was asked before, in other words. */
export async function isSameQuestion(
  candidate: string,
  asked: readonly string[],
  closeness: Closeness,
): Promise<boolean> {
  if (asked.length === 0) return false;
  const [near = []] = await closeness.between([candidate], asked);
  return Math.max(...near) >= (closeness.by === 'meaning' ? sameMeaning : sameWords);
}
