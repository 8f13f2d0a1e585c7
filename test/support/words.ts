import type { Evaluation } from '../../src/domain.ts';
import type { ExportContents } from '../../src/wording/export-pages.ts';
import { exportPages } from '../../src/wording/export-pages.ts';
import { evaluationForPrograms } from '../../src/wording/feedback.ts';
import { englishWording } from '../../src/wording/wording.ts';

/** What the program hands to the pipeline for people to read, in English. */
export const standIns = {
  deleted: englishWording.say('turn.deleted'),
  expired: englishWording.say('turn.expired'),
};

export const wordEvaluation = (evaluation: Evaluation) => evaluationForPrograms(englishWording, evaluation);

export const writePages = (contents: ExportContents) =>
  exportPages(
    englishWording,
    contents,
    ({ evaluation }) => evaluation && wordEvaluation(evaluation).feedback,
  );
