import { createEmptyCard, fsrs, Rating, State } from 'ts-fsrs';
import { z } from 'zod';
import type { Moment, Verdict } from '../../domain.ts';

/** What is kept about one concept of one person between two answers; `card` is JSON. */
export type ScheduledConcept = { card: string; dueAt: Moment };

/**
 * Decides when a concept should come up again after an answer at `now`: within days if it was missed or
 * stated wrongly, and later each time it was covered. Intervals are whole days (FSRS without its minute
 * steps, which suit flash cards, not interviews). A card that cannot be read counts as new.
 */
export function scheduleConcept(
  card: string | null,
  verdict: Verdict,
  now: Date,
  { strong = false }: { strong?: boolean } = {},
): ScheduledConcept {
  const grade = verdict === 'covered' && strong ? Rating.Easy : grades[verdict];
  const { card: next } = scheduler.next(readCard(card) ?? createEmptyCard(now), now, grade);
  return { card: JSON.stringify(next), dueAt: next.due.toISOString() };
}

const scheduler = fsrs({ enable_fuzz: false, enable_short_term: false });

const grades = {
  contradicted: Rating.Again,
  missed: Rating.Again,
  partial: Rating.Hard,
  covered: Rating.Good,
} as const satisfies Record<Verdict, Rating>;

const storedCard = z.object({
  due: z.coerce.date(),
  stability: z.number(),
  difficulty: z.number(),
  elapsed_days: z.number(),
  scheduled_days: z.number(),
  learning_steps: z.number(),
  reps: z.number(),
  lapses: z.number(),
  state: z.enum(State),
  last_review: z.coerce.date().optional(),
});

function readCard(card: string | null): z.infer<typeof storedCard> | null {
  if (card === null) return null;
  try {
    return storedCard.parse(JSON.parse(card));
  } catch {
    return null;
  }
}
