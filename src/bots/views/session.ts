import type { Actor, Session } from '../../domain.ts';
import { momentMark, personMark } from '../../wording/marks.ts';
import type { Wording } from '../../wording/wording.ts';
import { type View, viewText } from '../view.ts';

/** Where an interview stands. `start`: how one is started, as it is typed here. */
export function viewSession({ say }: Wording, session: Session | null, start: string): View {
  if (!session) return viewText(say('session.none-title'), say('session.none', { start }));
  const { turn, domain, level, mode, style, participants } = session;
  const question =
    turn === null
      ? say('session.no-question')
      : say('session.question', { number: turn.number, of: turn.of, question: turn.question.text });
  return {
    ...viewText(
      say(session.state === 'paused' ? 'session.paused' : 'session.running'),
      question,
      say('session.people', { count: participants.length }),
    ),
    meta: [domain, say(`term.level.${level}`), say(`term.mode.${mode}`), say(`term.style.${style}`)],
  };
}

/**
 * The message for a person who is so far the only one to have answered a question for everyone; null for all
 * others.
 */
export function viewWaiting({ say }: Wording, actor: Actor, session: Session): View | null {
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
