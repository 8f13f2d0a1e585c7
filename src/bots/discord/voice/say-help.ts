/** What is said, aloud and in writing, to somebody who does not get on with the open question. */
import type { Question, Turn } from '../../../domain.ts';
import type { Wording } from '../../../wording/wording.ts';
import { spokenQuestion } from '../../views/spoken-question.ts';
import type { Help } from './endpoints.ts';

export function sayHelp(
  wording: Wording,
  turn: Turn,
  wanted: Exclude<Help, { with: 'repeat' }>,
): { title: string; text: string } {
  const { say } = wording;
  if (!('hint' in wanted)) {
    const title = say(wanted.with === 'offer' ? 'voice.hint.offer.title' : 'voice.hint.title');
    return { title, text: say(`voice.hint.${wanted.with}`) };
  }
  const { hint, manner } = wanted;
  if (wanted.with === 'clarify' && hint === null)
    return { title: say('voice.clarify.title'), text: inShort(turn, wording) };
  const texts = [
    ...(hint === null ? aboutTheWhole(turn, wording) : [say('voice.hint', { hint })]),
    ...(manner?.kind === 'pace'
      ? [say('voice.hint.pace', { now: manner.wordsPerMinute, usual: manner.usual })]
      : []),
    ...(manner?.kind === 'fillers' ? [say('voice.hint.fillers', { count: manner.count })] : []),
  ];
  return { title: say('voice.hint.title'), text: texts.join(' ') || say('voice.hint.none') };
}

/** Where no point is left to hint at: what a story consists of, or what to say again. */
function aboutTheWhole(turn: Turn, wording: Wording): string[] {
  if (turn.part) return [spokenQuestion(wording, turn).text];
  return turn.question.kind === 'behavioural' ? [wording.say('question.hint-story')] : [];
}

/** The question itself, without what leads up to it; or what it is about, when there is nothing to leave out. */
function inShort({ question: { text, tags } }: { question: Question }, { say, list }: Wording): string {
  const asked = text.split(/(?<=[.!?])\s+/).filter((sentence) => sentence.endsWith('?'));
  const question = asked.at(-1) ?? text;
  if (question.length < text.length) return say('voice.clarify', { question });
  const topics = list(tags.slice(0, 3).map((tag) => tag.replaceAll('-', ' ')));
  return tags.length === 0 ? text : say('voice.clarify.about', { topics, question });
}
