/** Glossary words that are shown alone or in the middle of a sentence. */
export const terms = {
  'term.level.junior': 'junior',
  'term.level.mid': 'mid',
  'term.level.senior': 'senior',
  'term.mode.text': 'typed',
  'term.mode.voice': 'spoken',
  'term.style.solo': 'solo',
  'term.style.everyone': 'everyone',
  'term.style.hot-seat': 'hot seat',
  'term.style.peer': 'each other',
} as const;
