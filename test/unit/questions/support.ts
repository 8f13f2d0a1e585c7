/** Ports that are scripted, and answers as the scorer hands them on. */
import type { Concept, DimensionScore, Evaluation, Question, Verdict } from '../../../src/domain.ts';
import type { Embedder, GenerateOptions, Generator } from '../../../src/models/ports.ts';
import type { FollowUpRequest } from '../../../src/pipeline/questions/follow-up-request.ts';
import { followUpWords } from '../../../src/wording/follow-up.ts';
import { englishWording } from '../../../src/wording/wording.ts';

export type Prompt = { system?: string; text: string };

/** A model that says what `write` tells it to, and remembers what it was asked. */
export function scriptedGenerator(
  write: (prompt: Prompt, options: GenerateOptions) => string[] | Promise<string[]>,
  { instructed = false }: { instructed?: boolean } = {},
): Generator & { prompts: Prompt[] } {
  const prompts: Prompt[] = [];
  return {
    name: 'scripted',
    instructed,
    prompts,
    generate: async (prompt, options = {}) => {
      prompts.push(prompt);
      return write(prompt, options);
    },
    close: async () => {},
  };
}

/** Continues with each of the questions that begins with the word it was given. */
export const proposing = (...questions: string[]) =>
  scriptedGenerator(({ text }) => {
    const opening = text.split(/\s(?=(?:How|What|Why|Can you explain|When|Which)$)/).at(-1) ?? '';
    return questions
      .filter((question) => question.startsWith(opening))
      .map((question) => question.slice(opening.length));
  });

/** Vectors by the given topics: texts that name the same topics point the same way. */
export const topicEmbedder = (topics: readonly string[]): Embedder => ({
  name: 'topics',
  dimensions: topics.length + 1,
  embed: async (texts) =>
    texts.map((text) => {
      const values = [...topics.map((topic) => (text.toLowerCase().includes(topic) ? 1 : 0)), 0.2];
      const length = Math.hypot(...values);
      return Float32Array.from(values, (value) => value / length);
    }),
  align: async (texts) => texts.map(({ said }) => ({ whole: 0.6, each: said.map(() => 0.6) })),
  close: async () => {},
});

const concept = (id: string, weight: Concept['weight'], statement: string, followUps: string[]): Concept => ({
  id,
  weight,
  statement,
  aliases: [],
  misconceptions: [],
  followUps,
});

export const hashing = concept(
  'hash-to-bucket',
  'must',
  'A hash function turns the key into the index of a bucket, so the value is found without scanning the others.',
  ['How does the map know where to look?', 'What would a function that always returns one number do to it?'],
);
export const collisions = concept(
  'collisions',
  'must',
  'Two keys that fall into one bucket are kept in a chain and told apart by comparing them.',
  ['What happens when two keys land in the same place?', 'How are such keys told apart?'],
);
export const resizing = concept('resizing', 'should', 'A map that gets full is rebuilt with more buckets.', [
  'What happens as the map fills up?',
  'When does it get slower, and what is done about it?',
]);

export const hashMap: Question = {
  id: 'backend-junior-hash-map',
  domain: 'backend',
  level: 'junior',
  kind: 'technical',
  text: 'How does a hash map find a value?',
  concepts: [hashing, collisions, resizing],
  modelAnswer: null,
  tags: [],
  source: 'bank',
};

const judged = (findings: DimensionScore['findings'] = []): DimensionScore => ({
  score: 50,
  scorer: 'rules',
  confidence: 'medium',
  findings,
});

export const evaluationWith = (
  structure: DimensionScore['findings'] = [],
  clarity: DimensionScore['findings'] = [],
): Pick<Evaluation, 'dimensions' | 'overall'> => ({
  overall: 50,
  dimensions: {
    technical: judged(),
    structure: judged(structure),
    clarity: judged(clarity),
    grammar: judged(),
    delivery: judged(),
  },
});

/** An answer to the hash map question with a verdict for each concept, in order. */
export function answered(
  answerText: string,
  verdicts: Verdict[],
  more: Partial<FollowUpRequest> & { quotes?: Record<string, string> } = {},
): FollowUpRequest {
  const { quotes = {}, ...rest } = more;
  const question = rest.question ?? hashMap;
  return {
    question,
    answerText,
    sentences: (answerText.match(/[^.!?]+[.!?]*/g) ?? []).map((text) => ({ text: text.trim() })),
    evaluation: evaluationWith(),
    substance: 'answer',
    words: followUpWords(englishWording),
    conceptVerdicts: question.concepts.map((item, at) => ({
      concept: item,
      verdict: verdicts[at] ?? 'missed',
      ...(quotes[item.id] === undefined ? {} : { quote: quotes[item.id] }),
    })),
    asked: [question.text],
    depth: 0,
    maxDepth: 2,
    seed: 'seed',
    ...rest,
  };
}
