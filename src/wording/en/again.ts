/** Saying one part of an answer again, and what changed. */
export const again = {
  'button.retry-part': 'Try this part again',

  'again.question.title': 'That part once more',
  'again.coming': 'Here comes the question for that part.',
  'again.question.text':
    'Say only this part again, in your own words. The rest of your answer stays as it is.',
  'again.question.of': 'The question was: {question}',

  'again.title.better': 'Better: that part is in now',
  'again.title.other': 'What changed',
  'again.title.same': 'No change that I can find',
  'again.meta': 'one part, said again',
  'again.meta.score': '{before, number} → {after, number} of 100',
  'again.points': 'Before → after',
  'again.point': '{label}: {before} → {after}',
  'again.point-quoted': '{label}: {before} (“{quote}”) → {after}',
  'again.verdict': '{verdict, select, covered {there} partial {half there} missed {missing} other {wrong}}',
  'again.was': 'before',
  'again.now': 'now',
  'again.same': 'I read your answer with the new part in it. Every point is as it was before.',
  'again.still': 'Still to do',
  'again.not-counted': 'Your progress keeps your first try; this one is only for practice.',
} as const;
