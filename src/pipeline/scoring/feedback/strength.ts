import type { Concept } from '../../../domain.ts';
import { matchesOf, mentions } from '../languages/rule-lists.ts';
import { rulesFor } from '../languages/rules.ts';
import { hasNumber } from '../structure/part.ts';
import { lengthOf } from '../text/sentence-shape.ts';
import { type FeedbackContext, partOf } from './feedback-context.ts';
import { sharedWords, topicShare } from './standing.ts';

/** One thing that was good, with the words that show it. Where there is none it says so, kindly, and praises nothing. */
export function strengthOf(context: FeedbackContext): string {
  const { standing, pick } = context;
  if (standing === 'empty') return 'There is nothing to go by yet, so this counts as a warm-up.';
  if (standing === 'unknown')
    return pick([
      'You said plainly that you do not know, and that is better than a guess.',
      'Saying openly that you do not know is fair, and better than bluffing.',
    ]);
  if (standing === 'terms')
    return 'These words belong to the topic; what they do together is still to be said.';
  if (standing === 'off' || standing === 'echo')
    return pick([
      'I could not find a point that answers the question yet. That happens; the next try starts fresh.',
      'I looked for a point that answers the question and did not find one yet. A second try costs nothing.',
    ]);
  return (
    story(context) ??
    understanding(context, 'covered') ??
    argument(context) ??
    understanding(context, 'partial') ??
    form(context) ??
    manner(context) ??
    plainly(context)
  );
}

function story(context: FeedbackContext): string | null {
  const { answer, quote, pick } = context;
  if (answer.question.kind !== 'behavioural') return null;
  const result = partOf(context, 'result');
  const results = result?.verdict === 'covered' ? quote(result.quote) : null;
  const rules = rulesFor(answer.language);
  if (results && rules)
    return hasNumber(result?.quote ?? '', rules)
      ? pick([
          `You ended on a result that can be checked: ${results}. That is what stays in mind.`,
          `${results} says what came of it in figures. Keep that line.`,
          `The story has a real ending: ${results}. Keep it.`,
        ])
      : pick([`You told how it ended: ${results}. Keep that.`, `The story has a real ending: ${results}.`]);
  const action = partOf(context, 'action');
  const actions = action?.verdict === 'covered' ? quote(action.quote) : null;
  if (actions)
    return pick([
      `You said what you did yourself: ${actions}. A listener can see you do it.`,
      `${actions} shows your own part, step by step. Keep that.`,
      `Your own steps are clear: ${actions}.`,
    ]);
  const situation = partOf(context, 'situation');
  const situations = situation?.verdict === 'covered' ? quote(situation.quote) : null;
  return situations
    ? pick([
        `You set the scene early: ${situations}.`,
        `${situations} tells at once where this happened. A good way in.`,
      ])
    : null;
}

/** The words that show the weightiest concept with this verdict; never a sentence that also stated something wrongly. */
function understanding(context: FeedbackContext, verdict: 'covered' | 'partial'): string | null {
  const { concepts, pick, quoteAbout, sentenceOf, standing, answer, dimensions } = context;
  const startOf = (words: string | undefined) => (words === undefined ? undefined : sentenceOf(words)?.start);
  const wrong = new Set(
    concepts.filter((one) => one.verdict === 'contradicted').map(({ quote }) => startOf(quote)),
  );
  // Under this the judge found next to nothing, and what it found may be chance.
  const score = dimensions.technical.score ?? 100;
  if (score < 15 || standing === 'loop') return null;
  // What would be done is no answer to what was done.
  const story = answer.question.kind === 'behavioural';
  if (story && standing === 'answer' && partOf(context, 'action')?.verdict === 'missed') return null;
  const fewest = verdict === 'covered' ? 1 : 2;
  const certain = (concept: Concept, words = '') =>
    score >= 40 || sharedWords(context, concept, words) >= fewest;
  const candidates = (['must', 'should', 'bonus'] as const).flatMap((weight) =>
    concepts
      .filter(
        (one) =>
          one.verdict === verdict &&
          one.concept.weight === weight &&
          !wrong.has(startOf(one.quote)) &&
          certain(one.concept, one.quote),
      )
      .map((one) => ({ weight, quoted: quoteAbout(one.concept, one.quote) })),
  );
  const best = candidates.find(({ quoted }) => quoted !== null);
  if (!best) return null;
  if (verdict === 'partial' || standing === 'short')
    return pick([
      `You are on the right track with ${best.quoted}.`,
      `${best.quoted} is a good start; there is something to build on.`,
    ]);
  if (story)
    return pick([`${best.quoted} answers what was asked.`, `This fits the question: ${best.quoted}.`]);
  return best.weight === 'must'
    ? pick([
        `You got to the heart of it: ${best.quoted}.`,
        `${best.quoted} is one of the points that matter most here, and you made it.`,
        `This is the point to make, and you made it: ${best.quoted}.`,
      ])
    : pick([
        `You brought in a point that many leave out: ${best.quoted}.`,
        `${best.quoted} adds depth. Keep it.`,
      ]);
}

/** The weighing or the reason in an answer that is right enough to be praised for it. */
function argument(context: FeedbackContext): string | null {
  const { answer, pick, dimensions } = context;
  if (answer.question.kind === 'behavioural' || (dimensions.technical.score ?? 100) < 40) return null;
  const weighed = quotedPart(context, 'trade-off');
  if (weighed)
    return pick([
      `You weighed it up: ${weighed}. Interviewers look for that.`,
      `${weighed} names a trade-off. Keep that.`,
    ]);
  const reason = quotedPart(context, 'reason');
  return reason
    ? pick([`You gave a reason and not only a claim: ${reason}.`, `${reason} says why. Keep doing that.`])
    : null;
}

/** The form of an answer that stays with the topic, whatever the judge made of its matter. */
function form(context: FeedbackContext): string | null {
  const { answer, concepts, standing, pick } = context;
  const wrong = concepts.some(({ verdict }) => verdict === 'contradicted');
  if (wrong || standing !== 'answer' || answer.question.kind === 'behavioural') return null;
  if (answer.language === 'en' && topicShare(context) < 0.35) return null;
  const reason = quotedPart(context, 'reason');
  return reason
    ? pick([
        `You gave a reason and not only a claim: ${reason}.`,
        `You say why, and do not leave it at a claim: ${reason}.`,
      ])
    : null;
}

/** The words that make the part: "because …", "the downside …". */
function quotedPart(context: FeedbackContext, name: 'reason' | 'trade-off'): string | null {
  const part = partOf(context, name);
  if (part?.verdict !== 'covered' || part.quote === undefined) return null;
  const argument = rulesFor(context.answer.language)?.argument;
  const cues = name === 'reason' ? argument?.reason : argument?.tradeOff;
  return context.quote(part.quote, matchesOf(part.quote, cues ?? [])[0]?.text);
}

/** What is true of how it was said, where nothing of what was said stands out. */
function manner({ dimensions, measures, answer, quote, pick, overall }: FeedbackContext): string | null {
  const rules = rulesFor(answer.language);
  const honest = rules
    ? answer.analysis.sentences.find(({ text }) => mentions(text, rules.honestHedges))
    : undefined;
  const admitted = quote(honest?.text);
  if (admitted) return `You said openly where you were unsure: ${admitted}. That builds trust.`;
  if (overall !== null && overall < 30) return null;
  const pace = measures.wordsPerMinute ?? 0;
  if (dimensions.delivery.score !== null && pace >= 115 && pace <= 165)
    return pick([
      `Your pace was easy to follow, at ${pace} words a minute.`,
      `At ${pace} words a minute you were easy to follow.`,
    ]);
  const short = answer.analysis.sentences.filter((sentence) => lengthOf(sentence) <= 25).length;
  if ((dimensions.clarity.score ?? 0) >= 80 && short === answer.analysis.sentences.length && short >= 3)
    return pick([
      'Your sentences are short and easy to follow.',
      'You kept your sentences short, which helps a listener.',
    ]);
  return null;
}

function plainly({ standing, pick, concepts, quote, answer }: FeedbackContext): string {
  if (standing === 'short')
    return pick([
      'You made a start. There is too little yet to pick out a strength.',
      'A start is made; a few more sentences would give it something to stand on.',
    ]);
  const wrong = concepts.find(
    ({ verdict, quote: words }) => verdict === 'contradicted' && words !== undefined,
  );
  const rules = rulesFor(answer.language);
  const firm =
    rules && wrong?.quote !== undefined && !mentions(wrong.quote, rules.hedges) ? quote(wrong.quote) : null;
  if (firm) return `You took a clear stand with ${firm}, which makes it easy to sharpen.`;
  return pick([
    'You gave it a try in your own words. I could not yet find one point that stands out.',
    'You put it in your own words, and that is where it starts. No single point stands out yet.',
  ]);
}
