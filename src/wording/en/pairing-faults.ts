/** What a person reads when something about practice partners cannot be done. */
export const pairingFaults = {
  'fault.pair-hours':
    'I cannot read the hours in “{said}”. Write them like “mon-fri 18-21, sat 10-14”, at least one whole hour.',
} as const;
