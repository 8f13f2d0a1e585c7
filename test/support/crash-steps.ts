/** The steps of an answer's way after which the program is killed. */
export const crashSteps = ['utterance', 'transcript', 'submitted', 'evaluated', 'posted'] as const;
export type CrashStep = (typeof crashSteps)[number];
