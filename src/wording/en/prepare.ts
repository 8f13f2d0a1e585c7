/** Preparing an interview for one job: the plan, and questions about what a person did. */
export const prepare = {
  'command.prepare': 'Prepare for a real interview: a job description, your résumé, a plan',
  'help.prepare': 'Prepare for a real interview',
  'command.plans': 'The interview plans that you keep',

  'prepare.ask.project':
    '{way, select, 0 {Tell me about {name}: what was the problem, and what did you do about it yourself?} 1 {How did {name} come about, what was your own part, and how did it turn out?} other {Walk me through {name}: what was at stake, what did you decide, and what came of it?}}',
  'prepare.ask.deed':
    '{way, select, 0 {Your résumé says: “{quote}”. How did that come about, and what did you do yourself?} 1 {You write: “{quote}”. What made it hard, what was your own part, and what came of it?} other {Take me through this line of your résumé: “{quote}”. What was the situation, and what did you decide?}}',
  'prepare.ask.skill':
    '{way, select, 0 {Where did you last use {skill}, what did it do well there, and where did it get in your way?} other {What is the largest thing that you have built or changed with {skill}, and what would you do differently today?}}',

  'prepare.title': 'Your interview: {domain}, {level}',
  'prepare.meta.questions': '{count, plural, one {# question} other {# questions}}',
  'prepare.meta.round': 'round: {round}',
  'prepare.meta.manner': 'interviewer: {manner}',
  'prepare.level': '{level}',
  'prepare.level-unsaid': '{level}: nothing in the text says a level, so this is the middle',
  'prepare.domains': 'Level and domain',
  'prepare.domain': '{domain}',
  'prepare.must': 'They ask for',
  'prepare.named': 'They mention',
  'prepare.nice': 'Good to have',
  'prepare.own': 'Only your résumé has',
  'prepare.skill': '{skill}',
  'prepare.skill-shared': '{skill} (in your résumé too)',
  'prepare.skill-missing': '{skill} (not named in your résumé)',
  'prepare.more-skills': '{count, plural, one {and # more} other {and # more}}: {skills}',
  'prepare.questions': 'What I would ask',
  'prepare.question': '{number}. {question} ({why})',
  'prepare.why.must': 'for {skill}, which they ask for',
  'prepare.why.named': 'for {skill}, which they mention',
  'prepare.why.nice': 'for {skill}, good to have',
  'prepare.why.own': 'for {skill}, from your résumé',
  'prepare.why.project': 'from your résumé',
  'prepare.why.principle': 'principle: {principle}',
  'prepare.why.round': 'asked in many interviews of this kind',
  'prepare.unasked':
    'The bank has no question about {skills} alone: I can ask what you did with it, and cannot judge whether it is right.',
  'prepare.words-only': 'Questions were found by words alone, since no model of meaning is loaded.',
  'prepare.not-kept':
    'Nothing of this is kept unless you press “Keep this plan”. What you sent is forgotten within the hour in any case; your own message stays in this chat until you delete it.',
  'prepare.send-resume': 'Send your résumé too, and I ask about your own projects.',
  'prepare.send-job': 'Send the job description too, and I ask for what the job needs.',

  'prepare.how.title': 'Prepare for your interview',
  'prepare.how.text':
    'Send me the job description and your résumé here, as PDF, DOCX or text, or paste them. I make a plan of questions from both and show it to you before anything starts.',
  'prepare.how.private':
    'They are read on the machine that runs me, go nowhere from there, and are forgotten within the hour.',
  'prepare.dialog.title': 'Prepare an interview',
  'prepare.dialog.submit': 'Make a plan',
  'prepare.dialog.job': 'Job description',
  'prepare.dialog.resume': 'Your résumé',
  'prepare.dialog.hint': 'Paste it. Longer ones, PDF and DOCX: send me the file in a direct message.',
  'prepare.dialog.round': 'Kind of round',
  'prepare.dialog.round-usual': 'A mix, as the job needs it',
  'prepare.dialog.manner': 'Interviewer',
  'prepare.dialog.manner-usual': 'As the round has it',
  'prepare.dialog.aim': 'What for',
  'prepare.dialog.aim-practice': 'Practice: feedback after each answer',
  'prepare.dialog.aim-exam': 'Exam: no hints, all feedback at the end',
  'prepare.dialog.aim-study': 'Study: hints, and an outline with each card',
  'prepare.change.title': 'Change the plan',
  'prepare.change.submit': 'Change',
  'prepare.change.question': 'Which question',
  'prepare.change.how': 'What to do',
  'prepare.change.swap': 'Ask something else in its place',
  'prepare.change.drop': 'Leave it out',

  'prepare.kept.title': 'Kept',
  'prepare.kept.before': 'You keep this plan already. See your plans with: {plans}',
  'prepare.kept.text': 'I keep this plan until you delete it. See your plans with: {plans}',
  'prepare.gone.title': 'Forgotten',
  'prepare.gone.text': 'The plan and what it was made from are gone.',
  'prepare.deleted.text': 'I no longer keep that plan.',
  'prepare.wording.ask':
    '{host} can put the questions about your projects into its own words. For that, the names of your projects and the lines about them go to that machine. Without your word, nothing does.',
  'prepare.start.title': 'Your interview starts',
  'prepare.start.text':
    '{count, plural, one {# question} other {# questions}}, one after the other. The first is in your direct messages.',
  'prepare.start.hello':
    'Here is the interview that you prepared: {count, plural, one {# question} other {# questions}}, {domain}, {level}.',

  'plans.title': 'Plans that you keep',
  'plans.none': 'You keep none. Make one with: {prepare}',
  'plans.list': 'Newest first',
  'plans.plan':
    '{number}. {domain}, {level}: {count, plural, one {# question} other {# questions}}, kept on {day}',

  'button.plan-start': 'Start',
  'button.plan-change': 'Swap or drop a question',
  'button.plan-easier': 'Easier',
  'button.plan-harder': 'Harder',
  'button.plan-keep': 'Keep this plan',
  'button.plan-drop': 'Throw it away',
  'button.plan-word': 'Let {host} word them',
  'button.plan-open': 'Open plan {number}',
  'button.plan-delete': 'Delete plan {number}',
  'option.prepare.job': 'The job description: PDF, Word or text',
  'option.prepare.resume': 'Your résumé: PDF, Word or text',
  'option.prepare.round': 'The kind of round that you expect: phone-screen, design-round …',
  'option.prepare.manner': 'The interviewer that you expect: warm, neutral, pressing',
  'option.interview.start.round': 'Which kind of round: phone-screen, design-round …',
  'option.interview.start.manner': 'How the interviewer speaks: warm, neutral, pressing',
  'option.interview.start.aim': 'An exam, or to study (default: practice)',

  'question.hint': 'Think of: {hints}',
  'question.hint-story':
    'Tell it as a story: the situation, your task, what you did yourself, and what came of it in numbers.',

  'button.prepare': 'Prepare for a job',
} as const;
