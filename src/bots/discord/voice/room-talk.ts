/** What the bot says in the session's channel about listening. */
import type { Client } from 'discord.js';
import type { Session } from '../../../domain.ts';
import type { Log } from '../../../log.ts';
import type { TenantSettingsDesk } from '../../../pipeline/tenant-settings.ts';
import { personMark } from '../../../wording/marks.ts';
import type { Wording } from '../../../wording/wording.ts';
import type { BotModels } from '../../bot.ts';
import { sayView } from '../../desk-view.ts';
import type { View } from '../../view.ts';
import { type CardButton, renderCard } from '../cards.ts';
import { loggable } from '../faults.ts';
import { channelFor } from '../send.ts';
import { sayConsent } from './consent-text.ts';
import { sayNoTranscriber } from './no-transcriber.ts';
import type { RoomState } from './room-state.ts';

/** Why the bot begins to listen: an interview starts, or goes on after a restart or because people called the bot back. */
export type Arrival = 'started' | 'restarted' | 'called';

export type RoomTalk = {
  say(title: string, text: string): Promise<void>;
  /** Says who is heard and on what terms, and asks those who have yet to agree. */
  announce(state: RoomState, why: Arrival, yetToAgree: readonly string[]): Promise<void>;
  askForConsent(userId: string): Promise<void>;
};

export type TalkParts = {
  client: Client<true>;
  transcriber: Pick<BotModels['transcriber'], 'status'>;
  tenantSettings: Pick<TenantSettingsDesk, 'read'>;
  /** Where speech is turned into text, and whether any sound is kept. */
  hearing: { remote: boolean; keepsSound: boolean };
  wording: Wording;
  log: Log;
};

export function createRoomTalk(parts: TalkParts, session: Session): RoomTalk {
  const { client, transcriber, tenantSettings, wording, log } = parts;
  const { place, id } = session;
  const say = wording.say;
  async function post(view: View, buttons: CardButton[]): Promise<void> {
    try {
      const channel = await channelFor({ client }, place.channelId);
      await channel?.send(renderCard(view, { tenant: place.tenant, buttons }));
    } catch (error) {
      log.warn({ fault: loggable(error), sessionId: id }, 'Posting a notice failed');
    }
  }
  const consentButtons = (): CardButton[] => [
    { action: 'agree', label: say('button.agree'), about: id },
    { action: 'revoke', label: say('button.revoke'), about: id },
  ];
  return {
    say: (title, text) => post(sayView(title, text), []),
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
      const blocks = texts.map((text) => ({ type: 'text', text }) as const);
      await post({ ...sayView(title, ''), blocks }, consentButtons());
    },
    askForConsent: (userId) =>
      post(
        sayView(say('voice.newcomer.title'), say('voice.newcomer', { person: personMark(userId) })),
        consentButtons(),
      ),
  };
}
