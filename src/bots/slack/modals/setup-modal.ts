/** The dialog in which an interview is chosen. */
import { type Level, levels } from '../../../domain.ts';
import { type StartOptions, startOptions } from '../../command.ts';
import { maxQuestions } from '../../command-specs.ts';
import type { Submission } from '../payloads.ts';
import { defaultAnswerSeconds } from '../start.ts';
import { modal, selectInput } from './inputs.ts';

export const setupCallback = 'greenroom:setup';

const levelLabels: Record<Level, string> = { junior: 'Junior', mid: 'Mid', senior: 'Senior' };
const minutes = [1, 2, 5, 10, 30, 60, 24 * 60];

/** `channelId` is where it was opened: a practice for everyone takes place there. */
export function setupModal(domains: { name: string; title: string }[], channelId: string) {
  return modal(setupCallback, 'Practise an interview', 'Start', channelId, [
    selectInput(
      'domain',
      'What about?',
      domains.map(({ name, title }) => ({ value: name, label: title })),
      domains[0]?.name,
    ),
    selectInput(
      'level',
      'How hard?',
      levels.map((level) => ({ value: level, label: levelLabels[level] })),
      'mid',
    ),
    selectInput(
      'questions',
      'How many questions?',
      Array.from({ length: maxQuestions }, (_, index) => ({ value: `${index + 1}`, label: `${index + 1}` })),
      '3',
    ),
    selectInput(
      'style',
      'With whom?',
      [
        { value: 'solo', label: 'Alone, in our direct messages' },
        { value: 'everyone', label: 'Everyone in this channel, in a thread' },
        { value: 'hot-seat', label: 'One after the other, in a thread' },
      ],
      'solo',
    ),
    selectInput(
      'minutes',
      'With everyone: time for each answer',
      minutes.map((count) => ({
        value: `${count}`,
        label: count >= 24 * 60 ? 'a day' : `${count} ${count === 1 ? 'minute' : 'minutes'}`,
      })),
      `${defaultAnswerSeconds / 60}`,
    ),
  ]);
}

/** Throws `bad_input` for choices that were tampered with. */
export function readSetup(
  { values }: Submission,
  domains: readonly string[],
): StartOptions & { answerSeconds: number } {
  const { domain, level, questions, style } = values;
  const answerSeconds = Math.round(Number(values.minutes) * 60);
  return {
    ...startOptions({ domain, level, questions, style }, domains),
    answerSeconds: answerSeconds > 0 ? answerSeconds : defaultAnswerSeconds,
  };
}
