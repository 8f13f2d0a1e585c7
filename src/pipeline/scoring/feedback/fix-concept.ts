import type { Concept, Verdict } from '../../../domain.ts';
import { asSentence, type FeedbackContext, isPersonal, partOf } from './feedback-context.ts';
import type { Propose } from './fix-kinds.ts';

/** What was stated wrongly, and what is so instead. In a story it is no error: it is a doubt that it leaves. */
export const wrong: Propose = ({ concepts, quoteAbout, pick }) => {
  const found = concepts.find(({ verdict }) => verdict === 'contradicted');
  if (!found) return null;
  const said = quoteAbout(found.concept, found.quote);
  const about = found.quote === undefined ? {} : { about: found.quote };
  if (isPersonal(found.concept))
    return said
      ? {
          kind: 'doubt',
          text: pick([
            `${said} may leave a doubt. Say what you learned from it, or what you would do today.`,
            `A listener may stumble over ${said}. Say why, and what you would do differently now.`,
          ]),
          ...about,
        }
      : null;
  const right = asSentence(found.concept.statement);
  return {
    kind: 'wrong',
    text: said
      ? pick([
          `Look again at ${said}. ${right}`,
          `Check ${said} against this: ${right}`,
          `One claim to check is ${said}. Compare it with this: ${right}`,
        ])
      : `One claim to check: ${right}`,
    ...about,
    statement: right,
  };
};

/** A concept that was left out or only touched, and where in the answer it belongs. */
export function conceptFix(
  verdict: Extract<Verdict, 'missed' | 'partial'>,
  weight: 'must' | 'should',
): Propose {
  return (context) => {
    const found = context.concepts.find(
      (one) => one.verdict === verdict && one.concept.weight === weight && !toldAlready(context, one.concept),
    );
    if (!found) return null;
    return verdict === 'partial' ? finish(context, found) : add(context, found.concept, weight === 'must');
  };
}

/** Asking how a story ended that has an end would only show that nobody listened. */
function toldAlready(context: FeedbackContext, concept: Concept): boolean {
  const asksForEnd = /\b(?:came of it|in the end|result|outcome|turned? out|how (?:do|did) you know)\b/i;
  return (
    isPersonal(concept) &&
    partOf(context, 'result')?.verdict === 'covered' &&
    asksForEnd.test(concept.followUps[0] ?? '')
  );
}

type Touched = { concept: Concept; quote?: string };

function finish(
  { quoteAbout, pick }: FeedbackContext,
  { concept, quote: words }: Touched,
): ReturnType<Propose> {
  const said = quoteAbout(concept, words);
  if (!said || words === undefined) return null;
  const asked = concept.followUps[0];
  if (isPersonal(concept))
    return asked === undefined
      ? null
      : { kind: 'partial', text: `${said} made me curious. ${asked}`, about: words };
  return {
    kind: 'partial',
    text: pick([
      `${said} is part of it. Say all of it: ${asSentence(concept.statement)}`,
      `Take ${said} one step further: ${asSentence(concept.statement)}`,
    ]),
    about: words,
  };
}

function add(context: FeedbackContext, concept: Concept, must: boolean): ReturnType<Propose> {
  const { concepts, quote, quoteAbout, pick, answer } = context;
  const anchor = concepts.find(
    (one) => one.quote !== undefined && (one.verdict === 'covered' || one.verdict === 'partial'),
  );
  const about = anchor?.quote ?? answer.analysis.sentences.at(-1)?.text;
  const said = anchor ? quoteAbout(anchor.concept, about) : quote(about);
  const asked = concept.followUps[0];
  const place = about === undefined ? {} : { about };
  if (isPersonal(concept)) {
    if (asked === undefined) return null;
    const lead = pick(['One thing I wanted to know:', 'What I would have liked to hear:']);
    return { kind: 'missed', text: `${said ? `After ${said}: ` : `${lead} `}${asked}`, ...place };
  }
  const lead = must
    ? pick(['One idea is missing:', 'The biggest gap:', 'What I missed most:'])
    : pick(['To go deeper, add this:', 'One more point would round it off:']);
  return {
    kind: 'missed',
    text: `${lead} ${asSentence(concept.statement)}${said ? ` It would fit after ${said}.` : ''}`,
    ...place,
    ...(anchor ? { statement: asSentence(concept.statement) } : {}),
  };
}
