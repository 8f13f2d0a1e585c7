/** How often a model's proposed questions are useful: anonymous counts, and no text. */
import type { Db, Trx } from './store.ts';

export type GenerationTotals = {
  task: 'question' | 'follow-up';
  /** The name of the model. */
  generator: string;
  /** How many different candidates it wrote. */
  proposed: number;
  /** How many of them passed every filter. */
  passed: number;
  /** How many of those were chosen to be asked. */
  used: number;
  /** How many were refused, by the first reason found. */
  refused: Partial<Record<string, number>>;
};

export async function addGeneration(trx: Trx, totals: GenerationTotals): Promise<void> {
  const { task, generator, proposed, passed, used, refused } = totals;
  const values = [
    { outcome: 'proposed' as const, reason: '', value: proposed },
    { outcome: 'passed' as const, reason: '', value: passed },
    { outcome: 'used' as const, reason: '', value: used },
    ...Object.entries(refused).map(([reason, value = 0]) => ({ outcome: 'refused' as const, reason, value })),
  ];
  await trx
    .insertInto('generation_counts')
    .values(values.map((count) => ({ task, generator, ...count })))
    .onConflict((conflict) =>
      conflict
        .columns(['task', 'generator', 'outcome', 'reason'])
        .doUpdateSet((set) => ({ value: set('generation_counts.value', '+', set.ref('excluded.value')) })),
    )
    .execute();
}

/** The counts so far for each task and model; empty if no model ever proposed anything. */
export async function generationTotals(db: Db): Promise<GenerationTotals[]> {
  const rows = await db
    .selectFrom('generation_counts')
    .selectAll()
    .orderBy('generator')
    .orderBy('task', 'desc')
    .execute();
  const totals = new Map<string, GenerationTotals>();
  for (const { task, generator, outcome, reason, value } of rows) {
    const key = `${task} ${generator}`;
    const known = totals.get(key) ?? { task, generator, proposed: 0, passed: 0, used: 0, refused: {} };
    totals.set(key, known);
    if (outcome === 'refused') known.refused[reason] = value;
    else known[outcome] = value;
  }
  return [...totals.values()];
}
