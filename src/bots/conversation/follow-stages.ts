import type { Log } from '../../log.ts';
import type { Interview } from '../../pipeline/interview/interview-types.ts';
import { momentMark } from '../../wording/marks.ts';
import type { Wording } from '../../wording/wording.ts';
import type { ChatPlatform } from '../platform.ts';

import type { PeerReviews } from './peer-reviews.ts';
import type { Sessions } from './sessions.ts';

/**
 * Shows the progress of answers until the signal aborts; in a hot seat the others are asked for ratings once
 * an answer is in.
 */
export async function followStages({
  platform,
  interview,
  sessions,
  peers,
  wording,
  log,
  signal,
}: {
  platform: ChatPlatform;
  interview: Pick<Interview, 'stages'>;
  sessions: Sessions;
  peers: PeerReviews;
  wording: Wording;
  log: Log;
  signal: AbortSignal;
}): Promise<void> {
  const { say } = wording;
  for await (const { answerId, sessionId, stage } of interview.stages(signal)) {
    const session = sessions.byId(sessionId);
    if (!session) continue;
    // People who speak are told that they are heard; people who write can see their own text.
    if (stage === 'listening' && session.mode !== 'voice') continue;
    // A finished answer is marked as ready, except where answers are shown together.
    if (stage === 'ready' && session.style !== 'everyone') continue;
    const closesAt = session.turn?.closesAt ?? null;
    const text =
      stage === 'ready'
        ? closesAt === null
          ? say('status.received-together')
          : say('status.received-until', { time: momentMark(closesAt) })
        : say(`status.${stage}`);
    platform.live.status({ id: answerId, session, userId: null }, text);
    if (session.style === 'hot-seat' && (stage === 'transcribing' || stage === 'scoring'))
      void peers.open(session, answerId).catch((error: unknown) => {
        log.warn({ fault: platform.faultOf(error).log, sessionId }, 'A peer review could not be posted');
      });
  }
}
