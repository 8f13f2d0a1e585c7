/** What the bot says in the session's channel about listening. */
import type { SessionView } from '../../../pipeline/interview/interview-types.ts';
import { sayView } from '../../desk-view.ts';
import type { View } from '../../view.ts';
import { type CardButton, renderCard } from '../cards.ts';
import type { Desk } from '../desk.ts';
import { loggable } from '../faults.ts';
import type { Return } from '../ports.ts';
import { channelFor } from '../send.ts';
import { personMark } from '../text.ts';
import { consentText } from './lines.ts';
import { noTranscriberLine } from './no-transcriber.ts';

export type RoomTalk = {
  say(title: string, text: string): Promise<void>;
  announce(channelName: string, why: 'begun' | Return, waiting: readonly string[]): Promise<void>;
  askForConsent(userId: string): Promise<void>;
};

const returnLines: Record<'begun' | Return, string[]> = {
  begun: [],
  // What was cut off by a crash had not been handed over yet, and cannot be had back.
  restarted: [
    'I was restarted. The sentences that you had finished are kept; what I was listening to at that moment may be lost, so say your last sentence again. Then go on, or press Done.',
  ],
  called: ['What you had said before is kept; go on, or press Done.'],
};

export function createRoomTalk({ desk, session }: { desk: Desk; session: () => SessionView }): RoomTalk {
  async function post(view: View, buttons: CardButton[]): Promise<void> {
    const { place, id } = session();
    try {
      const channel = await channelFor(desk, place.channelId);
      await channel?.send(renderCard(view, { tenant: place.tenant, buttons }));
    } catch (error) {
      desk.context.log.warn({ fault: loggable(error), sessionId: id }, 'A notice could not be posted');
    }
  }
  const consentButtons = (): CardButton[] => [
    { action: 'agree', label: 'Agree', about: session().id },
    { action: 'revoke', label: 'Take my consent back', about: session().id },
  ];
  return {
    say: (title, text) => post(sayView(title, text), []),
    async announce(channelName, why, waiting) {
      const title = why !== 'begun' ? 'I am back and listening again' : 'I am listening';
      const asked =
        waiting.length === 0
          ? 'Everybody here whom it is for has agreed already.'
          : `Please press Agree: ${waiting.map(personMark).join(', ')}.`;
      const noModel = noTranscriberLine(desk.context);
      const pieces = [
        ...returnLines[why],
        consentText(channelName, session(), session().ownerUserId),
        asked,
        ...(noModel === null ? [] : [noModel]),
      ];
      await post(
        { ...sayView(title, ''), blocks: pieces.map((text) => ({ type: 'text', text })) },
        consentButtons(),
      );
    },
    askForConsent: (userId) =>
      post(
        sayView(
          'Welcome',
          `${personMark(userId)}, an interview is running here. I do not hear you unless you press Agree.`,
        ),
        consentButtons(),
      ),
  };
}
