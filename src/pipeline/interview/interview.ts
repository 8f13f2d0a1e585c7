import { findSessionAt, unendedSessions } from '../../store/sessions.ts';
import { requireSession } from './access.ts';
import { createClarify } from './clarify.ts';
import { followSession } from './follow-session.ts';
import { createGiveAnswer } from './give-answer.ts';
import type { Interview } from './interview-types.ts';
import { createOutbox } from './outbox.ts';
import type { Parts } from './parts.ts';
import { createPastAnswers } from './past-answers.ts';
import { readSession } from './read-session.ts';
import { createRoles } from './roles.ts';
import { createScore } from './score.ts';
import { createSecondThoughts } from './second-thoughts.ts';
import { createSessionControl } from './session-control.ts';
import { createTakeBack } from './take-back.ts';

/**
 * Everything a bot may ask of an interview. Each call changes the store and adds the job for the next step in
 * one transaction; anything to show comes through `deliveries`.
 */
export function createInterview(parts: Parts): Interview {
  const { db } = parts.store;
  return {
    ...createSessionControl(parts),
    ...createGiveAnswer(parts),
    ...createSecondThoughts(parts),
    ...createTakeBack(parts),
    ...createClarify(parts),
    ...createScore(parts),
    ...createRoles(parts),
    ...createPastAnswers(parts),
    ...createOutbox(parts),
    session: async (actor, sessionId) => await readSession(db, await requireSession(db, actor, sessionId)),
    follow: (actor, sessionId, signal) => followSession(parts.store, actor, sessionId, signal),
    async sessionAt(place) {
      const session = await findSessionAt(db, place);
      return session && (await readSession(db, session));
    },
    async openSessions(platform) {
      const sessions = await unendedSessions(db, platform);
      return await Promise.all(sessions.map((session) => readSession(db, session)));
    },
    stages: (signal) => parts.stages.listen(signal),
  };
}
