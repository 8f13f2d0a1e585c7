import { isIP } from 'node:net';
import type { Config } from '../../config.ts';
import { CoachError } from '../../errors.ts';
import type { Models } from '../../models/ports.ts';
import type { Store } from '../../store/store.ts';
import type { Bank } from '../questions/bank.ts';
import { createCloseness } from '../questions/closeness.ts';
import { createRandom } from '../questions/random.ts';
import { findInDocuments, tellDocument } from './find-in-documents.ts';
import { createKeptPlans } from './kept-plans.ts';
import { changePlan, makePlan, type PlanParts, usualQuestions } from './make-plan.ts';
import type { PrepareWords } from './own-questions.ts';
import type { Found, Plan, Preparation, Wordsmith } from './prepare-types.ts';
import { readDocument } from './read-document.ts';
import { type MannerFile, openManners, openRounds, type RoundFile } from './round-files.ts';
import { tidyDocument } from './tidy-document.ts';
import { wordQuestions } from './word-questions.ts';

/**
 * Prepares an interview for one job and one person. Documents are read, searched and forgotten: nothing is stored but a plan
 * that the person asks to keep.
 */
export function createPreparation(parts: {
  store: Store;
  bank: Bank;
  models: Pick<Models, 'embedder' | 'generator'>;
  config: Pick<Config, 'QUESTION_BANKS' | 'GENERATOR' | 'GENERATOR_URL'>;
  words: PrepareWords;
  now: () => Date;
}): Preparation {
  const { store, bank, models, config, words, now } = parts;
  const rounds = openRounds(config.QUESTION_BANKS);
  const manners = openManners(config.QUESTION_BANKS);

  const named = <File extends RoundFile | MannerFile>(
    files: readonly File[],
    option: 'round' | 'manner',
    name: string | null | undefined,
  ): File | null => {
    if (name === undefined || name === null) return null;
    const file = files.find((one) => one.name === name);
    if (file) return file;
    const choices = files.map((one) => one.name).join(', ');
    throw new CoachError('bad_input', 'fault.unknown-choice', { option, given: name.slice(0, 60), choices });
  };
  const partsFor = (round: RoundFile | null, seed: string, signal?: AbortSignal): PlanParts => ({
    ...{ bank, words, round, seed },
    closeness: createCloseness(models.embedder.current(), signal),
  });

  return {
    read: readDocument,
    tell: tellDocument,
    rounds: () => rounds.map(({ name, title, about }) => ({ name, title, about })),
    manners: () => manners.map(({ name, title, about }) => ({ name, title, about })),

    async plan({ job, resume, seed, signal, ...wanted }) {
      const round = named(rounds, 'round', wanted.round);
      const found = foundIn({
        ...(job && { job: tidyDocument(job) }),
        ...(resume && { resume: tidyDocument(resume) }),
      });
      const manner = named(manners, 'manner', wanted.manner ?? round?.manner);
      const domain = wanted.domain ?? found.domains[0]?.name ?? usualDomain();
      const level = wanted.level ?? found.level.level;
      const count = wanted.questions ?? round?.questions ?? usualQuestions;
      const plan = await makePlan(partsFor(round, seed, signal), {
        ...{ found, domain, level, count },
        manner: manner?.name ?? null,
      });
      return { ...plan, followUps: manner?.followUps ?? plan.followUps };
    },

    change: async (plan, change, { signal } = {}) =>
      await changePlan(partsFor(named(rounds, 'round', plan.round), seedOf(plan), signal), plan, change),

    lead(manner, { id, number, of, kind }) {
      const file = manners.find(({ name }) => name === manner);
      if (!file || kind === 'retry') return null;
      const lines =
        kind === 'follow-up'
          ? file.followUp
          : number === 1
            ? file.first
            : number === of && file.last.length > 0
              ? file.last
              : file.next;
      return createRandom(`lead:${id}`).pick(lines) ?? null;
    },

    wordsmith(): Wordsmith | null {
      const generator = models.generator.current();
      return generator?.instructed ? { name: generator.name, host: hostOf(config) } : null;
    },

    async word(plan, options = {}) {
      const generator = models.generator.current();
      return generator?.instructed
        ? await wordQuestions(generator, plan, { seed: seedOf(plan), ...options })
        : plan;
    },

    ...createKeptPlans({ store, now }),
  };

  function foundIn(documents: { job?: string; resume?: string }): Found {
    if (documents.job !== undefined || documents.resume !== undefined)
      return findInDocuments(documents, bank.domains());
    return { level: { level: 'mid', quote: null, years: null }, domains: [], skills: [], projects: [] };
  }

  function usualDomain(): string {
    const names = bank.domains().map(({ name }) => name);
    return names.includes('backend') ? 'backend' : (names[0] ?? 'backend');
  }
}

/** The same plan is always changed in the same way. */
const seedOf = ({ questions, refused }: Plan): string =>
  [...questions.map(({ question }) => question.id), ...refused].join();

/** The machine that generates, where it is another one; of several, the first such one. */
function hostOf({
  GENERATOR,
  GENERATOR_URL = [],
}: Pick<Config, 'GENERATOR' | 'GENERATOR_URL'>): string | null {
  if (GENERATOR !== 'openai') return null;
  const hosts = GENERATOR_URL.map((url) => new URL(url).hostname.replace(/^\[|\]$/g, ''));
  return hosts.find((host) => !isHere(host)) ?? null;
}

const isHere = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
