import { asSentence, type FeedbackContext, isPersonal } from './feedback-context.ts';
import { example, reason, tradeOff } from './fix-argument.ts';
import { conceptFix, wrong } from './fix-concept.ts';
import type { Fix, Propose } from './fix-kinds.ts';
import { delivery, unclear, wording } from './fix-manner.ts';
import { number, ownAction, result, setting } from './fix-story.ts';

/** The one change that would help this answer most, with the words it speaks of. */
export function fixOf(context: FeedbackContext): Fix {
  const { standing, answer } = context;
  if (standing === 'empty' || standing === 'unknown') return begin(context);
  if (standing === 'off') return offTopic(context);
  const order = answer.question.kind === 'behavioural' ? forStories : forArguments;
  for (const propose of order) {
    const fix = propose(context);
    if (fix) return fix;
  }
  return polish(context);
}

/** What helps most comes first: an end before a number, a wrong claim before a missing one, matter before manner. */
const forStories: Propose[] = [
  result,
  ownAction,
  (context) => tooShort(context),
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

function offTopic({ concepts, pick, quote, answer, dimensions }: FeedbackContext): Fix {
  const first = concepts.find(({ concept }) => concept.weight === 'must') ?? concepts[0];
  const said = quote(answer.analysis.sentences[0]?.text);
  const lead = said ? `You began with ${said}. ` : '';
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
        ? `${lead}${pick(['The question is after something else; start here:', 'Begin with the idea the question is after:', 'Here is where an answer could start:'])} ${asSentence(first.concept.statement)}`
        : `${lead}${empty ? 'Answer' : 'Go back to'} the question in your first sentence, then add one reason.`,
  };
}

const tooShort: Propose = ({ measures, quote, answer, pick }) => {
  if (measures.words >= 25) return null;
  const said = quote(answer.text);
  const count = `${measures.words} ${measures.words === 1 ? 'word' : 'words'}`;
  return {
    kind: 'longer',
    text: `${said ? `${said} is ${count}` : `This is ${count}`}. ${
      answer.question.kind === 'behavioural'
        ? pick([
            'Add where it was, what you did, and how it ended.',
            'Tell it as a story: the situation, your steps, the result.',
          ])
        : pick([
            'Add why it is so, and one example.',
            'Go on for three or four more sentences: how it works, why, and where you would use it.',
          ])
    }`,
  };
};

/** Where nothing is wrong there is still a next step. */
function polish({ answer, quote, pick }: FeedbackContext): Fix {
  const said = quote(answer.analysis.sentences.at(-1)?.text);
  const ending = said ? ` You end on ${said};` : '';
  return {
    kind: 'polish',
    text: pick([
      `Nothing big is missing.${ending || ' To finish,'} ${ending ? 'one closing sentence that sums it up would round it off.' : 'sum it up in one sentence.'}`,
      `There is no gap to close. Say it once more in half the time, and keep the best sentences.`,
    ]),
  };
}
