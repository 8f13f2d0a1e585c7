import type { Evidence, Finding } from '../../../domain.ts';
import type { AnswerToScore } from '../text/analysis.ts';
import { quoteAt } from '../text/quoting.ts';
import type { Judged } from './verdicts.ts';

/** The verdict on a concept, with the words behind it and the reason. */
export function findingsOfVerdict(judged: Judged, answer: AnswerToScore): Finding[] {
  const { concept, verdict, why } = judged;
  const evidence = placeOfVerdict(judged, answer);
  const about = { dimension: 'technical', about: concept.id, ...(evidence && { evidence }) } as const;
  return [
    { code: verdict, ...about, values: { statement: concept.statement, ...sureness(judged) } },
    ...(why && verdict !== 'missed' ? [{ code: why, ...about }] : []),
  ];
}

/** How sure the verdict is, 0–1, in hundredths, where the grader had a say. */
const sureness = ({
  verdict,
  chances,
  isRead,
  checkedWith,
}: Judged): { probability?: number; checkedWith?: string } => ({
  ...(isRead ? { probability: Math.round(100 * chances[chanceNames[verdict]]) / 100 } : {}),
  ...(checkedWith === undefined ? {} : { checkedWith }),
});

const chanceNames = {
  covered: 'said',
  partial: 'partly',
  missed: 'missed',
  contradicted: 'contradicted',
} as const;

/** The words that a verdict rests on; a missed point has none. */
export function placeOfVerdict({ verdict, unit }: Judged, answer: AnswerToScore): Evidence | undefined {
  const [first] = unit?.sentences ?? [];
  const last = unit?.sentences.at(-1);
  return first && last && verdict !== 'missed'
    ? quoteAt(answer, { start: first.start, end: last.end })
    : undefined;
}

/** Praise and blame are out of place where the verdict is wrong; to ask for a point is, where it was said. */
export const doubtOf = ({ verdict, chances: { said, partly, contradicted } }: Judged): number =>
  verdict === 'covered'
    ? 1 - said
    : verdict === 'contradicted'
      ? 1 - contradicted
      : verdict === 'missed'
        ? said + partly / 2
        : said;
