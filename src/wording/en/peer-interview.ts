/** Two people who interview each other: the invitation, who does what, and the interviewer's private guide. */
export const peerInterview = {
  'notice.invited': 'Will you interview each other?',
  'notice.roles-begun': 'Who does what',
  'notice.roles-swapped': 'You change roles',
  'notice.slot-over': 'Time is up',
  'notice.partner-declined': 'You practise alone this time',
  'notice.partner-silent': 'You practise alone this time',
  'notice.partner-left': 'One of you has left',
  'notice.partner-declined.text': 'This time only one of you takes part, so I ask the questions.',
  'notice.partner-silent.text':
    'There was no reply, so I ask the questions. Start again when you are both here.',
  'notice.partner-left.text': 'The other one goes on, and I ask the questions.',

  'roles.invited':
    '{invited}, {starter} asks you to interview each other: {questions, plural, one {# question} other {# questions}} each about {domain}{minutes, plural, =0 {} one {, for at most # minute each} other {, for at most # minutes each}}. {candidate} answers first. Whoever interviews gets a private guide, and is neither recorded nor scored.',
  'roles.begun':
    '{candidate} answers, and {interviewer} asks: {questions, plural, one {# question} other {# questions}}, {level}{minutes, plural, =0 {} one {, for at most # minute} other {, for at most # minutes}}. Only what {candidate} says counts; nobody else is recorded.',
  'roles.alone':
    '{candidate} answers, and I ask: {questions, plural, one {# question} other {# questions}}, {level}. Only what {candidate} says counts; nobody else is recorded.',
  'roles.over':
    '{slot, select, 1 {You change roles as soon as this question is answered.} other {The interview ends as soon as this question is answered.}}',

  'guide.title': 'Your guide: question {number} of {of}',
  'guide.alone': 'Only you see this. {candidate} answers.',
  'guide.points': 'Listen for',
  'guide.essential': '{point} (essential)',
  'guide.follow-ups': 'Follow-ups to choose from',
  'guide.follow-up': '{number}: {text}',
  'guide.how':
    'Press “Ask” with a number to ask that follow-up in the room. If you press “Nothing to add”, or nothing for two minutes, I go on by myself. Score the answer once it is in: {candidate} sees your score beside mine.',
  'guide.later-title': 'Noted',
  'guide.later': 'I will do that as soon as this answer is in.',
  'guide.scored-title': 'Scored',
  'guide.scored': 'You gave {score, number}. It stands beside my score on the card.',
  'guide.ready-title': 'Your guide',
  'guide.ready': '{person}, press the button to see your guide. Only you will see it.',

  'feedback.interviewer': 'Your interviewer gave {theirs, number}; I gave {score}.',

  'button.take-part': 'Take part',
  'button.not-now': 'Not now',
  'button.guide': 'Guide',
  'button.ask-follow-up': 'Ask {number, number}',
  'button.next-question': 'Next question',
  'button.end-slot': 'No more questions',
  'button.nothing-to-add': 'Nothing to add',

  'accepted.title': 'You are in',
  'accepted.text': 'You will find your guide here, or behind the button under the question.',
  'declined.title': 'Noted',
  'declined.text': 'You do not take part. You may stay and listen.',
} as const;
