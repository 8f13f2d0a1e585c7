/** Words about the answer and its judging rather than about the subject: they earn nothing. */
import type { Sentence } from '../../text/analysis.ts';

const aboutJudging: readonly RegExp[] = [
  /\b(?:ignore|disregard|forget|override)\b.{0,30}\b(?:instructions?|rubric|prompt|rules|above|previous|concepts?|criteria)\b/i,
  /\b(?:mark|count|treat|grade|rate|score|consider|evaluate|accept)\b.{0,24}\b(?:every|all|each|this|the|my|these)\b.{0,20}\b(?:concepts?|points?|criteria|answers?|verdicts?|as (?:covered|correct|said|right|complete))\b/i,
  /\b(?:full|maximum|top) (?:marks?|score|points|credit|grade)\b/i,
  /\bscore(?: of|:|=)? ?100\b|\b(?:give|award|rate|grade|score)\b (?:me|it|this|the answer|my answer|the candidate|them|him|her)\b.{0,12}\b(?:100|a hundred|10 ?\/ ?10|full|perfect)\b/i,
  /\b(?:grader|rubric|evaluator|scorer|judge|assistant|system|examiner) ?(?:note|prompt|message|override)?\s*:/i,
  /\b(?:note|message|instruction)s? (?:to|for) (?:the )?(?:grader|judge|evaluator|scorer|model|examiner|system|ai)\b/i,
  /\b(?:the )?(?:candidate|applicant|speaker|student|respondent|this answer|my answer|the answer) (?:has |have |fully |correctly |clearly |already )*(?:covered|covers|mentioned|mentions|addressed|addresses|explained|explains|answered|named|says|said|contains|includes)\b/i,
  /\bas an? (?:ai|language model|llm)\b/i,
  /["{]\s*"?(?:overall|score|band|verdict|concepts?|grade|said|covered)"?\s*:/i,
];

const aboutTheAnswer: readonly RegExp[] = [
  /\b(?:an?|the|any|my) (?:good|ideal|great|strong|perfect|complete|full|model|right|correct|best|proper|solid) (?:answer|response|reply|candidate|explanation)s? (?:here )?(?:would|should|will|could|might|must|has to|needs to|is|covers?|includes?|mentions?|talks?|contains?|names?|explains?|touch)/i,
  /\b(?:i|we|you|one) (?:would|should|could|will|'d|'ll|need to|have to|must|want to)(?: also| then| definitely)? (?:(?:talk|speak) about|touch (?:on|upon)|go over|go into|cover|mention|discuss|bring up)\b/i,
  /\b(?:the )?(?:key|main|important|relevant|expected|necessary|following) (?:points?|topics?|concepts?|ideas?|keywords?|terms?|things) (?:here )?(?:are|is|include|would be|to (?:mention|cover|name))\b/i,
  /^\W*(?:key |main |my )?(?:points|topics|keywords|concepts|buzzwords|key ?words) ?(?:to (?:cover|mention))? ?:/i,
  /\b(?:this|the) (?:question|topic) (?:is about|covers|touches|asks (?:for|about)|involves)\b/i,
];

/** Says something to or about whoever judges, or gives its verdict; where prompts are what is asked about, nobody can tell. */
export const speaksToJudge = (text: string, question: string): boolean =>
  !/\b(?:prompts?|injection|instructions?|llms?|language models?)\b/i.test(question) &&
  aboutJudging.some((form) => form.test(text));

/** Tells what an answer should speak of, without saying it. */
export const speaksOfAnswer = (text: string): boolean => aboutTheAnswer.some((form) => form.test(text));

const mostWordsOfName = 6;

/**
 * True for things named one after the other: pieces of a few words between commas, none of them a statement. `words` of the
 * whole sentence; its first words, up to a colon, may introduce the list.
 */
export function isTopicList({ text, words }: Pick<Sentence, 'text' | 'words'>): boolean {
  const colon = text.indexOf(':');
  const body = colon > 0 && colon < text.length / 2 ? text.slice(colon + 1) : text;
  const pieces = body
    .split(/[,;•|]|\band\b/)
    .flatMap((piece) => piece.match(/[\p{L}\p{N}][^\s]*/gu)?.length ?? []);
  if (pieces.length < 3 || pieces.some((count) => count > mostWordsOfName)) return false;
  const start = words[0]?.start ?? 0;
  const own = words.filter(({ start: at }) => at - start >= text.length - body.length);
  const ties = own.filter(
    ({ pos, lower }) => pos === 'AUX' || pos === 'PRON' || pos === 'SCONJ' || finite.has(lower),
  ).length;
  return ties === 0;
}

/** Verbs that tie a clause together and that a list of topics has not. */
const finite = new Set(
  'is are was were can must makes lets means needs has have gets so because when if'.split(' '),
);
