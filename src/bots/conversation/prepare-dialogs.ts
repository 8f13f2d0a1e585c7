/** The dialogs of preparing an interview: one asks for the documents, one changes a question of the plan. */
import { sessionAims } from '../../domain.ts';
import type { Plan, Preparation } from '../../pipeline/prepare/prepare-types.ts';
import type { Wording } from '../../wording/wording.ts';
import type { Dialog } from '../message.ts';

export type Wanted = { round?: string; manner?: string };

/** The choice that leaves it to the round, or to none. */
export const usual = 'usual';

type Choice = { value: string; label: string };

export function prepareDialog(
  { say }: Wording,
  preparation: Pick<Preparation, 'rounds' | 'manners'>,
  { round = usual, manner = usual }: Wanted,
): Dialog {
  const lines = { type: 'text', lines: true, optional: true } as const;
  const choicesOf = (files: readonly { name: string; title: string }[], none: string): Choice[] => [
    { value: usual, label: none },
    ...files.map(({ name, title }) => ({ value: name, label: title })),
  ];
  return {
    action: 'prepare',
    about: '',
    title: say('prepare.dialog.title'),
    submit: say('prepare.dialog.submit'),
    fields: [
      { ...lines, name: 'job', label: say('prepare.dialog.job'), hint: say('prepare.dialog.hint') },
      { ...lines, name: 'resume', label: say('prepare.dialog.resume') },
      {
        type: 'choice',
        name: 'round',
        label: say('prepare.dialog.round'),
        choices: choicesOf(preparation.rounds(), say('prepare.dialog.round-usual')),
        value: round,
      },
      {
        type: 'choice',
        name: 'manner',
        label: say('prepare.dialog.manner'),
        choices: choicesOf(preparation.manners(), say('prepare.dialog.manner-usual')),
        value: manner,
      },
      {
        type: 'choice',
        name: 'aim',
        label: say('prepare.dialog.aim'),
        choices: (['practice', ...sessionAims] as const).map((value) => ({
          value,
          label: say(`prepare.dialog.aim-${value}`),
        })),
        value: 'practice',
      },
    ],
  };
}

/** The longest label of a choice that every platform takes. */
const longestLabel = 75;

export const changeDialog = ({ say }: Wording, about: string, { questions }: Plan): Dialog => ({
  action: 'plan-change',
  about,
  title: say('prepare.change.title'),
  submit: say('prepare.change.submit'),
  fields: [
    {
      type: 'choice',
      name: 'question',
      label: say('prepare.change.question'),
      choices: questions.map(({ question }, at) => ({
        value: String(at),
        label: `${at + 1}. ${question.text}`.slice(0, longestLabel),
      })),
      value: '0',
    },
    {
      type: 'choice',
      name: 'how',
      label: say('prepare.change.how'),
      choices: (['swap', 'drop'] as const).map((value) => ({ value, label: say(`prepare.change.${value}`) })),
      value: 'swap',
    },
  ],
});
