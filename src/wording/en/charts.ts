/** The text in charts, and descriptions for people who cannot see them. */
export const charts = {
  'chart.trend.title': 'Scores over time',
  'chart.trend.overall': 'Overall',
  'chart.trend.alt':
    'Scores over {answers, plural, one {# answer} other {# answers}}. Overall: {trend}. {dimensions}',
  'chart.trend.dimension': '{dimension}: {trend}.',
  'chart.skills.title': 'Where you stand',
  'chart.skills.axis': '{dimension} {mean, number}',
  'chart.skills.alt': 'Mean of the last three scores: {dimensions}.',
  'chart.pace.title': 'Words a minute, and pauses (shaded)',
  'chart.pace.alt': 'Pace: {thirds}. {pauses}',
  'chart.pace.third': '{pace, number} words a minute from {time}',
  'chart.pace.no-pause': 'No pause of two seconds or more.',
  'chart.pace.pauses': 'Long pauses: {pauses}.',
  'chart.pace.pause': '{seconds} s at {time}',
  'chart.calendar.title': 'Days of practice',
  'chart.calendar.most': '{most, plural, one {# answer a day} other {# answers a day}}',
  'chart.calendar.alt':
    'Practice on {days, plural, one {# day} other {# days}} of the last 26 weeks, {answers, plural, one {# answer} other {# answers}}. Streak: {streak, plural, one {# day} other {# days}}; longest: {longest, plural, one {# day} other {# days}}.',
} as const;
