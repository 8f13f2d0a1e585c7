/** Buttons: what each does, for those who may press it. */
import type { ButtonInteraction } from 'discord.js';
import type { Actor, SessionView } from '../../../pipeline/interview/interview-types.ts';
import { personMark } from '../../../wording/marks.ts';
import { sayView } from '../../desk-view.ts';
import { transcriptMarkdown, viewFeedback, viewOutline } from '../../feedback-view.ts';
import { runCommand } from '../../run-command.ts';
import type { View } from '../../view.ts';
import type { ButtonAction, ButtonMeaning } from '../cards.ts';
import { type CardButton, type CardFile, renderCard } from '../cards.ts';
import { actorIn, type Desk } from '../desk.ts';
import { badInput } from '../faults.ts';
import { mayPost } from '../permissions.ts';
import type { Responder } from '../ports.ts';
import { channelFor } from '../send.ts';
import { waitingFor } from '../waiting.ts';
import { submitAnswer } from './answers.ts';

/** Nothing new appears for these, unless they fail. */
const quiet: readonly ButtonAction[] = [
  'done',
  'repeat',
  'pause',
  'skip',
  'stop',
  'seat',
  'close',
  'join',
  'rate',
];
export const isQuiet = (action: string): boolean => quiet.some((one) => one === action);

type Shown = { view: View; files?: CardFile[]; buttons?: CardButton[] } | null;
type Press = { desk: Desk; interaction: ButtonInteraction; meaning: ButtonMeaning; actor: Actor };

export async function pressButton(
  desk: Desk,
  interaction: ButtonInteraction,
  meaning: ButtonMeaning,
  responder: Responder,
): Promise<void> {
  const press: Press = { desk, interaction, meaning, actor: actorIn(meaning.tenant, interaction.user.id) };
  const shown = isQuiet(meaning.action) ? await lead(press) : await look(press);
  if (!shown) return;
  const { view, files = [], buttons = [] } = shown;
  await responder.show(renderCard(view, { tenant: meaning.tenant, files, buttons }));
}

/** Buttons under a question. The interview itself knows who may do what. */
async function lead({ desk, interaction, meaning, actor }: Press): Promise<Shown> {
  const { interview } = desk.context;
  const { action, about } = meaning;
  switch (action) {
    case 'done': {
      await submitAnswer(desk, actor, await interview.session(actor, about));
      const view = await waitingFor(desk, actor, about);
      return view && { view };
    }
    case 'join': {
      const session = await interview.join(actor, about, 'candidate');
      desk.sessions.put(session);
      return say(
        'You are in',
        session.mode === 'voice'
          ? 'Press Agree and speak in the voice channel, or press Answer to write.'
          : 'Press Answer under the question, or reply to it with text or a voice message.',
      );
    }
    case 'pause': {
      const { state } = await interview.session(actor, about);
      await (state === 'paused' ? interview.resume(actor, about) : interview.pause(actor, about));
      return null;
    }
    case 'seat':
      await interview.join(actor, about, 'candidate');
      await interview.callUp(actor, about, actor.userId);
      return null;
    case 'close':
      await interview.closeTurn(actor, about);
      return null;
    case 'rate':
      await desk.peers.rate(interaction, meaning);
      return null;
    case 'repeat':
    case 'skip':
    case 'stop':
      await interview[action](actor, about);
      return null;
    default:
      throw badInput('I do not know this button any more.');
  }
}

/** Buttons that show something, or speak about one answer or about consent. */
async function look(press: Press): Promise<Shown> {
  const { desk, interaction, meaning, actor } = press;
  const { interview, consents } = desk.context;
  const { action, about, tenant } = meaning;
  switch (action) {
    case 'agree':
      await consents.grant(actor, 'voice');
      await desk.rooms.consentChanged(tenant, actor.userId);
      return say('Thank you', agreedText(press));
    case 'revoke': {
      const had = await consents.revoke(actor, 'voice');
      await desk.rooms.consentChanged(tenant, actor.userId);
      return say(
        had ? 'Taken back' : 'Nothing to take back',
        had ? 'I no longer hear you, and dropped what I was hearing.' : 'You had not agreed to be heard.',
      );
    }
    case 'retry': {
      const session = await interview.retry(actor, about);
      desk.sessions.put(session);
      if (session.mode === 'voice') await desk.rooms.resume(session, 'called');
      return say('Once more', 'Here comes the question again.');
    }
    case 'transcript': {
      const answer = await interview.answer(actor, about);
      const bytes = Buffer.from(transcriptMarkdown(answer));
      const file = { name: 'transcript.md', bytes, alt: 'The transcript of your answer, as text' };
      return { ...say('Your transcript', 'What you said, with times where there are any.'), files: [file] };
    }
    case 'outline':
      return { view: viewOutline(await interview.answer(actor, about)) };
    case 'show': {
      const answer = await interview.answer(actor, about);
      return { view: viewFeedback(answer), files: await desk.charts(answer) };
    }
    case 'share':
      return await share(press);
    case 'delete':
      return {
        ...say('Delete this answer?', 'What you said, its scores and its feedback are erased for good.'),
        buttons: [{ action: 'forget', label: 'Delete for good', about, value: interaction.message.id }],
      };
    case 'forget':
      await erase(press);
      return say('Deleted', 'This answer is gone, with all that belongs to it.');
    case 'forget-all':
      return { view: await forgetAll(press) };
    case 'fair':
    case 'unfair':
      await interview.rate(actor, about, 'fair', action === 'fair' ? 1 : 0);
      return say(
        'Thank you',
        action === 'fair'
          ? 'Good to know.'
          : 'Noted. It stays on this machine and helps to set the scores right.',
      );
    default:
      throw badInput('I do not know this button any more.');
  }
}

/** Erases an answer with its card, and empties whatever else was posted of it. */
async function erase({ desk, interaction, meaning, actor }: Press): Promise<void> {
  const known = await desk.cards.of(actor, meaning.about);
  await desk.context.interview.deleteAnswer(actor, meaning.about);
  await interaction.channel?.messages.delete(meaning.value).catch(() => undefined);
  await desk.cards.empty(
    actor,
    known.filter(({ messageId }) => messageId !== meaning.value),
  );
  await desk.cards.forget(actor, meaning.about);
}

/** Erases everything that is kept of whoever asked for it, and what of it the bot had posted. */
async function forgetAll({ desk, interaction, meaning, actor }: Press): Promise<View> {
  const { channelId } = interaction;
  const known = await desk.cards.of(actor);
  const { view } = await runCommand(
    { name: 'privacy forget' },
    {
      actor,
      place: { tenant: meaning.tenant, platform: 'discord', channelId },
      context: desk.context,
      nameOf: personMark,
      manages: false,
    },
  );
  await desk.rooms.consentChanged(actor.tenant, actor.userId);
  await desk.cards.empty(actor, known);
  return view;
}

const say = (title: string, text: string) => ({ view: sayView(title, text) });

function agreedText({ desk, interaction, meaning, actor }: Press): string {
  const room = desk.rooms.ofGuild(interaction.guildId ?? '');
  if (room?.heard().has(actor.userId))
    return 'I hear you now. Take it back at any time with the button, or with /privacy revoke.';
  const session = desk.sessions.byId(meaning.about);
  return session?.style === 'solo' && session.ownerUserId !== actor.userId
    ? 'Noted for other interviews. This one is for one person only, so I do not hear you in it.'
    : 'I hear you as soon as you are in the voice channel.';
}

/** Posts the feedback where the interview was started from; only its author can do that. */
async function share({ desk, interaction, meaning, actor }: Press): Promise<Shown> {
  const { interview } = desk.context;
  const answer = await interview.answer(actor, meaning.about);
  if (answer.userId !== actor.userId) throw badInput('Only the one who gave this answer can share it.');
  const session = await interview.session(actor, answer.sessionId);
  const channel = await sharingChannel(desk, interaction, session);
  if (!channel || channel.isDMBased())
    throw badInput('There is no channel to share this in: it was all between us.');
  mayPost(channel);
  const view = viewFeedback(answer);
  const shared = {
    ...view,
    actions: [],
    blocks: [{ type: 'text' as const, text: `${personMark(actor.userId)} shares this.` }, ...view.blocks],
  };
  const card = renderCard(shared, { tenant: meaning.tenant, files: await desk.charts(answer) });
  const sent = await channel.send({ ...card, nonce: `s${interaction.id}`.slice(0, 25), enforceNonce: true });
  await desk.cards.remember(actor, sent, answer.id);
  return say('Shared', `Posted in #${channel.name}.`);
}

async function sharingChannel(desk: Desk, interaction: ButtonInteraction, { place }: SessionView) {
  if (interaction.guildId !== null) return await channelFor(desk, interaction.channelId);
  const here = await channelFor(desk, place.channelId);
  if (here && !here.isDMBased()) return here;
  return place.originChannelId ? await channelFor(desk, place.originChannelId) : here;
}
