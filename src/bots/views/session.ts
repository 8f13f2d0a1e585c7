import type { SessionView } from '../../pipeline/interview/interview-types.ts';
import type { Wording } from '../../wording/wording.ts';
import { type View, viewText } from '../view.ts';

/** Where an interview stands. `start`: how one is started, as it is typed here. */
export function viewSession({ say }: Wording, session: SessionView | null, start: string): View {
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
