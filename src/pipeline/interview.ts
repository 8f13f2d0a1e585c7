import { findSessionAt, unendedSessions } from '../store/sessions.ts';
import { theSession } from './interview/access.ts';
import { createConduct } from './interview/conduct.ts';
import { createDeliveries } from './interview/deliveries.ts';
import { createLookBack } from './interview/look-back.ts';
import type { Parts } from './interview/parts.ts';
import { createSay } from './interview/say.ts';
import { createScore } from './interview/score.ts';
import type { Interview } from './interview-types.ts';
import { viewSession } from './views.ts';

/**
 * All that a bot may ask of an interview. Each call changes the store, and adds the job for what follows from it, in one
 * transaction; what is to be shown for it comes by `deliveries`.
 */
export function createInterview(parts: Parts): Interview {
  const { db } = parts.store;
  return {
    ...createConduct(parts),
    ...createSay(parts),
    score: createScore(parts),
    ...createLookBack(parts),
    ...createDeliveries(parts),
    session: async (actor, sessionId) => await viewSession(db, await theSession(db, actor, sessionId)),
    async sessionAt({ tenant, channelId, threadId }) {
      const session = await findSessionAt(db, tenant, channelId, threadId);
      return session && (await viewSession(db, session));
    },
    async openSessions(platform) {
      const sessions = await unendedSessions(db, platform);
      return await Promise.all(sessions.map((session) => viewSession(db, session)));
    },
    stages: (signal) => parts.stages.listen(signal),
  };
}
