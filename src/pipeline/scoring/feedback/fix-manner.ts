import type { FindingCode, FixKind } from '../../../domain.ts';
import type { ChosenFix, Propose } from './chosen-fix.ts';

/** What to change about the clarity of an answer. */
const kinds: Partial<Record<FindingCode, FixKind>> = {
  'run-on': 'long',
  'long-sentence': 'long',
  vague: 'vague',
  hedges: 'hedges',
};

/** The remark on clarity that cost most, if clarity is below a score. */
export function unclear(below: number): Propose {
  return ({ dimensions, quote }) => {
    if ((dimensions.clarity.score ?? 100) >= below) return null;
    for (const { code, values, evidence: found } of dimensions.clarity.findings) {
      const kind = kinds[code];
      const sentence = found?.quote;
      const evidence = quote(sentence);
      if (kind && sentence !== undefined && evidence)
        return { fix: { kind, ...(values && { values }), evidence }, sentence };
    }
    return null;
  };
}

/** What disturbed a listener most, if delivery is below a score. */
export function delivery(below: number): Propose {
  return ({ dimensions, measures, quote }): ChosenFix | null => {
    if (dimensions.delivery.score === null || dimensions.delivery.score >= below) return null;
    const cluster = measures.fillers?.clusters.toSorted((a, b) => b.count - a.count)[0];
    if (cluster && (measures.fillers?.perMinute ?? 0) > 5) {
      const evidence = quote(cluster.quote);
      return {
        fix: { kind: 'fillers', values: { count: cluster.count }, ...(evidence && { evidence }) },
        sentence: cluster.quote,
      };
    }
    const { wordsPerMinute = 140 } = measures;
    const pace = wordsPerMinute > 180 ? 'fast' : wordsPerMinute < 100 ? 'slow' : null;
    if (pace) return { fix: { kind: 'pace', values: { wordsPerMinute, case: pace } } };
    return dimensions.delivery.findings.some(({ code }) => code === 'pause-inside')
      ? { fix: { kind: 'pause' } }
      : null;
  };
}

export const wording: Propose = ({ dimensions, quote }) => {
  const slip = dimensions.grammar.findings[0];
  if ((dimensions.grammar.score ?? 100) >= 80 || !slip) return null;
  const evidence = quote(slip.evidence?.quote);
  return {
    fix: { kind: 'wording', ...(slip.values && { values: slip.values }), ...(evidence && { evidence }) },
    ...(slip.evidence?.quote === undefined ? {} : { sentence: slip.evidence.quote }),
  };
};
