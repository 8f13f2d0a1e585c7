import { z } from 'zod';
import type { Sentence } from '../../text/analysis.ts';
import { type PointVerdict, pointVerdicts } from '../points/softmax-model.ts';
import type { OpinionRequest } from './request-opinion.ts';

/** A verdict on one point; `at` is the sentence in which the words begin that show it. */
export type Opinion = { verdict: PointVerdict; at: number };

const entry = z.object({ verdict: z.enum(pointVerdicts), quote: z.string() });
const reply = z.record(z.string(), z.unknown());

/**
 * The opinions that hold, in the order of `names`; null for each that is missing, not a verdict, or whose quote is not in the
 * answer word by word. All are null when the control is not missed.
 */
export function readOpinion(
  said: string,
  { names, control, sentences }: Omit<OpinionRequest, 'request'> & { sentences: readonly Sentence[] },
): (Opinion | null)[] {
  const opinions = reply.safeParse(jsonIn(said)).data ?? {};
  const controlled = entry.safeParse(opinions[control]);
  if (controlled.data?.verdict !== 'missed') return names.map(() => null);
  const words = sentences.flatMap(({ text }, at) => wordsOf(text).map((word) => ({ word, at })));
  return names.map((name) => {
    const { data } = entry.safeParse(opinions[name]);
    const at = data ? placeOf(data.quote, words) : null;
    return data && at !== null ? { verdict: data.verdict, at } : null;
  });
}

/** Some models think aloud before they answer, or put the answer into a block of code. */
function jsonIn(said: string): unknown {
  const answer = said.slice(said.lastIndexOf('</think>') + 1);
  try {
    return JSON.parse(answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1));
  } catch {
    return null;
  }
}

/** Fewer words prove nothing, and more are no choice of words. */
const fewestWords = 3;
const mostWords = 60;

/** The sentence in which the quote begins; null where it does not stand in the answer. Marks and case do not matter. */
function placeOf(quote: string, words: readonly { word: string; at: number }[]): number | null {
  const wanted = wordsOf(quote);
  if (wanted.length < Math.min(fewestWords, words.length) || wanted.length > mostWords) return null;
  const first = words.findIndex((_, from) =>
    wanted.every((word, offset) => words[from + offset]?.word === word),
  );
  return words[first]?.at ?? null;
}

/** Words, numbers and signs such as = and <, in lower case. */
const wordsOf = (text: string): string[] =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[‘’]/g, "'")
    .match(/[\p{L}\p{M}\p{N}]+(?:'[\p{L}\p{M}]+)*|\p{S}/gu) ?? [];
