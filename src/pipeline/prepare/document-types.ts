import { z } from 'zod';

/** Why a document cannot be read. */
export const documentFaults = [
  'encrypted',
  'damaged',
  'pictures-only',
  'empty',
  'too-slow',
  'too-big-inside',
  'unknown-kind',
  'old-word',
] as const;
export type DocumentFault = (typeof documentFaults)[number];

/** The child's only line on standard output. */
export const documentReport = z.union([
  z.object({ text: z.string() }),
  z.object({ fault: z.enum(documentFaults) }),
]);
export type DocumentReport = z.infer<typeof documentReport>;
