/** What became of the points of a question or a reference, as feedback and follow-up read it. */
import type { Concept, DimensionScore } from '../domain.ts';
import type { JudgedConcept } from './questions/gaps.ts';
import type { TechnicalScore } from './scoring/technical/score-technical.ts';
import type { AnswerToScore } from './scoring/text/analysis.ts';

/**
 * The result for each concept of the question, the surest first, so that praise and questions are about what leaves least
 * doubt; parts of a reference are not concepts that anyone can be asked about.
 */
export const outcomesOf = ({ question }: AnswerToScore, { concepts }: TechnicalScore): JudgedConcept[] =>
  concepts
    .toSorted((a, b) => (a.doubt ?? 0) - (b.doubt ?? 0))
    .flatMap(({ id, ...outcome }) => {
      const concept = question.concepts.find((one) => one.id === id);
      return concept ? [{ concept, ...outcome }] : [];
    });

/** Whether a concept was said, if at all, where words were hard to hear. */
export const isUnclear = ({ findings }: Pick<DimensionScore, 'findings'>, conceptId: string): boolean =>
  findings.some(({ code, about }) => code === 'unclear' && about === conceptId);

/** The parts of a reference that the answer contradicts: what is wrong must not be handed back as a beginning. */
export const deniedOf = ({ dimension }: TechnicalScore): JudgedConcept[] =>
  dimension.findings.flatMap(({ code, about, values, evidence }) => {
    const statement = values?.statement;
    if (code !== 'contradicted' || about === undefined || typeof statement !== 'string') return [];
    const concept: Concept = {
      ...{ id: about, statement, weight: 'must' },
      ...{ aliases: [], misconceptions: [], followUps: [] },
    };
    const quote = evidence?.quote;
    return [{ concept, verdict: 'contradicted', ...(quote === undefined ? {} : { quote }) }];
  });
