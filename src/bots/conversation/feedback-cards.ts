/** The card of a judged answer, with its buttons and pictures. */
import { type Answer, asksOn } from '../../domain.ts';
import type { Log } from '../../log.ts';
import { doubtToAsk } from '../../pipeline/hearing/doubts.ts';
import { isPart } from '../../pipeline/interview/join-part.ts';
import { isWholeStory } from '../../pipeline/stories/whole-story.ts';
import type { Wording } from '../../wording/wording.ts';
import { paceChart } from '../chart.ts';
import type { Button, Message, MessageFile } from '../message.ts';
import type { View } from '../view.ts';
import { transcriptMarkdown, viewDetails, viewDoubts, viewFeedback, viewOutline } from '../views/feedback.ts';
import { viewPartAgain } from '../views/part-again.ts';
import { viewWarmUpCard } from '../views/warm-up.ts';

export type FeedbackCards = {
  /**
   * For its author, with everything that can be done about it. `isAsked`: its follow-up is posted as a
   * separate question. `isStudy`: the outline of a strong answer stands on the card.
   * `isWarmUp`: no score, and nothing to do about it.
   */
  own(
    answer: Answer,
    options?: { isAsked?: boolean; isStudy?: boolean; isWarmUp?: boolean },
  ): Promise<Message>;
  /** For others: without buttons. */
  shared(answer: Answer): Promise<Message>;
  /** The details that the card itself leaves out. */
  details(answer: Answer): View;
  outline(answer: Answer): View;
  transcript(answer: Answer): MessageFile;
};

export function createFeedbackCards({ wording, log }: { wording: Wording; log: Log }): FeedbackCards {
  const { say } = wording;
  const confirm = {
    title: say('delete.title'),
    text: say('delete.text'),
    yes: say('button.delete-for-good'),
    no: say('delete.keep'),
  };
  /**
   * The card shows the follow-up only where it can be answered from the card; otherwise it would be said
   * twice.
   */
  const viewOf = (answer: Answer, isAsked: boolean): View => {
    const { title, meta, blocks } = viewFeedback(answer, wording);
    const { evaluation, hasFollowUp } = answer;
    const isOpen = evaluation !== null && asksOn(evaluation.followUp) && hasFollowUp && !isAsked;
    return {
      title,
      meta,
      blocks: isOpen
        ? blocks
        : blocks.filter((block) => block.type !== 'remark' || block.kind !== 'follow-up'),
    };
  };
  /** One press tells what was really said where that is in doubt. */
  const withDoubts = (answer: Answer, view: View): View => ({
    ...view,
    blocks: [...view.blocks, ...viewDoubts(answer, wording)],
  });
  const withOutline = (answer: Answer, view: View, isStudy: boolean): View =>
    isStudy && answer.turn.question.modelAnswer !== null
      ? { ...view, blocks: [...view.blocks, ...viewOutline(answer, wording).blocks] }
      : view;
  const saidOther = ({ id, transcript }: Answer): Button[] => {
    const doubt = transcript && doubtToAsk(transcript);
    if (!doubt) return [];
    const words = doubt.isWritten ? doubt.heard : doubt.meant;
    return [
      {
        action: 'said-other',
        label: say('button.said-other', { words }),
        about: id,
        value: String(doubt.startMs),
      },
    ];
  };
  const buttonsOf = (answer: Answer): Button[] => {
    const { id, turn, evaluation, hasFollowUp } = answer;
    const asksMore = evaluation !== null && hasFollowUp && asksOn(evaluation.followUp);
    const actions = [
      'retry' as const,
      ...(evaluation !== null && isPart(evaluation.feedback.fix) ? (['retry-part'] as const) : []),
      ...(isWholeStory(answer) ? (['keep-story'] as const) : []),
      ...(asksMore ? (['follow-up'] as const) : []),
      'details' as const,
      'transcript' as const,
      ...(turn.question.modelAnswer === null ? [] : (['outline'] as const)),
      ...(['share', 'delete', 'fair', 'unfair'] as const),
    ];
    const usual = actions.map(
      (action): Button => ({
        action,
        label: say(`button.${action}`),
        about: id,
        ...(action === 'retry'
          ? { style: 'primary' }
          : action === 'delete'
            ? { style: 'danger', confirm }
            : {}),
      }),
    );
    return [...saidOther(answer), ...usual];
  };

  /** What a part that was said again has changed, for its author. */
  const ofPart = (answer: Answer): Message | null => {
    const shown = viewPartAgain(wording, answer);
    const { afterAnswerId } = answer.turn;
    if (!shown) return null;
    const again: Button[] =
      shown.isMended || afterAnswerId === null
        ? []
        : [
            {
              action: 'retry-part',
              label: say('button.retry-part'),
              about: afterAnswerId,
              style: 'primary',
            },
          ];
    const keep: Button[] = isWholeStory(answer)
      ? [{ action: 'keep-story', label: say('button.keep-story'), about: answer.id, style: 'primary' }]
      : [];
    const about = { label: say('button.delete'), about: answer.id };
    const erase: Button = { action: 'delete', ...about, style: 'danger', confirm };
    return { view: shown.view, buttons: [...again, ...keep, erase] };
  };

  /** Pace and pauses of a spoken answer. If a picture cannot be drawn, the feedback is still shown. */
  async function pictures({ evaluation, transcript, id }: Answer): Promise<MessageFile[]> {
    if (!evaluation || !transcript) return [];
    try {
      const picture = paceChart(wording, evaluation);
      return picture ? [{ name: picture.name, bytes: await picture.png(), alt: picture.alt }] : [];
    } catch (error) {
      log.warn({ err: error, answerId: id }, 'A picture could not be drawn');
      return [];
    }
  }

  return {
    own: async (answer, { isAsked = false, isStudy = false, isWarmUp = false } = {}) =>
      (isWarmUp ? { view: viewWarmUpCard(wording, answer) } : null) ??
      ofPart(answer) ?? {
        view: withOutline(answer, withDoubts(answer, viewOf(answer, isAsked)), isStudy),
        buttons: buttonsOf(answer),
        files: await pictures(answer),
      },
    shared: async (answer) => ({ view: viewOf(answer, true), files: await pictures(answer) }),
    details: (answer) => viewDetails(answer, wording),
    outline: (answer) => viewOutline(answer, wording),
    transcript: (answer) => ({
      name: 'transcript.md',
      bytes: Buffer.from(transcriptMarkdown(answer, wording)),
      alt: say('transcript.alt'),
    }),
  };
}
