/** What a person reads when something about practice partners cannot be done. */
export const pairingFaults = {
  'fault.pair-hours':
    'I cannot read the hours in “{said}”. Write them like “mon-fri 18-21, sat 10-14”, at least one whole hour.',
  'fault.pair-not-joined': 'You have not joined yet. To take part, use {join}',
  'fault.pair-not-manager': 'Only people who manage this place can organise practice partners.',
  'fault.pair-self': 'You are never matched with yourself.',
  'fault.pair-too-many-avoided': 'You can name at most {most} people.',
  'fault.pair-no-such-match': 'There is no such match. It may be over, or was called off.',
  'fault.pair-over': 'That practice is over, so this changes nothing any more.',
  'fault.pair-cannot':
    'You said that you cannot come, so the others keep their time. Press “I’ll come” if you can after all.',
  'fault.pair-not-asked':
    'There is nothing to say about that practice now: it was moved, called off, or is long over.',
  'fault.pair-no-such-round': 'That round has gone out already, or was stopped.',
  'fault.pair-not-set-up': 'Partners are not matched here yet. {settings} sets it up.',
  'fault.pair-too-often':
    'Rounds are at least six days apart, because a match has a week. Try “weekly monday 09:00”.',
  'fault.pair-days-off':
    'I cannot read the days in “{said}”. Write 2026-12-24, 2026-12-24..2027-01-02, or none.',
  'fault.practice-over': 'That practice is over, or was put off.',
} as const;
