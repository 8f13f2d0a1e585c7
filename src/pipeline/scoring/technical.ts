import type { DimensionScore, Evidence, Verdict } from '../../domain.ts';
import type { AnswerToScore, Sentence } from './analysis.ts';
import { type ConceptToFind, conceptsOf } from './concepts/concepts-of.ts';
import { analyse } from './nlp.ts';

export type ConceptFinding = { id: string; verdict: Verdict; quote?: string };

export type TechnicalScore = { dimension: DimensionScore; concepts: ConceptFinding[]; degraded: string[] };

const weightOf = { must: 3, should: 2, bonus: 1 };

/** How much of what a good answer holds is said, 0–100, with the words that said it. */
export async function scoreTechnical(answer: AnswerToScore): Promise<TechnicalScore> {
  const alternatives = conceptsOf(answer);
  const findings = alternatives.map((concepts) => judge(answer, concepts));
  const best = findings.reduce((left, right) => (right.score > left.score ? right : left), {
    score: -1,
    concepts: [] as { concept: ConceptToFind; verdict: Verdict; quote?: string }[],
  });
  if (best.score < 0)
    return {
      dimension: {
        score: null,
        reason: 'Nothing says what a right answer to this question holds.',
        scorer: 'lexical',
        confidence: 'low',
        evidence: [],
      },
      concepts: [],
      degraded: [],
    };
  const evidence = best.concepts.map(
    ({ concept, verdict, quote }): Evidence => ({
      concept: concept.statement,
      verdict,
      ...(quote === undefined ? {} : { quote }),
    }),
  );
  return {
    dimension: { score: Math.round(best.score), scorer: 'lexical', confidence: 'low', evidence },
    concepts: best.concepts.map(({ concept, verdict, quote }) => ({
      id: concept.id,
      verdict,
      ...(quote === undefined ? {} : { quote }),
    })),
    degraded: [],
  };
}

function judge(answer: AnswerToScore, concepts: ConceptToFind[]) {
  const asked = new Set(analyse(answer.question.text).words.map(({ stem }) => stem));
  let total = 0;
  let weight = 0;
  const found = concepts.map((concept) => {
    const wanted = new Set(
      analyse(concept.statement)
        .words.filter((word) => !word.isFunction && !asked.has(word.stem))
        .map(({ stem }) => stem),
    );
    let best = 0;
    let quote: Sentence | undefined;
    for (const sentence of answer.analysis.sentences) {
      const said = new Set(sentence.words.map(({ stem }) => stem));
      const share = wanted.size === 0 ? 0 : said.intersection(wanted).size / wanted.size;
      if (share > best) [best, quote] = [share, sentence];
    }
    const verdict: Verdict = best >= 0.6 ? 'covered' : best >= 0.3 ? 'partial' : 'missed';
    const share = weightOf[concept.weight];
    if (concept.weight !== 'bonus') weight += share;
    total += share * Math.min(1, best / 0.7);
    return { concept, verdict, ...(quote && verdict !== 'missed' ? { quote: quote.text } : {}) };
  });
  return { score: weight === 0 ? 0 : Math.min(100, (100 * total) / weight), concepts: found };
}
