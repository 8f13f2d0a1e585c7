import type { View } from '../../view.ts';
import { forOne, type SlackReply } from '../outlet.ts';
import type { Button } from '../render/view-blocks.ts';

export const setupButton: Button = { name: 'setup', label: 'Practise an interview', about: '-' };

/** What somebody sees who writes to the bot while nothing is running. */
export const welcome = (): SlackReply => forOne(viewWelcome, [setupButton]);

const viewWelcome: View = {
  title: 'Shall we practise?',
  meta: [],
  blocks: [
    {
      type: 'text',
      text: 'I ask interview questions, read or listen to your answers, and show what earned the score. Write "start backend mid", or choose with the button. "help" lists what else I can do.',
    },
  ],
  actions: [],
};
