import type { GapKind } from '../../domain.ts';
import type { Generator } from '../../models/ports.ts';
import { isSameQuestion, type Refusal, refusalOf, sift } from './candidate-filters.ts';
import type { Closeness } from './closeness.ts';
import type { FollowUpRequest } from './follow-up-request.ts';
import type { Gap } from './gaps.ts';
import { asData, proposeQuestions, type Wish } from './propose.ts';
import { contentWords } from './words.ts';

type Situation = {
  gap: Gap;
  /** The person's own sentence that the question should start from. */
  sentence: string;
  request: FollowUpRequest;
  closeness: Closeness;
  /** The question that would be asked without a model; a proposal must be closer to the gap than that. */
  rival: string | null;
};

/**
 * The best question that a model proposes for a gap, or null when none is good enough: well formed, lawful, new, about
 * what was said or what is missing, and without the answer in it.
 */
export async function proposeFollowUps(generator: Generator, situation: Situation): Promise<string | null> {
  const { request } = situation;
  const { seed, depth, signal, budgetMs } = request;
  const candidates = await proposeQuestions(generator, wishFor(situation), {
    seed: `${seed}:${depth}`,
    ...(signal ? { signal } : {}),
    ...(budgetMs === undefined ? {} : { budgetMs }),
  });
  if (candidates.length === 0) return null;
  const { passing, refused } = await sift(candidates, (candidate) => refusal(candidate, situation));
  const chosen = await nearest(passing, situation);
  request.report?.({
    task: 'follow-up',
    generator: generator.name,
    proposed: candidates.length,
    passed: passing.length,
    used: chosen === null ? 0 : 1,
    refused,
  });
  return chosen;
}

/** The candidate closest to the gap and to what was said; null when the fallback question is closer. */
async function nearest(
  passing: readonly string[],
  { gap, sentence, closeness, rival }: Situation,
): Promise<string | null> {
  if (passing.length === 0) return null;
  const target = gap.concept?.statement ?? sentence;
  const rated = [...passing, ...(gap.concept && rival !== null ? [rival] : [])];
  const near = await closeness.between(rated, [target, sentence]);
  const scores = near.map(([toGap = 0, toAnswer = 0]) => 0.6 * toGap + 0.4 * toAnswer);
  const best = Math.max(...scores);
  return passing[scores.indexOf(best)] ?? null;
}

/** A follow-up must be at least this close to what was said or to what is missing. */
const leastNear = { meaning: 0.35, words: 0.1 };

async function refusal(
  candidate: string,
  { gap, sentence, request, closeness }: Situation,
): Promise<Refusal | null> {
  const wording = refusalOf(candidate, request.asked);
  if (wording !== null) return wording;
  if (!(cues[gap.kind]?.test(candidate) ?? true)) return 'off the subject';
  if (
    gap.concept &&
    givesAway(candidate, gap.concept.statement, `${request.question.text} ${request.answerText}`)
  )
    return 'gives the answer away';
  const targets = [sentence, ...(gap.concept ? [gap.concept.statement] : [])];
  const [near = []] = await closeness.between([candidate], targets);
  if (Math.max(...near) < leastNear[closeness.by]) return 'off the subject';
  return (await isSameQuestion(candidate, request.asked, closeness)) ? 'asked before' : null;
}

/** A question about the end of a story, or about a number, must ask for it. */
const cues: Partial<Record<GapKind, RegExp>> = {
  result: /\b(?:results?|outcomes?|end|impact|effects?|chang\w+|improv\w+|learn\w*|happen\w*|after)\b/i,
  action: /\byou(?:r|rself)?\b/i,
  number:
    /\b(?:how (?:much|many|often|long|big|large|far|fast)|numbers?|measure\w*|percent\w*|metrics?|rate)\b/i,
};

/** A question may contain at most this share of the concept it asks about. */
const mostGivenAway = 0.4;

function givesAway(candidate: string, statement: string, alreadySaid: string): boolean {
  const hidden = contentWords(statement).difference(contentWords(alreadySaid));
  return hidden.size > 0 && contentWords(candidate).intersection(hidden).size / hidden.size > mostGivenAway;
}

function wishFor({ gap, sentence, request }: Situation): Wish {
  const said = asData(sentence);
  const purpose = purposes[gap.kind];
  const asked = asData(request.question.text);
  return {
    document: [
      'Follow-up questions of an attentive interviewer, each about what the candidate has just said.',
      'Candidate: "We put a queue in front of the mail service so that sign-up stays fast."',
      'Follow-up: How does the sign-up page learn that a mail could not be sent?',
      'Candidate: "I talked to both teams and in the end we moved the deadline."',
      'Follow-up: What did you say to the team that wanted to keep the date?',
      `Candidate: "${said}"`,
      'Follow-up:',
    ].join('\n'),
    task: [
      `The interview question was: ${asked}`,
      `The candidate said: <<<${said}>>>`,
      `Ask one follow-up question that ${purpose}.`,
      ...(gap.concept?.followUps[0] === undefined
        ? []
        : [`A question in the right direction: ${gap.concept.followUps[0]}`]),
    ].join('\n'),
  };
}

const purposes: Record<GapKind, string> = {
  wrong: 'makes the candidate check this claim, without saying what is right',
  missed: 'leads to what is still missing, without naming it',
  partial: 'asks how or why, so that the thought is finished',
  result: 'asks what came of it',
  action: 'asks what the candidate did personally',
  vague: 'asks for one concrete example of it',
  number: 'asks how much or how many',
  deeper: 'asks for a reason, a limit or an alternative',
  small: 'asks for a small part of it',
};
