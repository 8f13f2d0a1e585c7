/** Who is in the voice channel and who of them is heard: those who agreed, and whom the interview is for. */
import type { GuildMember, VoiceBasedChannel } from 'discord.js';
import { isCoachError } from '../../../errors.ts';
import type { SessionView } from '../../../pipeline/interview/interview-types.ts';
import type { VoiceCapture } from '../capture/capture-voices.ts';
import { actorIn, type Desk } from '../desk.ts';
import { loggable } from '../faults.ts';

export type Attendance = {
  heard(): string[];
  /** Brings who is heard in line with who is here and agreed; asks people who came since. */
  refresh(): Promise<void>;
  /** Who is here, whom the interview is for, and who has not agreed yet; they count as asked. */
  waitingFor(): Promise<string[]>;
  consentChanged(userId: string): Promise<void>;
};

export function createAttendance(options: {
  desk: Desk;
  listening: VoiceCapture;
  session: () => SessionView;
  channel: () => VoiceBasedChannel;
  ask(userId: string): Promise<void>;
  heardChanged(): void;
  /** Erases what was heard of this person's answer so far. */
  drop(userId: string): Promise<void>;
}): Attendance {
  const { desk, listening, session, channel } = options;
  const { consents, interview, log, tenantSettings } = desk.context;
  const heard = new Set<string>();
  const asked = new Set<string>();
  let announced = false;
  let work: Promise<void> = Promise.resolve();

  const isFor = (userId: string) => session().style !== 'solo' || userId === session().ownerUserId;
  const candidates = (): GuildMember[] =>
    [...channel().members.values()].filter((member) => !member.user.bot && isFor(member.id));
  async function agreed(member: GuildMember): Promise<boolean> {
    const { tenant } = session().place;
    const { consentRole } = await tenantSettings.read(tenant);
    if (consentRole !== null && member.roles.cache.has(consentRole)) return true;
    return await consents.has(actorIn(tenant, member.id), 'voice');
  }
  async function begin(userId: string): Promise<void> {
    const actor = actorIn(session().place.tenant, userId);
    if (!session().participants.some((one) => one.userId === userId && one.role === 'candidate'))
      await interview.join(actor, session().id, 'candidate');
    heard.add(userId);
    listening.add(userId);
  }
  async function end(userId: string, drop: boolean): Promise<void> {
    if (!heard.delete(userId)) return;
    if (!drop) await listening.finish(userId).catch(() => undefined);
    listening.remove(userId);
  }
  async function bringInLine(): Promise<void> {
    const here = candidates();
    const before = [...heard].join();
    for (const userId of [...heard])
      if (!here.some((member) => member.id === userId)) await end(userId, false);
    for (const member of here) {
      const may = await agreed(member);
      if (may && !heard.has(member.id)) await begin(member.id);
      if (!may) await end(member.id, true);
      if (!may && announced && !asked.has(member.id)) {
        asked.add(member.id);
        await options.ask(member.id);
      }
    }
    if ([...heard].join() !== before) options.heardChanged();
  }

  return {
    heard: () => [...heard],
    refresh() {
      work = work.then(bringInLine).catch((error: unknown) => {
        if (!isCoachError(error, 'wrong_state'))
          log.error({ fault: loggable(error), sessionId: session().id }, 'Who is heard could not be settled');
      });
      return work;
    },
    async waitingFor() {
      const waiting: string[] = [];
      for (const member of candidates()) if (!(await agreed(member))) waiting.push(member.id);
      for (const userId of waiting) asked.add(userId);
      announced = true;
      return waiting;
    },
    async consentChanged(userId) {
      const actor = actorIn(session().place.tenant, userId);
      if (!(await consents.has(actor, 'voice')) && heard.has(userId)) {
        // At once, before anything else: what was being said is dropped, unheard.
        heard.delete(userId);
        listening.remove(userId);
        await options.drop(userId).catch((error: unknown) => {
          log.debug({ fault: loggable(error) }, 'There was nothing to discard');
        });
        options.heardChanged();
      }
      await this.refresh();
    },
  };
}
