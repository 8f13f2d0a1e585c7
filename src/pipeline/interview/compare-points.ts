import { dimensions, type Evaluation, type Finding, type Verdict } from '../../domain.ts';

/** A point that is judged differently now: a concept, or a part of a story or argument. */
export type ChangedPoint = { before: Verdict; after: Verdict; finding: Finding };

const verdicts: readonly string[] = ['covered', 'partial', 'missed', 'contradicted'] satisfies Verdict[];
const isVerdict = (code: string): code is Verdict => verdicts.includes(code);
/** From the best to the worst. */
const rank: Record<Verdict, number> = { covered: 0, partial: 1, missed: 2, contradicted: 3 };

export const isBetter = ({ before, after }: Pick<ChangedPoint, 'before' | 'after'>): boolean =>
  rank[after] < rank[before];

/** Which points changed between two tries at one question, those that got better first. Only points judged in both count. */
export function comparePoints(before: Evaluation, after: Evaluation): ChangedPoint[] {
  const changed = dimensions.flatMap((name) =>
    after.dimensions[name].findings.flatMap((finding): ChangedPoint[] => {
      const { code, about } = finding;
      if (!isVerdict(code) || about === undefined) return [];
      const old = before.dimensions[name].findings.find(
        (one) => one.about === about && isVerdict(one.code),
      )?.code;
      return old === undefined || !isVerdict(old) || old === code
        ? []
        : [{ before: old, after: code, finding }];
    }),
  );
  return changed.toSorted((a, b) => Number(isBetter(b)) - Number(isBetter(a)));
}
