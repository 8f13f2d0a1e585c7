/** What the bot says in the session's channel about listening. */
import type { Place, Session } from '../../../domain.ts';
import type { Log } from '../../../log.ts';
import type { TenantSettingsDesk } from '../../../pipeline/tenant-settings.ts';
import { personMark } from '../../../wording/marks.ts';
import type { Wording } from '../../../wording/wording.ts';
import type { BotModels, HeardWhere } from '../../bot.ts';
import type { Button, Message } from '../../message.ts';
import { type View, viewText } from '../../view.ts';
import { discordErrorFacts } from '../client.ts';
import { sayConsent, sayNoTranscriber } from './consent-text.ts';
import type { RoomState } from './room-state.ts';

/**
 * Why the bot starts to listen: an interview starts, or continues after a restart or because people called
 * the bot back.
 */
export type Arrival = 'started' | 'restarted' | 'called';

export type RoomTalk = {
  say(title: string, text: string): Promise<void>;
  /** Says who is heard and on what terms, and asks those who have yet to agree. */
  announce(state: RoomState, why: Arrival, yetToAgree: readonly string[]): Promise<void>;
  askForConsent(userId: string): Promise<void>;
};

export type TalkParts = {
  /** Posts in the place where a session is held. */
  post(place: Place, message: Message): Promise<unknown>;
  transcriber: Pick<BotModels['transcriber'], 'status'>;
  tenantSettings: Pick<TenantSettingsDesk, 'read'>;
  /** Where speech is turned into text, and whether any sound is kept. */
  hearing: { heard: HeardWhere; advised: boolean; keepsSound: boolean };
  wording: Wording;
  log: Log;
};

export function createRoomTalk(parts: TalkParts, session: Session): RoomTalk {
  const { transcriber, tenantSettings, wording, log } = parts;
  const { place, id } = session;
  const say = wording.say;
  async function post(view: View, buttons: Button[] = []): Promise<void> {
    try {
      await parts.post(place, { view, buttons });
    } catch (error) {
      log.warn({ fault: discordErrorFacts(error), sessionId: id }, 'Posting a notice failed');
    }
  }
  const consentButtons = (): Button[] => [
    { action: 'agree', label: say('button.agree'), about: id },
    { action: 'revoke', label: say('button.revoke'), about: id },
  ];
  const noticeButtons = (): Button[] => [
    ...consentButtons(),
    { action: 'encryption', label: say('button.encryption'), about: id },
  ];
  return {
    say: (title, text) => post(viewText(title, text)),
    async announce({ channel, session: now }, why, yetToAgree) {
      const { consentRole } = await tenantSettings.read(place.tenant);
      const role = consentRole === null ? null : (channel.guild.roles.cache.get(consentRole)?.name ?? null);
      const noModel = sayNoTranscriber(transcriber.status(), wording);
      const isRetry = now.turn?.kind === 'retry' && why === 'called';
      const texts = [
        ...(why === 'started' ? [] : [say(`voice.back.${isRetry ? 'retry' : why}`)]),
        sayConsent({ session, channelName: channel.name, role, ...parts.hearing }, wording),
        yetToAgree.length === 0
          ? say('voice.listening.everyone-agreed')
          : say('voice.listening.please-agree', { people: wording.list(yetToAgree.map(personMark)) }),
        ...(noModel === null ? [] : [noModel]),
      ];
      const title = say(why === 'started' ? 'voice.listening.title' : 'voice.back.title');
      await post(viewText(title, ...texts), noticeButtons());
    },
    askForConsent: (userId) =>
      post(
        viewText(say('voice.newcomer.title'), say('voice.newcomer', { person: personMark(userId) })),
        consentButtons(),
      ),
  };
}
