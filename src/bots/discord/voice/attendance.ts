/** Who is in the voice channel, and who is heard: participants of the interview who have consented. */
import type { GuildMember } from 'discord.js';
import { createSerialQueue } from '../../../async/serial-queue.ts';
import type { Actor } from '../../../domain.ts';
import { isCoachError } from '../../../errors.ts';
import type { Log } from '../../../log.ts';
import type { Interview } from '../../../pipeline/interview/interview-types.ts';
import type { Consents } from '../../../pipeline/privacy/consent.ts';
import type { TenantSettingsDesk } from '../../../pipeline/tenant-settings.ts';
import type { VoiceCapture } from '../capture/capture-voices.ts';
import { discordErrorFacts } from '../client.ts';
import type { Answers } from './answers.ts';
import { isFor, type RoomState } from './room-state.ts';

export type Attendance = {
  /**
   * Updates who is heard to match who is here and may be heard; asks people who came after the announcement.
   */
  refresh(): Promise<void>;
  /** Participants who are here and have not agreed yet; they count as asked. */
  yetToAgree(): Promise<string[]>;
  /**
   * This person has left the voice channel. What they said in answer to a question for everyone counts, and
   * nobody waits for more.
   */
  left(userId: string): Promise<void>;
  /**
   * Somebody has agreed, or taken their consent back; in that case what they were saying is dropped at once.
   */
  consentChanged(userId: string): Promise<void>;
};

export function createAttendance(options: {
  state: RoomState;
  capture: VoiceCapture;
  answers: Answers;
  interview: Pick<Interview, 'chooseNext' | 'join' | 'leave'>;
  consents: Pick<Consents, 'hearing'>;
  tenantSettings: Pick<TenantSettingsDesk, 'read'>;
  log: Log;
  /** Asks somebody whether they may be heard. */
  ask(userId: string): Promise<void>;
  /** The people who are heard, or who are awaited, have changed. */
  changed(): Promise<void>;
}): Attendance {
  const { state, capture, answers, interview, consents, tenantSettings, log, ask, changed } = options;
  const asked = new Set<string>();
  const queue = createSerialQueue();
  let announced = false;

  const actor = (userId: string): Actor => ({ tenant: state.session.place.tenant, userId });
  const candidates = (): GuildMember[] =>
    [...state.channel.members.values()].filter(
      (member) => !member.user.bot && isFor(state.session, member.id),
    );
  async function mayHear(member: GuildMember): Promise<boolean> {
    const { consentRole } = await tenantSettings.read(state.session.place.tenant);
    const hearing = await consents.hearing(actor(member.id), {
      holdsConsentRole: holdsConsentRole(member, consentRole),
    });
    return hearing === 'agreed' || hearing === 'through-role';
  }
  async function begin(userId: string): Promise<void> {
    const { participants, id } = state.session;
    if (!participants.some((one) => one.userId === userId && one.role === 'candidate'))
      state.session = await interview.join(actor(userId), id, 'candidate');
    state.heard.add(userId);
    capture.add(userId);
  }
  async function bringInLine(): Promise<void> {
    const here = candidates();
    const before = [...state.heard].join();
    for (const userId of [...state.heard])
      if (!here.some((member) => member.id === userId)) await stopHearing(userId);
    for (const member of here) {
      const may = await mayHear(member);
      if (may && !state.heard.has(member.id)) await begin(member.id);
      if (may) continue;
      if (state.heard.has(member.id)) await silence(member.id);
      if (announced && !asked.has(member.id)) {
        asked.add(member.id);
        await ask(member.id);
      }
    }
    if ([...state.heard].join() !== before) await changed();
  }
  /** Hands over what this person has said, and stops hearing them. */
  async function stopHearing(userId: string): Promise<void> {
    if (!state.heard.delete(userId)) return;
    await capture.finish(userId).catch(() => undefined);
    capture.remove(userId);
  }
  /** At once, before anything else: what they were saying is dropped unheard. */
  async function silence(userId: string): Promise<void> {
    state.heard.delete(userId);
    capture.remove(userId);
    await answers.drop(userId).catch((error: unknown) => {
      log.debug({ fault: discordErrorFacts(error) }, 'There was nothing to discard');
    });
    // The person who started it may still write an answer, and still leads.
    if (userId !== state.session.ownerUserId) await stopWaitingFor(userId, 'drop');
  }
  /** While others are there to continue, a question for everyone does not wait for this person. */
  async function stopWaitingFor(userId: string, unsubmitted: 'submit' | 'drop'): Promise<void> {
    const { session } = state;
    const isIn = session.participants.some((one) => one.userId === userId);
    const others = session.participants.some((one) => one.role === 'candidate' && one.userId !== userId);
    if (session.style !== 'everyone' || !isIn || !others) return;
    await interview.leave(actor(userId), session.id, { unsubmitted });
  }
  /** The program asks what comes after this answer; whoever interviews may come back for the next one. */
  async function goOnWithoutInterviewer(userId: string): Promise<void> {
    const { id, roles, turn } = state.session;
    if (roles?.interviewerUserId !== userId || !turn) return;
    await interview.chooseNext(actor(userId), id, { next: 'program' }, { turnId: turn.id });
  }
  const inTurn = (what: string, work: () => Promise<void>): Promise<void> =>
    queue.run(work).catch((error: unknown) => {
      // It has ended in the meantime.
      if (!isCoachError(error, 'wrong_state'))
        log.error({ fault: discordErrorFacts(error), sessionId: state.session.id }, what);
    });

  return {
    refresh: () => inTurn('Updating who is heard failed', bringInLine),
    async yetToAgree() {
      const waiting: string[] = [];
      for (const member of candidates()) if (!(await mayHear(member))) waiting.push(member.id);
      for (const userId of waiting) asked.add(userId);
      announced = true;
      return waiting;
    },
    left: (userId) =>
      inTurn('Handling somebody who left failed', async () => {
        await stopHearing(userId);
        await stopWaitingFor(userId, 'submit');
        await goOnWithoutInterviewer(userId);
        await changed();
      }),
    async consentChanged(userId) {
      const member = candidates().find((one) => one.id === userId);
      if (member && state.heard.has(userId) && !(await mayHear(member))) {
        await silence(userId);
        await changed();
      }
      await this.refresh();
    },
  };
}

/** The @everyone role has the server's own id; having it is not consent. */
export const holdsConsentRole = (member: GuildMember, consentRole: string | null): boolean =>
  consentRole !== null && consentRole !== member.guild.id && member.roles.cache.has(consentRole);
