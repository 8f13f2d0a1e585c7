/** The score that hearing costs: each answer as it was written, and as it was heard. */
import type { Question, Transcript } from '../../src/domain.ts';
import { createEvaluator } from '../../src/pipeline/evaluate.ts';
import type { Evaluator, Judgement, JudgingModels } from '../../src/pipeline/evaluation-types.ts';
import { followUpWords } from '../../src/wording/follow-up.ts';
import { englishWording } from '../../src/wording/wording.ts';

export type HeardAnswer = { question: Question; reference: string; transcript: Transcript };

/**
 * Prints for each answer the score of the text as written, as heard with what is known of the hearing, and of the heard text
 * alone; then the points that came out differently.
 */
export async function printScoreLost(answers: readonly HeardAnswer[], models: JudgingModels): Promise<void> {
  const evaluator = createEvaluator({ models, words: followUpWords(englishWording) });
  const lost: { heard: number; text: number }[] = [];
  for (const { question, reference, transcript } of answers) {
    const typed = await judged(evaluator, question, reference, null);
    const heard = await judged(evaluator, question, transcript.text, transcript);
    const text = await judged(evaluator, question, transcript.text, null);
    const [before, after, alone] = [typed, heard, text].map(({ evaluation }) => evaluation.overall ?? 0);
    lost.push({ heard: (before ?? 0) - (after ?? 0), text: (before ?? 0) - (alone ?? 0) });
    console.log(
      `${String(before).padStart(4)} typed ${String(after).padStart(4)} heard ${String(alone).padStart(4)} heard text alone  ${question.id}`,
    );
    for (const [at, concept] of typed.concepts.entries()) {
      const [one, other] = [heard.concepts[at], text.concepts[at]];
      if (one?.verdict === concept.verdict && other?.verdict === concept.verdict) continue;
      console.log(
        `       ${concept.id}: ${concept.verdict} → ${one?.verdict}, ${other?.verdict}; ${one?.quote ?? concept.quote ?? ''}`,
      );
    }
  }
  await evaluator.close();
  const [all, texts] = [lost.map(({ heard }) => heard), lost.map(({ text }) => text)].map(sayLost);
  console.log(
    `points lost through hearing: ${all}; by the text alone ${texts}, over ${lost.length} answers\n`,
  );
}

const sayLost = (lost: readonly number[]): string =>
  `${(lost.reduce((sum, one) => sum + one, 0) / Math.max(1, lost.length)).toFixed(1)} on average, ${Math.max(0, ...lost)} at most`;

const judged = (
  evaluator: Evaluator,
  question: Question,
  text: string,
  transcript: Transcript | null,
): Promise<Judgement> =>
  evaluator.evaluate({
    ...{ question, text, transcript, receivedShare: null, seed: question.id, asked: [question.text] },
    ...{ followUpDepth: 0, maxFollowUpDepth: 1 },
  });
