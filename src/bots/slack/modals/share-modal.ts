/** The dialog in which a channel is chosen for a card. */
import { modal } from './inputs.ts';

export const shareCallback = 'greenroom:share';

export const shareModal = (answerId: string) =>
  modal(shareCallback, 'Share your card', 'Share', answerId, [
    {
      type: 'input',
      block_id: 'channel',
      label: { type: 'plain_text', text: 'Which channel?', emoji: false },
      hint: { type: 'plain_text', text: 'I have to be a member of it.', emoji: false },
      element: {
        type: 'conversations_select',
        action_id: 'value',
        filter: { include: ['public', 'private'], exclude_bot_users: true },
      },
    },
  ]);
