/** Answers that teachers labelled, read from the CSV of SemEval-2013 task 7 as its three-way training split is shared. */
import { readFileSync } from 'node:fs';

export const labels = ['correct', 'contradictory', 'incorrect'] as const;
export type GradedRow = {
  corpus: string;
  questionId: string;
  question: string;
  /** Different ways to be right, joined by ` || `. */
  reference: string;
  answer: string;
  label: (typeof labels)[number];
};

/** Columns: corpus, split, question_id, question, reference_answers, reference_categories, student_answer, label3. */
export function readGradedRows(file: string): GradedRow[] {
  const [head = [], ...rows] = parseCsv(readFileSync(file, 'utf8'));
  const at = (row: string[], column: string) => row[head.indexOf(column)]?.trim() ?? '';
  return rows.flatMap((row) => {
    const label = labels.find((one) => one === at(row, 'label3'));
    if (!label) return [];
    const corpus = at(row, 'corpus');
    return {
      corpus,
      questionId: `${corpus} ${at(row, 'question_id')}`,
      question: at(row, 'question'),
      reference: at(row, 'reference_answers'),
      answer: at(row, 'student_answer'),
      label,
    };
  });
}

function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const match of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    rows.at(-1)?.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === '') break;
    if (match[3] !== ',') rows.push([]);
  }
  return rows.filter((row) => row.length > 1);
}
