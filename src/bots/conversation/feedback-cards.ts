/** The card of a judged answer, with its buttons and pictures. */
import { asksOn } from '../../domain.ts';
import type { Log } from '../../log.ts';
import type { AnswerView } from '../../pipeline/interview/interview-types.ts';
import type { Wording } from '../../wording/wording.ts';
import { transcriptMarkdown, viewFeedback, viewOutline } from '../feedback-view.ts';
import type { Button, Message, MessageFile } from '../platform.ts';
import type { View } from '../view.ts';

export type FeedbackCards = {
  /** For its author, with everything that can be done about it. */
  own(answer: AnswerView): Promise<Message>;
  /** For others: nothing can be pressed. */
  shared(answer: AnswerView): Promise<Message>;
  /** All that is left out of a card which is read at a glance. */
  details(answer: AnswerView): View;
  outline(answer: AnswerView): View;
  transcript(answer: AnswerView): MessageFile;
};

export function createFeedbackCards({ wording, log }: { wording: Wording; log: Log }): FeedbackCards {
  const { say } = wording;
  const confirm = {
    title: say('delete.title'),
    text: say('delete.text'),
    yes: say('button.delete-for-good'),
    no: say('delete.keep'),
  };
  const viewOf = (answer: AnswerView): View => {
    const { actions: _actions, ...view } = viewFeedback(answer, wording);
    return view;
  };
  const buttonsOf = ({ id, turn, evaluation, hasFollowUp }: AnswerView): Button[] => {
    const asksMore = evaluation !== null && hasFollowUp && asksOn(evaluation.followUp);
    const actions = [
      'retry' as const,
      ...(asksMore ? (['follow-up'] as const) : []),
      'transcript' as const,
      ...(turn.question.modelAnswer === null ? [] : (['outline'] as const)),
      ...(['share', 'delete', 'fair', 'unfair'] as const),
    ];
    return actions.map((action) => ({
      action,
      label: say(`button.${action}`),
      about: id,
      ...(action === 'retry'
        ? { style: 'primary' }
        : action === 'delete'
          ? { style: 'danger', confirm }
          : {}),
    }));
  };

  /** Pace and pauses of a spoken answer. A picture that cannot be drawn costs nobody their feedback. */
  async function pictures({ evaluation, transcript, id }: AnswerView): Promise<MessageFile[]> {
    if (!evaluation || !transcript) return [];
    try {
      // The charting library takes a moment to load, and typed answers draw nothing.
      const { paceChart } = await import('../chart.ts');
      const picture = paceChart(evaluation);
      return picture ? [{ name: picture.name, bytes: await picture.png(), alt: picture.alt }] : [];
    } catch (error) {
      log.warn({ err: error, answerId: id }, 'A picture could not be drawn');
      return [];
    }
  }

  return {
    own: async (answer) => ({
      view: viewOf(answer),
      buttons: buttonsOf(answer),
      files: await pictures(answer),
    }),
    shared: async (answer) => ({ view: viewOf(answer), files: await pictures(answer) }),
    details: viewOf,
    outline: (answer) => {
      const { actions: _actions, ...view } = viewOutline(answer);
      return view;
    },
    transcript: (answer) => ({
      name: 'transcript.md',
      bytes: Buffer.from(transcriptMarkdown(answer)),
      alt: say('transcript.alt'),
    }),
  };
}
