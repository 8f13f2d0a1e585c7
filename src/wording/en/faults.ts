/**
 * What a person reads when something cannot be done: one sentence that says what to do. The key is the fault that code
 * throws (see `src/errors.ts`), the arguments are its values.
 */
export const faults = {
  'fault.unexpected':
    'Something went wrong here. Try again; if it happens again, tell the owner of this bot: {faultId}.',
} as const;
