/** What a person reads when something beside an interview does not work: saying a part again, stories, warm-ups. */
export const practiceFaults = {
  'fault.no-part':
    'There is no single part of that answer to say again. Press Re-answer to give the whole answer once more.',
} as const;
