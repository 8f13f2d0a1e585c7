/** Progress, history, leaderboards and preferences. */
export const progress = {
  'progress.title': 'Your progress',
  'progress.title-of': 'Progress of {person}',
  'progress.nothing': 'Nothing has been answered yet. A first interview takes five minutes.',
  'progress.answers': '{count, plural, one {# answer} other {# answers}}',
  'progress.streak':
    'streak {days, plural, one {# day} other {# days}} (longest {longest, plural, one {# day} other {# days}})',
  'progress.week': 'this week {days, number} of {goal, plural, one {# day} other {# days}}',
  'progress.overall': 'Overall: {trend}',
  'progress.domains': 'By domain',
  'progress.domain': '{domain}: {count, plural, one {# answer} other {# answers}}, {trend}',
  'progress.practise-next': 'Practise next',
  'progress.weak-spot':
    '{statement} ({domain}, missed {count, plural, one {once} =2 {twice} other {# times}}, due {day})',
  'progress.recurring': 'Came up {count, plural, one {once} =2 {twice} other {# times}}',
  'progress.badges': 'Badges',
  'progress.badge': '{badge} × {count, number}',
  'progress.attendance':
    'Planned practices here: you took part in {attended, number} of the last {held, number}.',
  'progress.freezes':
    '{count, plural, one {# freeze} other {# freezes}} left: a missed day will not end the streak.',

  'trend.none': 'no score yet',
  'trend.last': 'last {last, number}, best {best, number}; {direction}',
  'trend.last-change': 'last {last, number}, best {best, number}, {change} against the 3 before; {direction}',
  'trend.too-close': 'all within three days: too early for a trend',
  'trend.too-few': '{count, plural, one {# answer} other {# answers}}: too few for a trend',
  'trend.unclear': 'no clear trend yet',
  'trend.up': 'rising by {points} points a week',
  'trend.up-range': 'rising by {points} points a week ({low} to {high})',
  'trend.down': 'falling by {points} points a week',
  'trend.down-range': 'falling by {points} points a week ({low} to {high})',

  'history.title': 'Your last answers',
  'history.nothing': 'Nothing has been answered yet.',
  'history.entry': '{day} · {domain} · {level} · {score}',
  'history.score': '{score, number} of 100',
  'history.no-score': 'no score',
  'history.state':
    '{state, select, open {not finished} submitted {being transcribed} transcribed {being scored} failed {could not be scored} cancelled {withdrawn} other {scored}}',

  'leaderboard.title':
    '{kind, select, improvement {Most improved} other {Most practised}}, {period, select, week {this week} month {this month} other {all time}}',
  'leaderboard.who': 'only people who chose to appear here',
  'leaderboard.nobody': 'Nobody is on this board yet. To appear on it, use: {join}',
  'leaderboard.list': 'Leaderboard',
  'leaderboard.improvement':
    '{rank, number}. {person}: {points} points over {answers, plural, one {# answer} other {# answers}}',
  'leaderboard.participation':
    '{rank, number}. {person}: {answers, plural, one {# answer} other {# answers}}',
  'leaderboard.week-nobody': 'Nobody has practised here this week yet.',
  'leaderboard.week':
    '{people, plural, one {# person} other {# people}} practised here this week, with {answers, plural, one {# answer} other {# answers}}.',
  'leaderboard.week-named':
    '{people, plural, one {# person} other {# people}} practised here this week, with {answers, plural, one {# answer} other {# answers}}: {names}.',
  'leaderboard.more': '{count, number} more',

  'preferences.title': 'Your preferences',
  'preferences.how': 'Change them with options of this command',
  'preferences.zone': 'zone: {zone}',
  'preferences.goal': 'goal: {days, plural, one {# day} other {# days}} a week',
  'preferences.leaderboard': 'leaderboard: {value}',
  'preferences.share': 'share: {value} (others here may see your progress)',
  'preferences.audio': 'audio: {value} (keep recordings, where the owner allows it)',
  'preferences.voice': 'voice: {voice} (where only you hear it; “default” takes it back)',
  'preferences.voice-default': 'voice: as set for the place',
  'preferences.speech-rate': 'speech-rate: {percent} %',
  'preferences.yes': 'yes',
  'preferences.no': 'no',

  'assistant.practise': 'Practise {domain}',
  'assistant.progress': 'How am I getting on?',
  'assistant.help': 'What can you do?',

  'home.text':
    'Practise interviews in writing or with audio clips. You can see and erase all that is kept about you.',
  'home.streak': 'Streak',
  'home.streak-value': '{days, plural, one {# day} other {# days}}, longest {longest, number}',
  'home.week': 'This week',
  'home.week-value': '{days, number} of {goal, plural, one {# day} other {# days}}',
  'home.answers': 'Answers',
  'home.last-answers': 'Last answers',
  'home.last-score': 'Last score',
  'home.no-score': 'none yet',
  'home.trend': 'Trend',
  'home.trend-scores': 'Scores, oldest first: {scores}',
  'home.settings': 'Settings',
  'home.settings-value':
    'Time zone {zone} · goal {days, plural, one {# day} other {# days}} a week · on leaderboards {leaderboard} · shares progress {share} · keeps recordings {audio}',
  'home.settings-how':
    'Change them by writing to me: preferences zone=Europe/Berlin goal=4 leaderboard=yes share=no audio=no',
} as const;
