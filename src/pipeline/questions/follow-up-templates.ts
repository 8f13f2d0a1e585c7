/**
 * The wording of follow-ups. `{quote}` is the person's own words, `{ask}` is a question (of the bank, of a model, or one of
 * `asks`), `{question}` is the question they were asked.
 */
import type { GapKind } from './gaps.ts';

/** How a follow-up leads from what was said to what is asked. */
export const leads: Record<GapKind, readonly string[]> = {
  wrong: [
    'Let’s look again at one thing you said: “{quote}”. {ask}',
    'You said “{quote}”. I am not sure that this holds. {ask}',
    'I would like to test one claim: “{quote}”. {ask}',
    'Before we go on, think once more about “{quote}”. {ask}',
    'You said “{quote}”. Let’s check it against a real case. {ask}',
  ],
  missed: [
    'You mentioned “{quote}”. {ask}',
    'You said “{quote}”. {ask}',
    'I noted “{quote}”. {ask}',
    'Staying with “{quote}” for a moment. {ask}',
    'Let’s build on “{quote}”. {ask}',
    'Taking “{quote}” one step further. {ask}',
  ],
  partial: [
    'You touched on “{quote}”. {ask}',
    'You were on to something with “{quote}”. {ask}',
    'Let’s stay with “{quote}”. {ask}',
    'I would like to hear more about “{quote}”. {ask}',
    'You started with “{quote}”. {ask}',
  ],
  result: ['You told me “{quote}”. {ask}', 'You said “{quote}”. {ask}', 'So, “{quote}”. {ask}'],
  action: ['You told me “{quote}”. {ask}', 'You said “{quote}”. {ask}', 'I heard “{quote}”. {ask}'],
  vague: [
    'You said “{quote}”. {ask}',
    'I noted “{quote}”. {ask}',
    'One phrase stayed open for me: “{quote}”. {ask}',
  ],
  number: ['You said “{quote}”. {ask}', 'You told me “{quote}”. {ask}', 'I noted “{quote}”. {ask}'],
  deeper: [
    'You said “{quote}”. {ask}',
    'Let’s go deeper into “{quote}”. {ask}',
    'I would like to stay with “{quote}”. {ask}',
    'You mentioned “{quote}”. {ask}',
    'Taking “{quote}” as the starting point. {ask}',
  ],
  small: [
    'Let’s take it in smaller steps. {ask}',
    'Let’s start with just one piece of it. {ask}',
    'No problem, let’s make it smaller. {ask}',
    'Let’s try one part at a time. {ask}',
    'A smaller question first. {ask}',
  ],
};

/** Questions for a gap where the bank has none. */
export const asks: Record<GapKind, readonly string[]> = {
  wrong: [
    'When would that not be true?',
    'What would you have to see to change your mind?',
    'How could you check whether it is so?',
    'Can you think of a case that speaks against it?',
    'What would happen if somebody relied on that?',
  ],
  missed: [
    'What else belongs to a full answer here?',
    'What would a colleague add to that?',
    'Which part of the question have you not spoken about yet?',
    'What have you left out so far that matters?',
    'What comes before or after that?',
  ],
  partial: [
    'Can you walk me through how that works, step by step?',
    'Why is that so?',
    'What makes that important here?',
    'Can you finish that thought with an example?',
    'What happens underneath when you do that?',
  ],
  result: [
    'What came of it in the end?',
    'What changed because of that, and how did you know?',
    'How did it turn out for the team or the users?',
    'What would have happened if you had done nothing?',
    'What was different a month later?',
  ],
  action: [
    'Which part of that did you do yourself?',
    'What was your very first step?',
    'Which of the decisions was yours?',
    'What did you say or do that nobody else would have?',
    'What would the others say that you contributed?',
  ],
  vague: [
    'What does that look like in practice?',
    'Can you give one concrete example of it?',
    'Which tool, step or case do you have in mind?',
    'Can you be more specific about that?',
    'How would you explain exactly that to a new colleague?',
    'What precisely do you mean by it?',
  ],
  number: [
    'Can you put a rough number on that?',
    'How did you measure it?',
    'What was it before, and what was it after?',
    'How big was it, in users, requests, people or weeks?',
    'What order of magnitude are we talking about?',
  ],
  deeper: [
    'Why would you choose that over the alternatives?',
    'When would that be the wrong choice?',
    'What could go wrong there, and how would you notice?',
    'Can you walk me through one example?',
    'What would change at ten times the size?',
    'How would you know that it worked?',
  ],
  small: [
    'What is one thing that you could say to “{question}” right away?',
    'Which word in “{question}” could you explain first?',
    'If you had one sentence for “{question}”, what would it be?',
    'Where have you come across the subject of “{question}” before?',
    'Which part of “{question}” are you most sure of?',
  ],
};

/** Said when everything that matters was in the answer. */
export const closingsWhenCovered: readonly string[] = [
  'That covers what I was after; let’s go on.',
  'You said what matters here, so I have nothing to add.',
  'That is a full answer; on to the next one.',
  'I have no open question after that; let’s move on.',
  'All the main points were there; let’s continue.',
];

/** Said when the follow-ups of a question are used up and something stayed open. */
export const closingsWhenSpent: readonly string[] = [
  'Thank you, let’s leave it there and go on.',
  'Let’s stop here for this question.',
  'That is enough on this one; on we go.',
  'Good, we can close this question here.',
  'Thank you, that is all I wanted to ask about this.',
];
