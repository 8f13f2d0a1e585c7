/**
 * Follow-ups. `quote` is the person's own words; `ask` is the question that comes after them: from the bank,
 * from a model, or one of ours by its number, 0 to 4. `lead` is 0 to 2.
 */
export const followUps = {
  'follow-up.lead.wrong':
    '{lead, select, 0 {Let’s look again at one thing you said: “{quote}”. {ask}} 1 {I would like to test one claim: “{quote}”. {ask}} other {Think once more about “{quote}”. {ask}}}',
  'follow-up.lead.missed':
    '{lead, select, 0 {You said “{quote}”. {ask}} 1 {You mentioned “{quote}”. {ask}} other {I noted “{quote}”. {ask}}}',
  'follow-up.lead.partial':
    '{lead, select, 0 {You touched on “{quote}”. {ask}} 1 {Let’s stay with “{quote}”. {ask}} other {I would like to hear more about “{quote}”. {ask}}}',
  'follow-up.lead.result':
    '{lead, select, 0 {You told me “{quote}”. {ask}} 1 {You said: “{quote}”. {ask}} other {So: “{quote}”. {ask}}}',
  'follow-up.lead.action':
    '{lead, select, 0 {You told me: “{quote}”. {ask}} 1 {You said, “{quote}”. {ask}} other {I heard “{quote}”. {ask}}}',
  'follow-up.lead.vague':
    '{lead, select, 0 {You said “{quote}”. {ask}} 1 {I noted: “{quote}”. {ask}} other {One phrase was not clear to me: “{quote}”. {ask}}}',
  'follow-up.lead.number':
    '{lead, select, 0 {You said “{quote}”. {ask}} 1 {You told me “{quote}”. {ask}} other {I noted “{quote}”. {ask}}}',
  'follow-up.lead.deeper':
    '{lead, select, 0 {You said “{quote}”. {ask}} 1 {Let’s go deeper into “{quote}”. {ask}} other {I would like to stay with “{quote}”. {ask}}}',
  'follow-up.lead.small':
    '{lead, select, 0 {Let’s take it in smaller steps. {ask}} 1 {No problem, let’s make it smaller. {ask}} other {A smaller question first. {ask}}}',

  'follow-up.ask.wrong':
    '{number, select, 0 {When would that not be true?} 1 {What would you have to see to change your mind?} 2 {How could you check whether it is so?} 3 {Can you think of a case that contradicts it?} other {What would happen if somebody relied on that?}}',
  'follow-up.ask.missed':
    '{number, select, 0 {What else belongs in a full answer here?} 1 {What would a colleague add to that?} 2 {Which part of the question have you not spoken about yet?} 3 {What have you left out so far that matters?} other {What comes before or after that?}}',
  'follow-up.ask.partial':
    '{number, select, 0 {Can you walk me through how that works, step by step?} 1 {Why is that so?} 2 {What makes that important here?} 3 {Can you finish that thought with an example?} other {What happens underneath when you do that?}}',
  'follow-up.ask.result':
    '{number, select, 0 {What came of it in the end?} 1 {What changed because of that, and how did you know?} 2 {How did it turn out for the team or the users?} 3 {What would have happened if you had done nothing?} other {What was different a month later?}}',
  'follow-up.ask.action':
    '{number, select, 0 {Which part of that did you do yourself?} 1 {What was your very first step?} 2 {Which of the decisions was yours?} 3 {What did you say or do that nobody else would have?} other {What would the others say that you contributed?}}',
  'follow-up.ask.vague':
    '{number, select, 0 {What does that look like in practice?} 1 {Can you give one concrete example of it?} 2 {Which tool, step or case do you have in mind?} 3 {Can you be more specific about that?} other {How would you explain exactly that to a new colleague?}}',
  'follow-up.ask.number':
    '{number, select, 0 {Can you put a rough number on that?} 1 {How did you measure it?} 2 {What was it before, and what was it after?} 3 {How big was it, in users, requests, people or weeks?} other {What order of magnitude are we talking about?}}',
  'follow-up.ask.deeper':
    '{number, select, 0 {Why would you choose that over the alternatives?} 1 {When would that be the wrong choice?} 2 {What could go wrong there, and how would you notice?} 3 {Can you walk me through one example?} other {What would change at ten times the size?}}',
  'follow-up.ask.small':
    '{number, select, 0 {What is one thing that you could say right away in answer to “{quote}”?} 1 {Which word in “{quote}” could you explain first?} 2 {If you had one sentence for “{quote}”, what would it be?} 3 {Where have you come across the subject of “{quote}” before?} other {Which part of “{quote}” are you most sure of?}}',

  'follow-up.covered':
    '{number, select, 0 {That covers what I was after. Let’s go on.} 1 {You said what matters here, so I have nothing to add.} 2 {That is a full answer. On to the next one.} 3 {I have no open question after that. Let’s move on.} other {All the main points were there. Let’s continue.}}',
  'follow-up.done':
    '{number, select, 0 {Thank you. Let’s leave it there and go on.} 1 {Let’s stop here for this question.} 2 {That is enough on this one. On we go.} 3 {Good, we can close this question here.} other {Thank you, that is all I wanted to ask about this.}}',
} as const;
