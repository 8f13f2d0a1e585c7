/** What a person reads when something beside an interview does not work: saying a part again, stories, warm-ups. */
export const practiceFaults = {
  'fault.no-whole-story':
    'A story to keep needs a situation, a task, what you did yourself, and how it ended; this answer lacks one of them.',
  'fault.too-many-stories':
    'You keep {most} stories already, as many as there is room for; delete one that you no longer need.',
  'fault.no-practice': 'The bank has no such question any more. Ask for your week once more.',
  'fault.no-such-story': 'You keep no such story. It may have been deleted.',
  'fault.no-part':
    'There is no single part of that answer to say again. Press Re-answer to give the whole answer once more.',
} as const;
