/** The graded answers of `bench/corpus`, each with its question, its part of the split and a label for every point. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Question } from '../../src/domain.ts';
import { openBank } from '../../src/pipeline/questions/bank.ts';
import type { PointVerdict } from '../../src/pipeline/scoring/technical/points/softmax-model.ts';
import { type Answer, answersFile, type Part, parts, splitFile } from '../corpus/schema.ts';

export type CorpusRow = {
  id: string;
  part: Part;
  question: Question;
  answer: Answer;
  /** Concept → what became of it. */
  labels: Record<string, PointVerdict>;
};

const read = (path: string): string => readFileSync(new URL(`../corpus/${path}`, import.meta.url), 'utf8');

/** Answers to questions; those to follow-ups, which are about one point alone, are left out. */
export function readCorpus(): CorpusRow[] {
  const bank = openBank();
  const split = splitFile.parse(JSON.parse(read('split.json')));
  return bank.domains().flatMap(({ name }) => {
    const questions = new Map(bank.questions({ domain: name }).map((one) => [one.id, one]));
    return answersFile.parse(parse(read(`answers/${name}.yaml`))).flatMap(({ question: id, answers }) => {
      const question = questions.get(id);
      const part = parts.find((one) => split[one].includes(id));
      if (!question || !part) throw new Error(`The bank or the split has no question ${id}.`);
      return answers.flatMap((answer, at) =>
        answer.kind === 'follow-up'
          ? []
          : [{ id: `${id}#${at}`, part, question, answer, labels: labelsOf(question, answer) }],
      );
    });
  });
}

const labelsOf = ({ concepts }: Question, answer: Answer): Record<string, PointVerdict> =>
  Object.fromEntries(
    concepts.map(({ id }) => [
      id,
      id in answer.contradicted
        ? 'contradicted'
        : id in answer.said
          ? 'said'
          : id in answer.partly
            ? 'partly'
            : 'missed',
    ]),
  );
