import { asSentence, type FeedbackContext, isPersonal } from './feedback-context.ts';
import { example, reason, tradeOff } from './fix-argument.ts';
import { conceptFix, wrong } from './fix-concept.ts';
import type { Fix, Propose } from './fix-kinds.ts';
import { delivery, unclear, wording } from './fix-manner.ts';
import { number, ownAction, realStory, result, setting } from './fix-story.ts';

/** The one change that would help this answer most, with the words it speaks of. */
export function fixOf(context: FeedbackContext): Fix {
  const { standing, answer } = context;
  if (standing === 'empty' || standing === 'unknown') return begin(context);
  if (standing === 'off' || standing === 'echo') return offTopic(context);
  if (standing === 'terms' || standing === 'loop') return formless(context);
  const order = answer.question.kind === 'behavioural' ? forStories : forArguments;
  for (const propose of order) {
    const fix = propose(context);
    if (fix) return fix;
  }
  return (context.overall ?? 0) >= 70 && !context.contentUnknown ? polish(context) : build(context);
}

/** What helps most comes first: an end before a number, a wrong claim before a missing one, matter before manner. */
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

function begin({ standing, pick, concepts }: FeedbackContext): Fix {
  const first = concepts.find(({ concept }) => concept.weight === 'must') ?? concepts[0];
  const way = pick([
    'Begin with one sentence, even a rough one, and then say why.',
    'Say one thing you do know about it, then work outwards from there.',
  ]);
  const idea =
    first && !isPersonal(first.concept)
      ? ` One idea to start from: ${asSentence(first.concept.statement)}`
      : '';
  return { kind: 'begin', text: standing === 'empty' ? way : `${way}${idea}` };
}

function offTopic({ concepts, pick, quote, answer, dimensions, standing }: FeedbackContext): Fix {
  const first = concepts.find(({ concept }) => concept.weight === 'must') ?? concepts[0];
  const said = quote(answer.analysis.sentences[0]?.text);
  const echo = standing === 'echo';
  const lead = said ? (echo ? `${said} is the question again. ` : `You began with ${said}. `) : '';
  if (answer.question.kind === 'behavioural')
    return {
      kind: 'answer',
      text: `${lead}${pick(['Tell one real story that fits the question: where it was, what you did, what came of it.', 'Pick one moment that fits the question, and tell what you did and how it ended.'])}`,
    };
  const empty = (dimensions.technical.score ?? 0) === 0 && first === undefined;
  return {
    kind: 'answer',
    text:
      first && !isPersonal(first.concept)
        ? `${lead}${pick([echo ? 'Start here:' : 'The question is after something else; start here:', 'Begin with the idea the question is after:', 'Here is where an answer could start:'])} ${asSentence(first.concept.statement)}`
        : `${lead}${empty ? 'Answer' : 'Go back to'} the question in your first sentence, then add one reason.`,
  };
}

/** Words without sentences, or one sentence over and over. */
function formless({ standing, quote, answer, pick }: FeedbackContext): Fix {
  const first = answer.analysis.sentences[0]?.text;
  const said = quote(first) ?? 'it';
  if (standing === 'loop')
    return {
      kind: 'once',
      text: `You say ${said} several times. Say it once, then ${pick(['add why it is so.', 'go one step further: why, and what follows from it?'])}`,
    };
  return {
    kind: 'sentences',
    text: `${said === 'it' ? 'These are terms' : `${said} are terms`}. ${pick(['Take two of them and say in one sentence what the one does with the other.', 'Make sentences of them: what does each one do, and why?'])}`,
  };
}

const tooShort: Propose = ({ measures, quote, answer, pick }) => {
  const story = answer.question.kind === 'behavioural';
  if (measures.words >= (story ? 25 : 15)) return null;
  const said = quote(answer.text);
  const more = story
    ? pick(['where it was, what you did, and how it ended.', 'the situation, your steps and the result.'])
    : pick(['why it is so, and one example.', 'how it works, why, and where you would use it.']);
  return {
    kind: 'longer',
    text: said ? `You stop after ${said}. Go on: ${more}` : `Say more: ${more}`,
  };
};

/** Where no single thing is missing and much is. */
function build({ quote, answer, pick }: FeedbackContext): Fix {
  const fullest = answer.analysis.sentences.toSorted((a, b) => b.words.length - a.words.length)[0]?.text;
  const said = quote(fullest);
  return {
    kind: 'build',
    text: `${said ? `Build on ${said}` : 'Build on your best point'}: ${pick(
      answer.question.kind === 'behavioural'
        ? [
            'add what you thought at that moment, and why.',
            'add one detail that only somebody who was there knows.',
          ]
        : [
            'say why it is so, and give one example.',
            'one more sentence on why, and one on where it does not hold.',
          ],
    )}`,
  };
}

/** Where nothing is wrong there is still a next step. */
function polish({ answer, quote, pick }: FeedbackContext): Fix {
  const last = quote(answer.analysis.sentences.at(-1)?.text);
  const story = answer.question.kind === 'behavioural';
  const ways = story
    ? [
        `Nothing big is missing. Practise telling it in under two minutes${last ? `, and keep ${last} for the end` : ''}.`,
        `There is no gap to close. Tell it once more${last ? `, and pause before ${last}` : ''}.`,
      ]
    : [
        `Nothing big is missing. ${last ? `After ${last}, sum it up in one sentence.` : 'Sum it up in one sentence at the end.'}`,
        `There is no gap to close. Try it aloud without notes${last ? `, down to ${last}` : ''}.`,
      ];
  return { kind: 'polish', text: pick(ways) };
}
