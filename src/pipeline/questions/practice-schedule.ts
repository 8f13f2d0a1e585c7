import { type Card, createEmptyCard, fsrs, Rating, State } from 'ts-fsrs';
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
  before: string | null,
  verdict: Verdict,
  now: Date,
  { strong = false }: { strong?: boolean } = {},
): ScheduledConcept {
  const grade = verdict === 'covered' && strong ? Rating.Easy : grades[verdict];
  const { card: next } = scheduler.next(readCard(before) ?? createEmptyCard(now), now, grade);
  const { reps, lapses, stability, difficulty } = next;
  const card: z.infer<typeof shortCard> = [reps, lapses, stability, difficulty, now.getTime()];
  return { card: JSON.stringify(card), dueAt: next.due.toISOString() };
}

const scheduler = fsrs({ enable_fuzz: false, enable_short_term: false });

const grades = {
  contradicted: Rating.Again,
  missed: Rating.Again,
  partial: Rating.Hard,
  covered: Rating.Good,
} as const satisfies Record<Verdict, Rating>;

/**
 * All that the next interval depends on: how often the concept came up, how often it was missed, its stability and
 * difficulty, and when it came up last, in ms since 1970.
 */
const shortCard = z.tuple([z.number(), z.number(), z.number(), z.number(), z.number()]);

/** As cards were written before. */
const longCard = z.object({
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

function readCard(card: string | null): Card | null {
  if (card === null) return null;
  try {
    const kept = z.union([shortCard, longCard]).parse(JSON.parse(card));
    if (!Array.isArray(kept)) return kept;
    const [reps, lapses, stability, difficulty, at] = kept;
    const times = { due: new Date(at), last_review: new Date(at), elapsed_days: 0, scheduled_days: 0 };
    return { ...times, learning_steps: 0, stability, difficulty, reps, lapses, state: State.Review };
  } catch {
    return null;
  }
}
