import type { ChosenFix, Propose } from './chosen-fix.ts';
import { asSentence, type FeedbackContext, isOwnStory } from './context.ts';
import { example, reason, tradeOff } from './fix-argument.ts';
import { conceptFix, wrong } from './fix-concept.ts';
import { delivery, unclear, wording } from './fix-manner.ts';
import { number, ownAction, realStory, result, setting } from './fix-story.ts';

/** The one change that would help this answer most, with the words it is about. */
export function chooseFix(context: FeedbackContext): ChosenFix {
  const { substance, answer } = context;
  if (substance === 'other-language')
    return { fix: { kind: 'language', values: { language: answer.language } } };
  if (substance === 'empty' || substance === 'unknown') return begin(context);
  if (substance === 'off-topic' || substance === 'echo') return offTopic(context);
  if (substance === 'terms' || substance === 'loop') return formless(context);
  const order = answer.question.kind === 'behavioural' ? forStories : forArguments;
  for (const propose of order) {
    const fix = propose(context);
    if (fix) return fix;
  }
  return (context.overall ?? 0) >= 70 && !context.contentUnknown ? polish(context) : build(context);
}

/**
 * What helps most comes first: an end before a number, a wrong claim before a missing one, content before
 * form.
 */
const forStories: Propose[] = [
  (context) => tooShort(context),
  realStory,
  result,
  ownAction,
  wrong,
  delivery(45),
  number,
  setting,
  conceptFix('missed', 'must'),
  unclear(65),
  conceptFix('partial', 'must'),
  delivery(65),
  wording,
  conceptFix('missed', 'should'),
  unclear(80),
];
const forArguments: Propose[] = [
  wrong,
  (context) => tooShort(context),
  conceptFix('missed', 'must'),
  delivery(45),
  conceptFix('partial', 'must'),
  unclear(60),
  reason,
  tradeOff,
  conceptFix('missed', 'should'),
  conceptFix('partial', 'should'),
  delivery(65),
  unclear(75),
  example,
  wording,
  number,
];

const caseOf = ({ answer }: FeedbackContext): 'story' | 'argument' =>
  answer.question.kind === 'behavioural' ? 'story' : 'argument';

/**
 * The point that an answer could start from: the most important one; never one that only the person can tell.
 */
function startingPoint({
  concepts,
}: FeedbackContext): { about: string; values: { statement: string } } | null {
  const first = concepts.find(({ concept }) => concept.weight === 'must') ?? concepts[0];
  return first && !isOwnStory(first.concept)
    ? { about: first.concept.id, values: { statement: asSentence(first.concept.statement) } }
    : null;
}

const begin = (context: FeedbackContext): ChosenFix => ({
  fix: { kind: 'begin', ...(context.substance === 'empty' ? {} : startingPoint(context)) },
});

function offTopic(context: FeedbackContext): ChosenFix {
  const { quote, answer, substance, dimensions } = context;
  const isReply = answer.followUpDepth > 0;
  const story = caseOf(context) === 'story' && !isReply;
  const tellsAnother = dimensions.structure.reason?.code === 'other-question';
  const point = story ? null : startingPoint(context);
  const evidence = quote(answer.analysis.sentences[0]?.text);
  const isNew = (dimensions.technical.score ?? 0) === 0 && context.concepts.length === 0;
  return {
    fix: {
      kind: 'answer',
      ...point,
      values: {
        ...point?.values,
        case: tellsAnother ? 'other-story' : story ? 'story' : point ? 'point' : isNew ? 'first' : 'back',
        opening: substance === 'echo' ? 'echo' : 'other',
        ...(context.isSure || story || substance === 'echo' ? {} : { sure: 'no' }),
      },
      ...(evidence && { evidence }),
    },
  };
}

/** Words without sentences, or one sentence over and over. */
function formless({ substance, quote, answer }: FeedbackContext): ChosenFix {
  const evidence = quote(answer.analysis.sentences[0]?.text);
  return { fix: { kind: substance === 'loop' ? 'once' : 'sentences', ...(evidence && { evidence }) } };
}

/** A follow-up may be answered in one sentence; a story and an argument take more. */
const fewestWords = { story: 25, argument: 15, 'follow-up': 8 };

const tooShort: Propose = (context) => {
  const { measures, quote, answer } = context;
  const story = caseOf(context) === 'story';
  const kind = story && answer.followUpDepth > 0 ? 'follow-up' : caseOf(context);
  if (measures.words >= fewestWords[kind]) return null;
  const evidence = quote(answer.text);
  return { fix: { kind: 'longer', values: { case: kind }, ...(evidence && { evidence }) } };
};

/** For an answer with no single gap but much missing. */
function build(context: FeedbackContext): ChosenFix {
  const { quote, answer } = context;
  const fullest = answer.analysis.sentences.toSorted((a, b) => b.words.length - a.words.length)[0]?.text;
  const evidence = quote(fullest);
  return { fix: { kind: 'build', values: { case: caseOf(context) }, ...(evidence && { evidence }) } };
}

/** If nothing is wrong there is still a next step. */
function polish(context: FeedbackContext): ChosenFix {
  const evidence = context.quote(context.answer.analysis.sentences.at(-1)?.text);
  return { fix: { kind: 'polish', values: { case: caseOf(context) }, ...(evidence && { evidence }) } };
}
