/** What the bot says in the session's channel about listening. */
import type { SessionView } from '../../../pipeline/interview-types.ts';
import { sayView } from '../../desk-view.ts';
import type { View } from '../../view.ts';
import type { Desk } from '../desk.ts';
import { loggable } from '../faults.ts';
import { type CardButton, renderCard } from '../render/card.ts';
import { personMark } from '../render/text.ts';
import { channelFor } from '../send.ts';
import { consentText } from './lines.ts';
import { noTranscriberLine } from './no-transcriber.ts';

export type RoomTalk = {
  say(title: string, text: string): Promise<void>;
  announce(channelName: string, again: boolean, waiting: readonly string[]): Promise<void>;
  askForConsent(userId: string): Promise<void>;
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
    async announce(channelName, again, waiting) {
      const title = again ? 'I am back and listening again' : 'I am listening';
      const asked =
        waiting.length === 0
          ? 'Everybody here whom it is for has agreed already.'
          : `Please press Agree: ${waiting.map(personMark).join(', ')}.`;
      const noModel = noTranscriberLine(desk.context);
      const pieces = [
        ...(again ? ['I was restarted. What you had said before is kept; go on, or press Done.'] : []),
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
