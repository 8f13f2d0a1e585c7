import type { Session, SlotState } from '../../../domain.ts';
import { personMark } from '../../../wording/marks.ts';
import type { Wording } from '../../../wording/wording.ts';
import type { HeardWhere } from '../../bot.ts';

/**
 * The actual terms on which people are heard here: who started it, where speech is transcribed, and what is
 * kept.
 */
export function sayConsent(
  given: {
    session: Pick<Session, 'style' | 'ownerUserId'>;
    channelName: string;
    /** The consent role of this server, if it has one. */
    role: string | null;
    /** What turns speech into text. */
    heard: HeardWhere;
    /** The text of an answer may be sent to another server. */
    advised: boolean;
    /** The owner of the bot lets people keep their recordings. */
    keepsSound: boolean;
  },
  { say }: Wording,
): string {
  const { session, channelName, role, heard, advised, keepsSound } = given;
  const style = session.style === 'solo' ? 'solo' : 'group';
  const sentences = [
    say('consent.who', { channel: channelName, starter: personMark(session.ownerUserId), style }),
    ...(role === null ? [] : [say('consent.role', { role })]),
    say('consent.what', { where: heard, kept: keepsSound ? 'yes' : 'no' }),
    ...(advised ? [say('consent.advised')] : []),
    say('consent.revocable'),
  ];
  return sentences.join(' ');
}

/** Null while a speech model is ready or loading. */
export function sayNoTranscriber(status: SlotState, { say, fault }: Wording): string | null {
  switch (status.state) {
    case 'ready':
    case 'loading':
      return null;
    case 'off':
      return say('voice.no-transcriber.off', { why: fault(status) });
    case 'absent':
    case 'failed':
      return say('voice.no-transcriber', { why: fault(status) });
  }
}
