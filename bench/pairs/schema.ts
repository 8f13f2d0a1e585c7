/** The form of `FIELD.yaml`; README.md explains the words. */
import { z } from 'zod';

/** How a passage was written, by the label that it then has. */
export const hows = {
  said: ['statement', 'own-words', 'x-not-y', 'common-mistake'],
  partly: ['part'],
  missed: ['beside', 'names-only', 'vague'],
  contradicted: ['opposite', 'exchanged', 'number', 'misconception'],
} as const satisfies Record<string, readonly string[]>;

export type Label = keyof typeof hows;
export const labels = Object.keys(hows) as Label[];

const passage = z
  .strictObject({ label: z.enum(labels), how: z.string(), text: z.string().min(1) })
  .check((context) => {
    const { label, how } = context.value;
    const known: readonly string[] = hows[label];
    if (!known.includes(how))
      context.issues.push({
        code: 'custom',
        input: how,
        path: ['how'],
        message: `${label} has no how “${how}”, only ${known.join(', ')}`,
      });
  });

export const pairsFile = z.array(
  z.strictObject({
    question: z.string().min(1),
    point: z.string().min(1),
    passages: z.array(passage).min(1),
  }),
);
