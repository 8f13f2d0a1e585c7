import type { Actor, SessionView } from '../../pipeline/interview/interview-types.ts';
import { momentMark, personMark } from '../../wording/marks.ts';
import type { Wording } from '../../wording/wording.ts';
import { type View, viewText } from '../view.ts';

/**
 * The message for a person who is so far the only one to have answered a question for everyone; null for all
 * others.
 */
export function viewWaiting({ say }: Wording, actor: Actor, session: SessionView): View | null {
  const { ownerUserId, style, state, turn, participants } = session;
  const candidates = participants.filter(({ role }) => role === 'candidate');
  if (style !== 'everyone' || state !== 'active' || turn?.userId !== null || candidates.length > 1)
    return null;
  const until = turn.closesAt === null ? '' : say('waiting.until', { time: momentMark(turn.closesAt) });
  const [takePart, showResults] = [say('button.join'), say('button.close')];
  const alone = say('waiting.alone', { until, takePart });
  const isLead = actor.userId === ownerUserId;
  const person = personMark(ownerUserId);
  const closing = isLead
    ? say('waiting.lead', { showResults })
    : say('waiting.for-lead', { person, showResults });
  return viewText(say('waiting.title'), isLead || until === '' ? `${alone} ${closing}` : alone);
}
