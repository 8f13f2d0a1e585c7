/** What a group is told about its planned practices. */
export const schedules = {
  'practice.next': 'Next: {at}.',
  'practice.never-again': 'It will not take place again.',
  'practice.snoozed': 'The practice about {domain}, {level}, is paused. {next}',
  'practice.opened':
    'The practice of {at} is open: answer the question by {until}. Everyone’s answers are shown together then.',
  'practice.hours': '{count, plural, one {# hour} other {# hours}}',
  'practice.minutes': '{count, plural, one {# minute} other {# minutes}}',
  'practice.soon':
    'In {length}: practice about {domain}, {level}, {at}.{coming, plural, =0 {} one { # person is coming.} other { # people are coming.}}{lastTime, plural, =0 {} one { Last time, # person took part.} other { Last time, # people took part.}}',
  'practice.was-down':
    '{count, plural, =0 {The practice of {at} was missed} one {The practice of {at} was missed} other {# practices since {at} were missed}} because I was not running. {next}',
  'practice.was-busy': 'The practice of {at} was left out because another interview was running here. {next}',
  'practice.no-question':
    'The practice of {at} was left out because I have no more questions about {domain}, {level}. {next}',
  'practice.people':
    '{count, plural, =0 {Nobody took part this time.} one {# person took part.} other {# people took part.}}',
  'practice.named': '{names} took part.',
  'practice.others': '{count, number} more',
  'practice.regulars': 'Attended all of the last {times, number} practices: {names}.',
  'practice.improved':
    'Most improved this week: {name}, {points, plural, one {# point} other {# points}} above their ten earlier answers.',
  'practice.you-come': 'You said that you are coming',
  'practice.you-come.text': 'The practice about {domain}, {level}, is {at} in {channel}.',
  'practice.noted-coming':
    'You are coming: {at}.{minutes, plural, =0 {} one { I will remind you # minute before.} other { I will remind you # minutes before.}}',
  'practice.noted-cannot': 'You are not coming this time.',
  'button.practice-coming': 'I’ll come',
  'button.practice-cannot': 'Can’t come',
} as const;
