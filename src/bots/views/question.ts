/** A question with everything that can be done about it. */
import type { Session, Turn } from '../../domain.ts';
import { momentMark, personMark } from '../../wording/marks.ts';
import type { Wording } from '../../wording/wording.ts';
import type { Button } from '../message.ts';
import type { View } from '../view.ts';

/** `how`: what the platform's people do to answer. */
export function viewQuestion(
  wording: Wording,
  turn: Turn,
  session: Pick<Session, 'style' | 'private'>,
  how: string,
): View {
  const { say } = wording;
  const { question, kind } = turn;
  const isPublicGroup = session.style !== 'solo' && !session.private;
  return {
    title: titleOf(wording, turn),
    meta: [
      kind === 'question'
        ? say('question.kind.question', { kind: question.kind })
        : say(`question.kind.${kind}`),
      say(`term.level.${question.level}`),
      ...(question.domain === question.kind ? [] : [question.domain]),
      ...(question.source === 'model' ? [say('question.by-model')] : []),
      ...(turn.closesAt === null ? [] : [say('question.open-until', { time: momentMark(turn.closesAt) })]),
      ...(isPublicGroup ? [say('question.public')] : []),
    ],
    blocks: [
      ...(session.style === 'solo' ? [] : [{ type: 'text' as const, text: addressee(wording, turn) }]),
      { type: 'text', text: question.text },
      ...(how === '' ? [] : [{ type: 'text' as const, text: how }]),
    ],
  };
}

function titleOf({ say }: Wording, { kind, number, of }: Turn): string {
  if (kind === 'question') return say('question.title', { number, of });
  return say(kind === 'retry' ? 'question.again' : 'question.follow-up');
}

const addressee = ({ say }: Wording, { userId }: Turn): string =>
  userId === null ? say('question.for-everyone') : say('question.for-person', { person: personMark(userId) });

/**
 * The buttons under a question. `leads`: somebody leads the interview, and may pause, skip and stop; a
 * planned practice belongs to nobody. `byButton`: the bot cannot read what people write, so there must be a
 * button to answer with.
 */
export function questionButtons(
  { say }: Wording,
  session: Pick<Session, 'id' | 'style'>,
  turn: Turn,
  { leads, byButton }: { leads: boolean; byButton: boolean },
): Button[] {
  const forAll = session.style === 'everyone';
  const actions = [
    ...(byButton ? (['answer'] as const) : []),
    'done' as const,
    ...(forAll ? (['join'] as const) : []),
    'repeat' as const,
    ...(leads ? (['pause', 'skip', 'stop'] as const) : []),
    ...(leads && forAll ? (['close'] as const) : []),
  ];
  return actions.map((action) => ({
    action,
    label: say(`button.${action}`),
    about: session.id,
    turn: turn.id,
    ...(action === 'done' ? { style: 'primary' } : action === 'stop' ? { style: 'danger' } : {}),
  }));
}
