/** Practices of a question or two: a warm-up, and those of a week's plan. */
export const shortPractices = {
  'command.practice.warm-up': 'Two easy questions, no score',
  'command.practice.week': 'Short practices for your week',

  'warm-up.hello': 'Two easy questions to warm up. There is no score, and nothing here counts.',
  'warm-up.lead': 'A warm-up of two minutes: two easy questions, no score, and nothing here counts.',
  'warm-up.opener':
    'Now the opening of a story. In two or three sentences: which work of the last few months are you glad about, and what was your part in it?',
  'warm-up.card': 'Warm-up, {number, number} of {of, number}',
  'warm-up.no-score': 'no score',
  'warm-up.said': 'You put it into words, and that is all a warm-up is for.',
  'warm-up.later': 'For later',
  'warm-up.done': 'You are warmed up',
  'warm-up.done-text': 'When you are ready for a whole interview: {start}',

  'week.title': 'Your week',
  'week.count': '{count, plural, one {# short practice} other {# short practices}}',
  'week.none':
    'I know too little about your answers yet. Answer a question or two, and I will plan a week from what keeps coming up.',
  'week.practice': '{number}. {day}: {what}',
  'week.missed':
    'a question again, for a point that you missed {count, plural, one {once} other {# times}}{due, select, yes {} other {, due on that day}}: “{statement}”',
  'week.fix':
    '{kind, select, result {a story, told to its end} number {a story with a number in it} action {a story in which you say what you did yourself} setting {a story that says first where and when it was} real {one real story} missed {a question, with its most important point first} partial {a question, each point thought through to its end} wrong {a question; say only what you are sure of} reason {a question; say why after your claim} example {a question; give one example} tradeoff {a question; say what your choice costs} vague {a question; use exact words} hedges {a question; say it plainly} long {a question, in short sentences} fillers {a question; pause in place of “um”} pace {a question at an easy pace} pause {a question; pause between sentences} longer {a question; say more than feels needed} begin {a question; begin with one sentence, even a rough one} other {a question, with your usual fix in mind}}: this came up {count, plural, one {once} other {# times}} in your last answers',
  'week.story': 'a story of your own work, so that you have one more ready',
  'week.fresh': 'a fresh question about {domain}',
  'week.how':
    'Each is one question and takes a few minutes. Start one whenever you like; what you have practised leaves the list by itself.',
  'week.reminders':
    'I do not remind you of these. Whoever manages this place can plan a practice with a reminder: {schedule}',
  'week.hello':
    'One question of your week. Write your answer here, or send a recording; nobody else sees it.',
  'cli.week': 'Show the short practices of your week',
  'cli.week.next': 'Start one: {greenroom} practice --week 1',
  'cli.practice.try': 'one short question, to see how it works in under two minutes',
  'cli.practice.warm-up': 'two easy questions, no score, and nothing here counts',
  'cli.practice.week': 'the practice with this number in your week',
  'cli.practice.first':
    'You are new here. Try one question first? 1. Read it. 2. Type three or four sentences. 3. See what was good, and the one thing to change. It takes under two minutes. (Y/n) ',
  'button.week-start': 'Start {number}',
} as const;
