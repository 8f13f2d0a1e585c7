/** Dialogs: what they ask, and what happens with the input. */
import { type Actor, asksOn, levels, type Session } from '../../domain.ts';
import { CoachError } from '../../errors.ts';
import type { Interview } from '../../pipeline/interview/interview-types.ts';
import type { Consents } from '../../pipeline/privacy/consent.ts';
import type { Bank } from '../../pipeline/questions/bank.ts';
import type { Wording } from '../../wording/wording.ts';
import { startOptions } from '../command.ts';
import { maxQuestions } from '../command-specs.ts';
import type { DialogReturn, Happened, Press, ScoredMessage, ScoreRequest } from '../happened.ts';
import type { Dialog } from '../message.ts';
import type { ChatPlatform } from '../platform.ts';
import { viewText } from '../view.ts';
import type { Answering } from './answering.ts';
import type { Preparing } from './preparing.ts';
import { type Reply, toOne } from './replies.ts';
import { requireWriter } from './require-writer.ts';
import type { Sharing } from './sharing.ts';
import { defaultAnswerSeconds, type Starting } from './starting.ts';

export type Dialogs = {
  openSetup(from: Happened): Promise<Reply | null>;
  /** `question`: if it is already known. */
  openScore(from: Happened, question?: string): Promise<Reply | null>;
  openScoreMessage(request: ScoreRequest): Promise<Reply | null>;
  openAnswer(person: Actor, session: Session, ask: Press['ask']): Promise<Reply | null>;
  openFollowUp(press: Press): Promise<Reply | null>;
  take(returned: DialogReturn): Promise<Reply | null>;
};

const minutes = [1, 2, 5, 10, 30, 60, 24 * 60];

export function createDialogs(parts: {
  platform: ChatPlatform;
  interview: Interview;
  consents: Pick<Consents, 'has'>;
  bank: Pick<Bank, 'domains'>;
  wording: Wording;
  answering: Answering;
  sharing: Sharing;
  starting: Starting;
  preparing: Preparing;
  /** An answer was handed in to be scored: its feedback belongs to the message shown for it. */
  awaitScore(from: Happened, submit: () => Promise<{ answerId: string }>): Promise<void>;
}): Dialogs {
  const { platform, interview, consents, bank, wording, answering, preparing, sharing, starting } = parts;
  const { say } = wording;
  const longest = platform.can.dialogText ?? 0;

  const setup = (): Dialog => ({
    action: 'setup',
    about: '',
    title: say('dialog.setup.title'),
    submit: say('dialog.setup.submit'),
    fields: [
      {
        type: 'choice',
        name: 'domain',
        label: say('dialog.setup.domain'),
        choices: bank.domains().map(({ name, title }) => ({ value: name, label: title })),
        value: bank.domains()[0]?.name ?? '',
      },
      {
        type: 'choice',
        name: 'level',
        label: say('dialog.setup.level'),
        choices: levels.map((level) => ({ value: level, label: say(`level.${level}`) })),
        value: 'mid',
      },
      {
        type: 'choice',
        name: 'questions',
        label: say('dialog.setup.questions'),
        choices: Array.from({ length: maxQuestions }, (_, index) => `${index + 1}`).map((count) => ({
          value: count,
          label: count,
        })),
        value: '3',
      },
      {
        type: 'choice',
        name: 'style',
        label: say('dialog.setup.style'),
        choices: (['solo', 'everyone', 'hot-seat'] as const).map((style) => ({
          value: style,
          label: say(`dialog.setup.${style}`),
        })),
        value: 'solo',
      },
      {
        type: 'choice',
        name: 'minutes',
        label: say('dialog.setup.minutes'),
        choices: minutes.map((count) => ({ value: `${count}`, label: sayMinutes(count) })),
        value: `${defaultAnswerSeconds / 60}`,
      },
    ],
  });
  const sayMinutes = (count: number) =>
    count === 24 * 60
      ? say('dialog.day')
      : count === 60
        ? say('dialog.hour')
        : say('dialog.minutes', { count });

  const scoreDialog = (given: { about: string; question?: string; answer?: string | null }): Dialog => ({
    action: given.about === '' ? 'score' : 'score-message',
    about: given.about,
    title: say('dialog.score.title'),
    submit: say('dialog.score.submit'),
    fields: [
      {
        type: 'text',
        name: 'question',
        label: say('dialog.score.question'),
        hint: say('dialog.score.question-hint'),
        longest: 1000,
        ...(given.question === undefined ? {} : { value: given.question.slice(0, 1000) }),
      },
      // A text written elsewhere is taken whole, however long it is; only a short one can be edited here.
      ...(given.answer === null
        ? []
        : [
            {
              type: 'text' as const,
              name: 'answer',
              label: say('dialog.score.answer'),
              lines: true,
              ...(given.answer === undefined ? {} : { value: given.answer }),
            },
          ]),
    ],
  });

  const howToScore = (): Reply =>
    toOne(viewText(say('score.how-title'), say('score.how', { score: platform.writeCommand('score') })), [
      { action: 'setup', label: say('button.setup'), about: '', style: 'primary' },
    ]);

  async function open(ask: Happened['ask'], dialog: Dialog, otherwise: () => Reply): Promise<Reply | null> {
    if (!ask) return otherwise();
    await ask(dialog);
    return null;
  }

  async function take(returned: DialogReturn): Promise<Reply | null> {
    const { action, about, values, person, key } = returned;
    const value = (name: string) => values[name] ?? '';
    switch (action) {
      case 'setup': {
        const { domain, level, questions, style } = values;
        const options = startOptions(
          { domain, level, questions, style },
          bank.domains().map(({ name }) => name),
        );
        const answerSeconds = Math.round(Number(values.minutes) * 60);
        return await starting.start(returned, {
          ...options,
          answerSeconds: answerSeconds > 0 ? answerSeconds : defaultAnswerSeconds,
        });
      }
      case 'prepare':
      case 'plan-change':
        return await preparing.take(returned);
      case 'share':
        return await sharing.shareIn(returned);
      case 'answer': {
        const session = await interview.session(person, about);
        await requireWriter(platform, person, session.place);
        const told = await answering.takeWhole(returned, session, value('answer'), returned.turn);
        return told ?? toOne(viewText(say('done.title'), say('done.text')));
      }
      case 'follow-up':
        await parts.awaitScore(returned, () =>
          interview.answerFollowUp(person, about, value('answer'), { key }),
        );
        return toOne(viewText(say('done.title'), say('done.text')));
      case 'score':
        return await score(returned, { question: value('question'), text: value('answer') });
      case 'score-message':
        return await scoreMessage(returned);
    }
  }

  async function score(from: DialogReturn, given: Parameters<Interview['score']>[2]): Promise<Reply | null> {
    const { person, key } = from;
    const place = from.replaceReply ? { ...from.place, threadId: null } : await privatePlaceOf(from);
    await parts.awaitScore(from, () => interview.score(place, person.userId, { key, ...given }));
    return from.replaceReply ? toOne(viewText(say('score.title'), say('score.text'))) : null;
  }

  async function privatePlaceOf({ person, place }: DialogReturn) {
    if (platform.isPrivate(place)) return place;
    const found = await platform.privatePlace(person);
    return found === 'closed' ? place : found;
  }

  async function scoreMessage(returned: DialogReturn): Promise<Reply | null> {
    const { about, person, values } = returned;
    const question = values.question ?? '';
    const message = (await platform.scoredMessage?.(about)) ?? null;
    if (!message && values.answer === undefined)
      throw new CoachError('wrong_state', 'fault.scored-message-gone');
    // Somebody else's words are theirs: none of them are kept once the card is shown.
    const isKept = message?.authorId === person.userId;
    const sound = message?.files.find(({ kind }) => kind === 'sound');
    if (!sound || !message) {
      const text = values.answer ?? (message ? await textOf(message) : '');
      return await score(returned, { question, text, isKept });
    }
    await mayBeHeard(person, message);
    const { pcm } = await sound.sound();
    return await score(returned, { question, pcm, key: `score:${about}:${question}`, isKept });
  }

  async function textOf({ text, files }: ScoredMessage): Promise<string> {
    const contents = await Promise.all(files.flatMap((file) => (file.kind === 'text' ? [file.text()] : [])));
    return [text, ...contents].filter((part) => part.trim() !== '').join('\n\n');
  }

  /** Nobody else's voice is transcribed without their consent. Throws `not_allowed`. */
  async function mayBeHeard(person: Actor, { authorId }: ScoredMessage): Promise<void> {
    if (authorId === person.userId) return await answering.refuseWithoutConsent(person);
    const agreed = authorId !== null && (await consents.has({ ...person, userId: authorId }, 'voice'));
    if (!agreed)
      throw new CoachError('not_allowed', 'fault.others-recording', {
        consent: platform.writeCommand('privacy consent'),
      });
  }

  return {
    take,
    openSetup: ({ ask }) => open(ask, setup(), howToScore),
    openScore: ({ ask }, question) =>
      open(ask, scoreDialog({ about: '', ...(question === undefined ? {} : { question }) }), howToScore),
    async openScoreMessage({ ask, about, message }) {
      const isSound = message.files.some(({ kind }) => kind === 'sound');
      const isText = message.text.trim() !== '' || message.files.some(({ kind }) => kind === 'text');
      if (!isSound && !isText) return toOne(viewText(say('score.empty-title'), say('score.empty')));
      const fits =
        !isSound && message.files.length === 0 && message.text.length <= longest && platform.can.threads;
      return await open(ask, scoreDialog({ about, answer: fits ? message.text : null }), howToScore);
    },
    async openAnswer(person, session, ask) {
      if (session.style === 'solo' && session.ownerUserId !== person.userId)
        throw new CoachError('not_allowed', 'fault.not-your-interview', {
          start: platform.writeCommand('interview start', 'backend mid'),
        });
      const { turn } = session;
      if (turn && turn.userId !== null && turn.userId !== person.userId)
        throw new CoachError('not_allowed', 'fault.not-your-turn');
      const dialog: Dialog = {
        action: 'answer',
        about: session.id,
        ...(turn === null ? {} : { turn: turn.id }),
        title: say('dialog.answer.title'),
        submit: say('dialog.answer.submit'),
        ...(turn === null ? {} : { note: turn.question.text }),
        fields: [{ type: 'text', name: 'answer', label: say('dialog.answer.field'), lines: true }],
      };
      return await open(ask, dialog, () => toOne(viewText(say('hint.title'), say('question.how.type'))));
    },
    async openFollowUp({ ask, pressed, person }) {
      // A dialog must open at once: only the author of the answer is looked up first.
      const answer = await interview.answer(person, pressed.about);
      if (answer.userId !== person.userId) throw new CoachError('not_allowed', 'fault.only-author');
      const followUp = answer.evaluation?.followUp;
      if (!followUp || !asksOn(followUp) || !answer.hasFollowUp)
        return toOne(
          viewText(say('question.follow-up'), wording.fault({ fault: 'fault.no-follow-up', values: {} })),
        );
      const dialog: Dialog = {
        action: 'follow-up',
        about: answer.id,
        title: say('dialog.follow-up.title'),
        submit: say('dialog.answer.submit'),
        note: followUp.text,
        fields: [{ type: 'text', name: 'answer', label: say('dialog.answer.field'), lines: true }],
      };
      return await open(ask, dialog, () => toOne(viewText(say('question.follow-up'), followUp.text)));
    },
  };
}
