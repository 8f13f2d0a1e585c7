/** Forms: an answer to the open question, a follow-up, or a question and answer of one's own. */
import {
  type APIModalInteractionResponseCallbackData,
  ComponentType,
  type ModalSubmitInteraction,
  TextInputStyle,
} from 'discord.js';
import type { TenantId } from '../../../domain.ts';
import { sayView } from '../../desk-view.ts';
import type { View } from '../../view.ts';
import { loadSound } from '../attachments.ts';
import { type ButtonMeaning, customId } from '../cards.ts';
import { actorIn, type Desk } from '../desk.ts';
import { badInput, notAllowed, wrongState } from '../faults.ts';
import type { Responder, ScoreTarget } from '../ports.ts';
import { cutText } from '../text.ts';
import { waitingFor } from '../waiting.ts';
import { answerWithText } from './answers.ts';
import { whereIs } from './where.ts';

const longestField = 4000;

function field(
  name: string,
  label: string,
  more: { description?: string; value?: string; max?: number; short?: boolean },
) {
  return {
    type: ComponentType.Label as const,
    label,
    ...(more.description === undefined ? {} : { description: cutText(more.description, 100) }),
    component: {
      type: ComponentType.TextInput as const,
      custom_id: name,
      style: more.short ? TextInputStyle.Short : TextInputStyle.Paragraph,
      required: true,
      max_length: more.max ?? longestField,
      ...(more.value === undefined ? {} : { value: cutText(more.value, more.max ?? longestField) }),
    },
  };
}

type Form = APIModalInteractionResponseCallbackData;

const asked = (question: string) => ({
  type: ComponentType.TextDisplay as const,
  content: cutText(question, 1500),
});

export const answerForm = (sessionId: string, tenant: TenantId, question: string | null): Form => ({
  custom_id: customId({ action: 'answer', about: sessionId, tenant, value: '' }),
  title: 'Your answer',
  components: [...(question === null ? [] : [asked(question)]), field('answer', 'Your answer', {})],
});

/** The follow-up is read when the form comes back: a form cannot wait for the database. */
export const followUpForm = (answerId: string, tenant: TenantId): Form => ({
  custom_id: customId({ action: 'follow-up', about: answerId, tenant, value: '' }),
  title: 'Answer the follow-up',
  components: [
    field('answer', 'Your answer', { description: 'The follow-up question stands at the end of the card.' }),
  ],
});

export const scoreForm = (tenant: TenantId): Form => ({
  custom_id: customId({ action: 'score', about: '', tenant, value: '' }),
  title: 'Score an answer',
  components: [field('question', 'The question', { max: 1000 }), field('answer', 'The answer', {})],
});

export const scoreMessageForm = (key: string, tenant: TenantId, question: string | null): Form => ({
  custom_id: customId({ action: 'score-message', about: key, tenant, value: '' }),
  title: 'Score this answer',
  components: [
    field('question', 'What was the question?', {
      max: 1000,
      ...(question === null ? {} : { value: question }),
    }),
  ],
});

/** Keeps a message until its form comes back; the oldest are forgotten. */
export function rememberTarget({ targets }: Desk, key: string, target: ScoreTarget): void {
  targets.set(key, target);
  for (const old of targets.keys()) {
    if (targets.size <= 200) break;
    targets.delete(old);
  }
}

/** Somebody else's voice is not listened to without their consent. Throws `not_allowed`. */
async function mayBeHeard(
  desk: Desk,
  tenant: TenantId,
  { sound, authorId }: ScoreTarget,
  userId: string,
): Promise<void> {
  if (!sound || authorId === userId || (await desk.context.consents.has(actorIn(tenant, authorId), 'voice')))
    return;
  throw notAllowed(
    'This is somebody else’s voice, and they have not agreed to be heard; ask them to score it themselves.',
  );
}

/** Does what a form asks for, and gives what to show until the feedback replaces it. */
export async function takeForm(
  desk: Desk,
  interaction: ModalSubmitInteraction,
  meaning: ButtonMeaning,
  responder: Responder,
): Promise<View> {
  const { action, about, tenant } = meaning;
  const actor = actorIn(tenant, interaction.user.id);
  const { interview, config } = desk.context;
  const read = (name: string) => interaction.fields.getTextInputValue(name);
  const { platform } = (await whereIs(desk, interaction)).place;
  const place = {
    platform,
    tenant,
    channelId: interaction.channelId ?? '',
  };
  const score = async (given: Parameters<typeof interview.score>[2]): Promise<View> => {
    await desk.scores.submit(responder, () =>
      interview.score(place, actor.userId, { ...given, key: interaction.id }),
    );
    return sayView('Scoring …', 'The feedback appears here in a moment.');
  };
  switch (action) {
    case 'answer': {
      const session = await interview.session(actor, about);
      await answerWithText(desk, actor, session, read('answer'), interaction.id);
      return (await waitingFor(desk, actor, about)) ?? sayView('Got it', 'Your answer is being scored.');
    }
    case 'follow-up': {
      const { evaluation, turn } = await interview.answer(actor, about);
      if (!evaluation) throw wrongState('This answer has no follow-up yet; wait for its feedback.');
      const { text: question } = evaluation.followUp;
      if (question === null) throw wrongState('There was nothing left to ask after this answer.');
      const { domain, level } = turn.question;
      return await score({ question, domain, level, text: read('answer') });
    }
    case 'score':
      return await score({ question: read('question'), text: read('answer') });
    case 'score-message': {
      const target = desk.targets.get(about);
      if (!target)
        throw wrongState('I was restarted since; choose “Score this answer” on the message again.');
      desk.targets.delete(about);
      await mayBeHeard(desk, tenant, target, actor.userId);
      if (!target.sound) return await score({ question: read('question'), text: target.text });
      const { pcm } = await loadSound(target.sound, config, desk.signal);
      return await score({ question: read('question'), pcm });
    }
    default:
      throw badInput('I do not know this form any more; use the command again.');
  }
}
