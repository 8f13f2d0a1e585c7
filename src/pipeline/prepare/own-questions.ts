import { createHash } from 'node:crypto';
import type { Level, Question, QuestionKind } from '../../domain.ts';
import type { FoundProject } from './prepare-types.ts';

/** The sentences of questions that are no bank's; `way` chooses between several. */
export type PrepareWords = {
  /** How many ways there are. */
  ways: { project: number; deed: number; skill: number };
  project(name: string, way: number): string;
  deed(quote: string, way: number): string;
  skill(name: string, way: number): string;
};

/** Marks a question that is no bank's: it may hold words from a person's documents. */
export const ownTag = 'own-question';

type About = { domain: string; level: Level };

/**
 * A question about something that the person did, as a story with a beginning and an end: follow-ups then ask for what it
 * lacks, its result or the person's own part.
 */
export function projectQuestion(
  project: FoundProject,
  { words, way, ...about }: About & { words: PrepareWords; way: number },
): Question {
  const text =
    project.name === null
      ? words.deed(project.quote.replace(/[.;,]$/, ''), way % words.ways.deed)
      : words.project(project.name, way % words.ways.project);
  return ownQuestion(text, { ...about, kind: 'behavioural', about: project.name ?? project.quote });
}

/** For a skill that the bank has no question about: what the person did with it. */
export const skillQuestion = (
  name: string,
  { words, way, ...about }: About & { words: PrepareWords; way: number },
): Question =>
  ownQuestion(words.skill(name, way % words.ways.skill), {
    ...about,
    kind: 'technical',
    about: `skill:${name}`,
  });

/** A question without points to make: it is judged by its structure and by how clearly it is told. */
export function ownQuestion(
  text: string,
  { domain, level, kind, about }: About & { kind: QuestionKind; about: string },
): Question {
  // The same subject keeps its id when its question is put into other words.
  const id = createHash('sha256').update(`${kind}:${about}`).digest('hex').slice(0, 12);
  return {
    ...{ id: `own-${id}`, domain, level, kind, text },
    concepts: [],
    modelAnswer: null,
    tags: [ownTag],
    source: 'template',
  };
}
