/** What may go wrong between two people who interview each other. */
export const peerFaults = {
  'fault.peer-needs-two':
    'To interview each other, name the other person as “with”, and leave out the style.',
  'fault.peer-with-oneself': 'Name somebody else: nobody interviews themselves.',
  'fault.peer-here':
    'Two people interview each other where both can read: use a channel in Discord or Slack.',
  'fault.peer-no-person':
    'I do not know who “{given}” is. Choose the person from the list that comes up after @, in the command itself.',
  'fault.peer-interview':
    'Two people interview each other here, and you may watch. Start an interview of your own to answer.',
  'fault.not-invited': 'Only the person who was asked can accept that.',
  'fault.invitation-over': 'That is settled already.',
  'fault.only-interviewer': 'Only the person who asks the questions now can do that.',
  'fault.nothing-to-score': 'There is no answer to this question yet. Score it once it is in.',
} as const;
