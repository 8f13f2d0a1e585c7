/** A question with everything that can be done about it. */
import type { Question, Session, Turn } from '../../domain.ts';
import { momentMark, personMark } from '../../wording/marks.ts';
import type { Wording } from '../../wording/wording.ts';
import type { Button } from '../message.ts';
import type { Block, View } from '../view.ts';

/** `how`: what the platform's people do to answer. `lead`: what the interviewer says before it asks. */
export function viewQuestion(
  wording: Wording,
  turn: Turn,
  session: Pick<Session, 'style' | 'private'> & Partial<Pick<Session, 'aim'>>,
  how: string,
  lead: string | null = null,
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
      ...(lead === null ? [] : [{ type: 'text' as const, text: lead }]),
      { type: 'text', text: question.text },
      ...(session.aim === 'study' ? hints(wording, question) : []),
      ...(how === '' ? [] : [{ type: 'text' as const, text: how }]),
    ],
  };
}

/** What the most important points of a good answer are about, as questions; for a story, its parts. */
function hints({ say, list }: Wording, { concepts, kind }: Question): Block[] {
  const asks = concepts.flatMap(({ weight, followUps: [ask] }) => (weight === 'must' && ask ? [ask] : []));
  if (asks.length > 0)
    return [{ type: 'text', text: say('question.hint', { hints: list(asks.slice(0, 2)) }) }];
  return kind === 'behavioural' ? [{ type: 'text', text: say('question.hint-story') }] : [];
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
 * button to answer with. `isSpoken`: it can be heard on request.
 */
export function questionButtons(
  { say }: Wording,
  session: Pick<Session, 'id' | 'style'>,
  turn: Turn,
  { leads, byButton, isSpoken }: { leads: boolean; byButton: boolean; isSpoken: boolean },
): Button[] {
  const forAll = session.style === 'everyone';
  const actions = [
    ...(byButton ? (['answer'] as const) : []),
    'done' as const,
    ...(forAll ? (['join'] as const) : []),
    'repeat' as const,
    ...(isSpoken ? (['listen'] as const) : []),
    ...(leads ? (['pause', 'skip', 'stop'] as const) : []),
    ...(leads && forAll ? (['close'] as const) : []),
    ...(session.style === 'peer' ? (['guide'] as const) : []),
  ];
  return actions.map((action) => ({
    action,
    label: say(`button.${action}`),
    about: session.id,
    turn: turn.id,
    ...(action === 'done' ? { style: 'primary' } : action === 'stop' ? { style: 'danger' } : {}),
  }));
}
